//! From bytes to text, whatever the bytes are.

use std::borrow::Cow;

/// What was made of a file's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'bytes> {
    /// The text, with a replacement character for what is not UTF-8; empty for a binary file.
    pub text: Cow<'bytes, str>,
    /// Whether something was replaced.
    pub not_utf8: bool,
    /// Whether the bytes look like a binary file.
    pub binary: bool,
}

/// How much of a file is looked at to tell whether it is binary.
const LOOKED_AT: usize = 8 * 1024;

/// Decodes a file's bytes; a byte order mark stays in the text, where it harms nothing.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    if let Some(wide) = decode_utf16(bytes) {
        return Decoded { text: Cow::Owned(wide), not_utf8: true, binary: false };
    }
    if head.contains(&0) {
        return Decoded { text: Cow::Borrowed(""), not_utf8: false, binary: true };
    }
    let text = String::from_utf8_lossy(bytes);
    let not_utf8 = matches!(text, Cow::Owned(_));
    let replaced = if not_utf8 { text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count() } else { 0 };
    // Some wrong bytes are an old encoding; a third of the text is not text.
    if replaced * 3 > text.chars().count().max(1) {
        return Decoded { text: Cow::Borrowed(""), not_utf8, binary: true };
    }
    Decoded { text, not_utf8, binary: false }
}

/// The text of bytes that start with UTF-16's byte order mark.
fn decode_utf16(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 2]) -> u16 = match bytes.get(..2)? {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}
