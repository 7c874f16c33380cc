//! Go expressions of the contract, rewritten for the place where they are used.

use specwave_golang::Type;
use specwave_plan::contract::{Contract, ValueKind};

/// The expression with every free-standing identifier replaced by what `rename` gives for it. Selectors
/// (`x` in `a.x`) and the insides of literals stay.
pub(crate) fn rename(expression: &str, rename: impl Fn(&str) -> Option<String>) -> String {
    let mut renamed = String::with_capacity(expression.len());
    let mut rest = expression;
    let mut after_dot = false;
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest, first);
        let (token, tail) = rest.split_at(length);
        let is_name = first == '_' || first.is_alphabetic();
        match rename(token).filter(|_| is_name && !after_dot) {
            Some(other) => renamed.push_str(&other),
            None => renamed.push_str(token),
        }
        after_dot = token == ".";
        rest = tail;
    }
    renamed
}

/// Whether an identifier stands free in the expression.
pub(crate) fn mentions(expression: &str, name: &str) -> bool {
    let found = std::cell::Cell::new(false);
    rename(expression, |token| {
        found.set(found.get() || token == name);
        None
    });
    found.get()
}

/// Length of the token that `text` begins with; what is neither name, number nor literal is one character long.
fn token_length(text: &str, first: char) -> usize {
    let up_to = |end: Option<usize>| end.unwrap_or(text.len());
    match first {
        '"' | '\'' => {
            let mut escaped = false;
            let end = text.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == first && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            up_to(end.map(|(at, c)| at + c.len_utf8()))
        }
        '`' => up_to(text[1..].find('`').map(|at| at + 2)),
        _ if first == '_' || first.is_alphanumeric() => up_to(text.find(|c: char| c != '_' && !c.is_alphanumeric())),
        _ => first.len_utf8(),
    }
}

/// The expression with the keys of packages replaced by the names they have inside package `from`.
pub(crate) fn localize(contract: &Contract, from: &str, expression: &str) -> String {
    rename(expression, |name| {
        let package = contract.package(name).filter(|package| package.alias != name && package.key != from)?;
        Some(package.alias.clone())
    })
}

/// A Go condition that holds where an expression of type `ty` is not zero, `nil` or empty.
pub(crate) fn is_set(contract: &Contract, ty: &str, expression: &str) -> String {
    match Type::parse(ty) {
        Some(Type::Slice(_) | Type::Variadic(_) | Type::Map(..)) => format!("len({expression}) > 0"),
        Some(Type::Named { package: None, name }) => match name.as_str() {
            "string" => format!("{expression} != \"\""),
            "bool" => expression.to_owned(),
            "any" | "error" => format!("{expression} != nil"),
            _ => format!("{expression} != 0"),
        },
        Some(Type::Named { package: Some(package), name }) => named_is_set(contract, &package, &name, expression),
        _ => format!("{expression} != nil"),
    }
}

fn named_is_set(contract: &Contract, package: &str, name: &str, expression: &str) -> String {
    if package == "time" && name == "Duration" {
        return format!("{expression} != 0");
    }
    match contract.values.iter().find(|value| value.package == package && value.name == name).map(|value| &value.kind) {
        Some(ValueKind::Enum { .. }) => format!("{expression} != \"\""),
        Some(ValueKind::Named { underlying }) => is_set(contract, underlying, expression),
        _ => format!("!{expression}.IsZero()"),
    }
}

#[cfg(test)]
mod tests {
    use specwave_plan::contract::Contract;

    use super::{is_set, rename};

    #[test]
    fn only_free_standing_names_are_renamed() {
        let cases = [
            ("consent.ID", "other.ID"),
            ("x.consent + consent", "x.consent + other"),
            ("f(\"consent \\\" consent\", consent)", "f(\"consent \\\" consent\", other)"),
            ("`consent` + consentID", "`consent` + consentID"),
            ("größe(consent", "größe(other"),
        ];
        for (expression, expected) in cases {
            assert_eq!(rename(expression, |name| (name == "consent").then(|| "other".to_owned())), expected);
        }
    }

    #[test]
    fn what_is_set_depends_on_the_type() {
        let cases = [
            ("string", "x != \"\""),
            ("*time.Time", "x != nil"),
            ("[]string", "len(x) > 0"),
            ("int64", "x != 0"),
            ("time.Time", "!x.IsZero()"),
            ("values.UUID", "!x.IsZero()"),
            ("time.Duration", "x != 0"),
        ];
        for (ty, expected) in cases {
            assert_eq!(is_set(&Contract::default(), ty, "x"), expected, "{ty}");
        }
    }
}
