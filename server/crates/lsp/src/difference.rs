//! What has changed between two states of a text.

use specwave_source::{Edit, Span};

/// Texts are compared in pieces of this size first.
const PIECE: usize = 1 << 8;

/// The shortest replacement that makes one text of another; `None` where they are the same.
pub(crate) fn difference(before: &str, after: &str) -> Option<Edit> {
    if before == after {
        return None;
    }
    let start = floor(before, same_start(before.as_bytes(), after.as_bytes()));
    let (old, new) = (&before[start..], &after[start..]);
    let end = ceil(old, old.len() - same_end(old.as_bytes(), new.as_bytes()));
    let text = &new[..new.len() - (old.len() - end)];
    Some(Edit { span: Span::new(start, start + end), text: text.to_owned() })
}

/// How many bytes are the same at the start.
fn same_start(a: &[u8], b: &[u8]) -> usize {
    let same: usize = a.chunks(PIECE).zip(b.chunks(PIECE)).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    same + a[same..].iter().zip(&b[same..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes are the same at the end.
fn same_end(a: &[u8], b: &[u8]) -> usize {
    let same: usize = a.rchunks(PIECE).zip(b.rchunks(PIECE)).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    same + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// The boundary of a character at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The boundary of a character at or behind `at`.
fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_replaced() {
        let long = "é".repeat(PIECE);
        for (before, after, start, end, text) in [
            ("a😀c", "a😀bc", 5, 5, "b"),
            ("abab", "ab", 2, 4, ""),
            ("aaa", "aa", 2, 3, ""),
            ("x", "yx", 0, 0, "y"),
            ("aéb", "aèb", 1, 3, "è"),
            ("a😀b", "a🐀b", 1, 5, "🐀"),
            ("ab", "", 0, 2, ""),
            (&format!("{long}x{long}"), &format!("{long}yz{long}"), 2 * PIECE, 2 * PIECE + 1, "yz"),
        ] {
            let expected = Edit { span: Span::new(start, end), text: text.to_owned() };
            assert_eq!(difference(before, after), Some(expected), "{before} {after}");
        }
        assert_eq!(difference("a", "a"), None);
    }
}
