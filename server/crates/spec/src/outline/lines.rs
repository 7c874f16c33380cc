//! Lines of a text as spans.

use specwave_source::Span;

/// The lines of `text` without their ends (`\n` or `\r\n`).
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let last = (!bytes.is_empty() && !bytes.ends_with(b"\n")).then_some(bytes.len());
    let mut start = 0;
    memchr::memchr_iter(b'\n', bytes).chain(last).map(move |end| {
        let from = std::mem::replace(&mut start, end + 1);
        let is_long = end > from && bytes[end - 1] == b'\r';
        Span::new(from, end - usize::from(is_long))
    })
}

/// The part of `text[span]` without surrounding white space.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let part = text[span.start..span.end].trim_start();
    let start = span.end - part.len();
    Span::new(start, start + part.trim_end().len())
}
