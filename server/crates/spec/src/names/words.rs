//! Words of a text: what an identifier could be.

use specwave_source::Span;

/// The runs of letters, digits and `_` in `text[span]`.
pub(super) fn words(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = span.start;
    std::iter::from_fn(move || {
        while at < span.end && word_char(text, bytes, at).is_none() {
            at += 1;
        }
        let start = at;
        while at < span.end
            && let Some(length) = word_char(text, bytes, at)
        {
            at += length;
        }
        (start < at).then(|| Span::new(start, at.min(span.end)))
    })
}

/// The length of the character of a word at `at`; `None` if there is none.
fn word_char(text: &str, bytes: &[u8], at: usize) -> Option<usize> {
    let byte = bytes[at];
    if byte.is_ascii() {
        return (byte.is_ascii_alphanumeric() || byte == b'_').then_some(1);
    }
    let character = text.get(at..)?.chars().next()?;
    character.is_alphanumeric().then(|| character.len_utf8())
}

/// Whether a name has several words, so that no word of prose can be meant: `ConsentRecord`, `grant_consent`, but
/// not `Consent`.
pub(super) fn is_compound(name: &str) -> bool {
    has_inner_mark(name) && specwave_golang::names::words(name).len() > 1
}

/// Whether a capital or `_` stands behind the first letter, as in every compound name.
pub(super) fn has_inner_mark(name: &str) -> bool {
    name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase() || byte == b'_' || !byte.is_ascii())
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::{is_compound, words};

    #[test]
    fn words_are_whole_whatever_stands_around_them() {
        let text = "“ConsentRecord” is über_2 😀x-y";
        let read: Vec<_> = words(text, Span::new(0, text.len())).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(read, ["ConsentRecord", "is", "über_2", "x", "y"]);
    }

    #[test]
    fn only_compound_names_cannot_be_words_of_prose() {
        for name in ["ConsentRecord", "DNCEntry", "grant_consent", "consentID"] {
            assert!(is_compound(name), "{name}");
        }
        for name in ["Consent", "TCPA", "id", "IDs", "Élan"] {
            assert!(!is_compound(name), "{name}");
        }
    }
}
