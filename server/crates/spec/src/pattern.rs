//! Patterns that cost little: to build, as a process that checks one file builds all of them once, and to match.

use regex::Regex;

/// Builds a pattern whose `\w`, `\d`, `\s` and `\b` mean ASCII.
///
/// The tables of Unicode make a pattern many times as large, and a Unicode `\b` keeps the fast engines from reading any
/// line with a dash or an arrow in it. None for a text that is no pattern.
pub(crate) fn pattern(text: &str) -> Option<Regex> {
    Regex::new(&with_ascii_classes(text)).ok()
}

/// Whether a word stands in a long text. For short ones the standard library is as fast.
pub(crate) fn holds(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

fn with_ascii_classes(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len() + 64);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            ascii.push(c);
            continue;
        }
        match rest.next() {
            Some('b') => ascii.push_str(r"(?-u:\b)"),
            Some('w') => ascii.push_str("[0-9A-Za-z_]"),
            Some('d') => ascii.push_str("[0-9]"),
            Some('s') => ascii.push_str(r"[\t-\r ]"),
            Some('S') => ascii.push_str(r"[^\t-\r ]"),
            Some('W') => ascii.push_str("[^0-9A-Za-z_]"),
            Some(other) => ascii.extend(['\\', other]),
            None => ascii.push('\\'),
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_boundaries_are_ascii_inside_brackets_too() {
        let found = |text: &str, within: &str| pattern(text).unwrap().find(within).map(|found| found.as_str().to_owned());
        assert_eq!(found(r"\bcafé\b", "a café").as_deref(), None, "`é` is no letter to `\\b`");
        assert_eq!(found(r"[\w.-]+", "…a.b-c_1é").as_deref(), Some("a.b-c_1"));
        assert_eq!(found(r"^\s*(\d+)\S", "\t 12x").as_deref(), Some("\t 12x"));
        assert_eq!(found(r"\\d\.", r"5. \d.").as_deref(), Some(r"\d."));
        assert!(pattern("(").is_none());
    }
}
