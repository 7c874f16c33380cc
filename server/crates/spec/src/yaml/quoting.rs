//! Putting a value in quotes.

use specwave_source::Span;

use super::repair::{risk_of, value_of};

/// The value of a line that YAML misreads, and the same text in quotes; `None` if quotes would not mend it.
pub(crate) fn quoted(line: &str) -> Option<(Span, String)> {
    let value = value_of(line);
    let text = without_comment(&line[value.start..value.end]);
    risk_of(text)?;
    // A bracket or quote that nothing closes may be closed on another line.
    let closing = text.chars().next().and_then(|first| match first {
        '"' | '\'' => Some(first),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    });
    if closing.is_some_and(|closing| !text[1..].contains(closing)) {
        return None;
    }
    let span = Span::new(value.start, value.start + text.len());
    let plain = !text.contains(['"', '\\']);
    Some((span, if plain { format!("\"{text}\"") } else { format!("'{}'", text.replace('\'', "''")) }))
}

/// The value without a comment behind it.
fn without_comment(value: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in value.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some(c),
            None if c == '#' && before.is_whitespace() => return value[..at].trim_end(),
            _ => {}
        }
        before = c;
    }
    value.trim_end()
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn only_what_yaml_misreads_is_quoted_and_comments_stay_outside() {
        let cases = [
            ("validation: one of: A, B # all", Some("\"one of: A, B\"")),
            ("  - latency: > 95%", Some("\"> 95%\"")),
            ("note: \"a\" or b: c", Some("'\"a\" or b: c'")),
            ("note: \"a: b\" # done", None),
            ("list: [a, b", None),
            ("note: plain", None),
            ("text: |", None),
        ];
        for (line, expected) in cases {
            assert_eq!(quoted(line).map(|(_, text)| text).as_deref(), expected, "{line}");
        }
    }
}
