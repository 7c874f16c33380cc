//! Go types as text, compared as far as the text tells.

use specwave_golang::facts::Parameter;

/// Whether two types are the same but for spaces and for the packages that their names are taken from, which are called
/// differently from file to file: `*domain.Consent` is `*Consent` where the domain itself speaks.
pub(crate) fn same_type(one: &str, other: &str) -> bool {
    unqualified(one) == unqualified(other)
}

/// Whether two lists of parameters have the same types in that way.
pub(crate) fn same_types(one: &[Parameter], other: &[Parameter]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_type(&one.ty, &other.ty))
}

/// A signature as it stands behind a name: `(context.Context, values.UUID) (*Invoice, error)`.
pub(crate) fn signature(params: &[Parameter], results: &[Parameter]) -> String {
    let list = |types: &[Parameter]| types.iter().map(|parameter| parameter.ty.as_str()).collect::<Vec<_>>().join(", ");
    match results {
        [] => format!("({})", list(params)),
        [only] => format!("({}) {}", list(params), only.ty),
        several => format!("({}) ({})", list(params), list(several)),
    }
}

fn unqualified(ty: &str) -> String {
    let mut plain = String::with_capacity(ty.len());
    let mut word = 0;
    for letter in ty.chars() {
        match letter {
            space if space.is_whitespace() => word = plain.len(),
            // The three dots of a variadic parameter stand before a type, not behind a package.
            '.' if plain.len() > word => plain.truncate(word),
            letter => {
                plain.push(letter);
                if !letter.is_alphanumeric() && letter != '_' {
                    word = plain.len();
                }
            }
        }
    }
    plain.replace("interface{}", "any")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_and_spaces_do_not_tell_types_apart() {
        for (one, other) in [
            ("*domain.Consent", "*Consent"),
            ("map[string] []values.UUID", "map[string][]uuid.UUID"),
            ("...service.Option", "...Option"),
            ("func(ctx context.Context) error", "func(ctx Context) error"),
            ("interface{}", "any"),
        ] {
            assert!(same_type(one, other), "{one} {other}");
        }
        for (one, other) in [("*Consent", "Consent"), ("[]string", "string"), ("time.Time", "string"), ("...string", "string")] {
            assert!(!same_type(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_signature_is_written_as_go_writes_it() {
        let of =
            |types: &[&str]| types.iter().map(|ty| Parameter { name: Default::default(), ty: (*ty).into() }).collect::<Vec<_>>();
        assert_eq!(signature(&of(&[]), &of(&[])), "()");
        assert_eq!(signature(&of(&["string"]), &of(&["error"])), "(string) error");
        assert_eq!(signature(&of(&["string", "int"]), &of(&["*Invoice", "error"])), "(string, int) (*Invoice, error)");
    }
}
