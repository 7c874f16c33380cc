//! Small readings of words that all formats share.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// A number such as `FR-001`, `NFR-2a`, `REQ-3.1`.
static REQUIREMENT_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(?:N?FR|REQ|R|NFR|UR|BR|TR|IR|DR|PR|SEC|PERF|SC|AC)-?\d+[a-z]?(?:\.\d+)*\b"));

/// `**Purpose**: rest`, `**Purpose:** rest`: the label, and what stands behind it.
pub(super) fn bold_label(written: &str) -> Option<(&str, &str)> {
    let bare = written.trim_start_matches(['>', ' ']);
    let inner = bare.strip_prefix("**").or_else(|| bare.strip_prefix("__"))?;
    let end = inner.find("**").or_else(|| inner.find("__"))?;
    let (label, rest) = (&inner[..end], &inner[end + 2..]);
    let is_set_off = label.ends_with(':') || rest.trim_start().starts_with(':') || (rest.is_empty() && label.len() < 60);
    is_set_off.then(|| (label.trim_end_matches(':').trim(), rest.trim_start_matches([':', ' ']).trim()))
}

/// A label of a few words in front of a colon, bold or not.
pub(super) fn label(written: &str) -> Option<(&str, &str)> {
    bold_label(written).or_else(|| {
        let (label, rest) = written.split_once(':')?;
        let label = label.trim_matches(['*', '_', '`', '>', ' ']);
        let short = (1..=4).contains(&label.split_whitespace().count()) && !label.contains(['.', ',', '(']);
        (short && (rest.is_empty() || rest.starts_with(' '))).then(|| (label, rest.trim()))
    })
}

/// The text without emphasis; code keeps its ticks.
pub(super) fn plain(written: &str) -> String {
    written.replace("**", "").replace("__", "").trim().to_owned()
}

/// A name for comparison: `User Account`, `UserAccount` and `user_account` are the same.
pub(crate) fn squashed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `3.1 Accounts` and `2) Accounts` without their numbers.
pub(super) fn without_number(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let numbered = rest.len() < words.len() && rest.starts_with([' ', ')', ':', '.']);
    if numbered { rest.trim_start_matches([')', ':', '.', ' ']) } else { words.trim() }
}

/// The number that a text starts with and what stands behind it: `1.2 WHEN …`, `3. …`.
pub(super) fn leading_number(written: &str) -> Option<(&str, &str)> {
    let end = written.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = written.split_at(end);
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    let number = number.trim_end_matches('.');
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && rest.starts_with(' ') && written[..end].contains('.');
    is_number.then(|| (number, rest.trim_start()))
}

/// The requirement number that a text starts with, and what stands behind it: `**FR-001**: …`, `FR-1 (Upload): …`.
pub(super) fn requirement_number(written: &str) -> Option<(&str, &str)> {
    let bare = written.trim_start_matches(['*', '_', '`', '[', ' ']);
    let number = REQUIREMENT_NUMBER.as_ref()?.find(bare)?.as_str();
    Some((number, bare[number.len()..].trim_start_matches(['*', '_', '`', ']', ':', '.', ' ', '-', '–', '—', '|']).trim()))
}

/// Whether a word is a name in code: `ScoringEngine`, `order_items`.
pub(super) fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_') && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a word is a type's name: `ScoringEngine`, `Auth_Service`.
pub(super) fn is_type_name(word: &str) -> bool {
    is_identifier(word) && word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{bold_label, leading_number, requirement_number, without_number};

    #[test]
    fn labels_are_set_off() {
        for (written, expected) in [
            ("**Purpose**: It scores", Some(("Purpose", "It scores"))),
            ("**Purpose:** It scores", Some(("Purpose", "It scores"))),
            ("**Acceptance Scenarios**:", Some(("Acceptance Scenarios", ""))),
            ("**As** a visitor", None),
            ("Purpose: it", None),
        ] {
            assert_eq!(bold_label(written), expected, "{written}");
        }
    }

    #[test]
    fn numbers_are_told_from_words() {
        assert_eq!(requirement_number("**FR-001**: System MUST"), Some(("FR-001", "System MUST")));
        assert_eq!(requirement_number("NFR-2a The page"), Some(("NFR-2a", "The page")));
        assert_eq!(requirement_number("FRANCE"), None);
        assert_eq!(leading_number("1.2 WHEN it rains"), Some(("1.2", "WHEN it rains")));
        assert_eq!(leading_number("2024 was a year"), None);
        assert_eq!(without_number("3.1. Accounts"), "Accounts");
        assert_eq!(without_number("2FA"), "2FA");
    }
}
