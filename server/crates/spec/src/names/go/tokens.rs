//! Go source as words and marks, with brackets matched: enough to find names in text that does not parse yet.
//!
//! The tree-sitter trees of the declarations take milliseconds for a long specification; this takes microseconds,
//! so names can be asked for at every keystroke.

use specwave_source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// An identifier or a keyword.
    Word,
    /// One byte of punctuation.
    Mark(u8),
    /// `:=`
    Define,
    /// `...`
    Dots,
    /// A string, a rune or a number.
    Literal,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// Whether it is the first one of its line.
    pub(crate) starts_line: bool,
}

/// Code, with comments kept apart.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) all: Vec<Token>,
    /// Comments, each with the index of the token that follows it.
    pub(crate) comments: Vec<(Span, usize)>,
}

/// Reads `text[block]`. Strings end at the end of their line, should nothing close them.
pub(crate) fn tokens(text: &str, block: Span) -> Tokens {
    let bytes = &text.as_bytes()[..block.end];
    let mut out = Tokens::default();
    let mut at = block.start;
    let mut starts_line = true;
    while at < bytes.len() {
        let byte = bytes[at];
        let next = bytes.get(at + 1).copied();
        if byte == b'\n' {
            starts_line = true;
            at += 1;
            continue;
        }
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        if byte == b'/' && (next == Some(b'/') || next == Some(b'*')) {
            at = if next == Some(b'/') { line_end(bytes, at) } else { comment_end(bytes, at) };
            out.comments.push((Span::new(start, at), out.all.len()));
            continue;
        }
        let kind = match byte {
            b'"' | b'\'' => {
                at = string_end(bytes, at);
                TokenKind::Literal
            }
            b'`' => {
                at = bytes[at + 1..].iter().position(|byte| *byte == b'`').map_or(bytes.len(), |length| at + length + 2);
                TokenKind::Literal
            }
            b'.' if bytes[at..].starts_with(b"...") => {
                at += 3;
                TokenKind::Dots
            }
            b':' if next == Some(b'=') => {
                at += 2;
                TokenKind::Define
            }
            _ if byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii() => {
                while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' || !bytes[at].is_ascii()) {
                    at += 1;
                }
                if byte.is_ascii_digit() { TokenKind::Literal } else { TokenKind::Word }
            }
            _ => {
                at += 1;
                TokenKind::Mark(byte)
            }
        };
        out.all.push(Token { kind, span: Span::new(start, at), starts_line });
        starts_line = false;
    }
    out
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
}

fn comment_end(bytes: &[u8], at: usize) -> usize {
    bytes[at + 2..].windows(2).position(|pair| pair == b"*/").map_or(bytes.len(), |length| at + length + 4)
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'\n' {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == bytes[start] => return at + 1,
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::tokens;

    #[test]
    fn strings_and_comments_are_no_code() {
        let text = "a := \"B\\\"C\" // d\n/* e\n*/ f(x...) `g\n` 'h' i\"j\nk😀 1_0";
        let read = tokens(text, Span::new(0, text.len()));
        let words: Vec<_> = read.all.iter().map(|token| &text[token.span.start..token.span.end]).collect();
        assert_eq!(words, ["a", ":=", "\"B\\\"C\"", "f", "(", "x", "...", ")", "`g\n`", "'h'", "i", "\"j", "k😀", "1_0"]);
        let comments: Vec<_> = read.comments.iter().map(|(span, next)| (&text[span.start..span.end], *next)).collect();
        assert_eq!(comments, [("// d", 3), ("/* e\n*/", 3)]);
    }
}
