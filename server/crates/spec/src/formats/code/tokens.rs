//! Text as words, marks, strings and comments; enough to find declarations in.

/// One token with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'code> {
    pub(super) kind: Kind,
    pub(super) text: &'code str,
    pub(super) start: usize,
    /// Whether a line ends between the token before and this one.
    pub(super) starts_line: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    String,
    Comment,
    Mark,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != Kind::String && self.kind != Kind::Comment && self.text == text
    }
}

/// The tokens of code with `//` and `/* */` comments, among them `=>` as one mark.
pub(super) fn read(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut starts_line) = (0, true);
    while let Some(first) = code[at..].chars().next() {
        let rest = &code[at..];
        if first.is_whitespace() {
            starts_line |= first == '\n';
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = if rest.starts_with("//") {
            (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (Kind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2))
        } else if matches!(first, '"' | '\'' | '`') {
            (Kind::String, string_length(rest, first))
        } else if is_word(first) {
            (Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
        } else if rest.starts_with("=>") || rest.starts_with("->") {
            (Kind::Mark, 2)
        } else {
            (Kind::Mark, first.len_utf8())
        };
        tokens.push(Token { kind, text: &rest[..length], start: at, starts_line });
        starts_line = false;
        at += length;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '@' | '#')
}

/// A string ends at its quote; one that nothing closes ends with its line.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        if c == '\n' && quote != '`' {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The text of a comment without its marks.
pub(super) fn comment(written: &str) -> String {
    let bare = written.trim_start_matches(['/', '*']).trim_end_matches(['/', '*']);
    let lines = bare.lines().map(|line| line.trim().trim_start_matches('*').trim()).filter(|line| !line.starts_with('@'));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
