//! Lines of a text as spans.

use specwave_source::Span;

/// The lines of `text` without their ends (`\n` or `\r\n`).
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let from = start;
        start += line.len();
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        Span::new(from, from + content.len())
    })
}

/// The part of `text[span]` without surrounding white space.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let part = &text[span.start..span.end];
    let start = span.start + (part.len() - part.trim_start().len());
    Span::new(start, start + part.trim().len())
}
