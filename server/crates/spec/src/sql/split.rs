//! Cutting SQL into statements and lists, with an eye on quotes, comments and brackets.

use specwave_source::Span;

/// What the reader is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    Quote(u8),
    LineComment,
    BlockComment,
    Dollar(usize, usize),
}

/// Calls `visit` with each byte of code, its place and the depth of brackets around it.
fn scan(sql: &str, mut visit: impl FnMut(usize, u8, usize)) {
    let bytes = sql.as_bytes();
    let mut inside = Inside::Code;
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        let (byte, next) = (bytes[at], bytes.get(at + 1).copied());
        match inside {
            Inside::Code => match (byte, next) {
                (b'-', Some(b'-')) => inside = Inside::LineComment,
                (b'/', Some(b'*')) => inside = Inside::BlockComment,
                (b'\'' | b'"', _) => inside = Inside::Quote(byte),
                (b'$', _) => {
                    if let Some(length) = dollar_tag(&bytes[at..]) {
                        inside = Inside::Dollar(at, length);
                        at += length;
                        continue;
                    }
                }
                _ => {
                    if byte == b')' {
                        depth = depth.saturating_sub(1);
                    }
                    visit(at, byte, depth);
                    depth += usize::from(byte == b'(');
                }
            },
            Inside::Quote(quote) if byte == quote => inside = Inside::Code,
            Inside::LineComment if byte == b'\n' => inside = Inside::Code,
            Inside::BlockComment if byte == b'*' && next == Some(b'/') => {
                inside = Inside::Code;
                at += 1;
            }
            Inside::Dollar(tag, length) if bytes[at..].starts_with(&bytes[tag..tag + length]) => {
                inside = Inside::Code;
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The length of `$$` or `$tag$` at the start of `bytes`.
fn dollar_tag(bytes: &[u8]) -> Option<usize> {
    let end = bytes.iter().skip(1).take(64).position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'))?;
    let first_is_digit = bytes.get(1).is_some_and(u8::is_ascii_digit);
    (bytes.get(end + 1) == Some(&b'$') && !first_is_digit).then_some(end + 2)
}

/// The statements of `text[block]`, without the comments and white space in front of them.
pub(crate) fn statements(text: &str, block: Span) -> Vec<Span> {
    let sql = &text[block.start..block.end];
    let mut ends = Vec::new();
    scan(sql, |at, byte, depth| {
        if byte == b';' && depth == 0 {
            ends.push(at);
        }
    });
    ends.push(sql.len());
    let mut start = 0;
    let mut statements = Vec::new();
    for end in ends {
        let from = start + leading_noise(&sql[start..end]);
        let statement = Span::new(block.start + from, block.start + from + sql[from..end].trim_end().len());
        if statement.start < statement.end {
            statements.push(statement);
        }
        start = (end + 1).min(sql.len());
    }
    statements
}

/// Bytes of white space and comments at the start.
pub(super) fn leading_noise(sql: &str) -> usize {
    let mut at = 0;
    loop {
        at += sql[at..].len() - sql[at..].trim_start().len();
        let rest = &sql[at..];
        let comment = if rest.starts_with("--") {
            rest.find('\n').map_or(rest.len(), |newline| newline + 1)
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            return at;
        };
        at += comment;
    }
}

/// The first bracketed list of `sql`: the parts between its outermost commas, and where it ends.
pub(super) fn bracketed(sql: &str) -> Option<(Vec<Span>, usize)> {
    let (mut open, mut close) = (None, None);
    let mut commas = Vec::new();
    scan(sql, |at, byte, depth| match byte {
        b'(' if depth == 0 && open.is_none() => open = Some(at),
        b')' if depth == 0 && open.is_some() && close.is_none() => close = Some(at),
        b',' if depth == 1 && close.is_none() => commas.push(at),
        _ => {}
    });
    let open = open?;
    let close = close.unwrap_or(sql.len());
    let mut parts = Vec::new();
    let mut start = open + 1;
    for end in commas.into_iter().filter(|comma| *comma > open).chain([close]) {
        parts.push(Span::new(start, end));
        start = end + 1;
    }
    Some((parts, close))
}

/// The text with spaces for its comments and its quoted text, so that offsets stay right.
pub(crate) fn code(sql: &str) -> String {
    let mut code = vec![b' '; sql.len()];
    scan(sql, |at, byte, _| code[at] = byte);
    String::from_utf8(code).unwrap_or_default()
}

/// The words of `sql` without its comments; what stands in brackets or quotes is one word with them.
pub(super) fn words(sql: &str) -> Vec<String> {
    let mut code = sql.as_bytes().to_vec();
    blank_comments(&mut code);
    let code = String::from_utf8(code).unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut depth = 0_usize;
    let mut quote = None;
    for c in code.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c.is_whitespace() && depth == 0 && quote.is_none() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Replaces `-- …` by spaces.
fn blank_comments(code: &mut [u8]) {
    let (mut quoted, mut comment) = (false, false);
    for at in 0..code.len() {
        if code[at] == b'\n' {
            comment = false;
        } else if !comment && code[at] == b'\'' {
            quoted = !quoted;
        } else if !quoted && code[at] == b'-' && code.get(at + 1) == Some(&b'-') {
            comment = true;
        }
        if comment {
            code[at] = b' ';
        }
    }
}
