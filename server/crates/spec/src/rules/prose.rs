//! The lines of a specification that are prose: outside fences and front matter, inline code blanked.

use specwave_source::Span;

use super::Subject;

/// A line of prose.
pub(super) struct ProseLine {
    /// Offset of its first byte.
    pub(super) start: usize,
    /// Its text; inline code is replaced by as many spaces, so that offsets stay right.
    pub(super) text: String,
}

impl ProseLine {
    /// The place of a match inside the line.
    pub(super) fn span(&self, found: &regex::Match<'_>) -> Span {
        Span::new(self.start + found.start(), self.start + found.end())
    }
}

/// Asked for with [`Subject::prose`].
pub(super) fn lines(subject: &Subject<'_>) -> Vec<ProseLine> {
    let mut prose = Vec::new();
    let mut fences = subject.spec.fences.iter().peekable();
    let front_matter_end = front_matter_end(subject.text);
    for number in 1..=subject.lines.lines() as u32 {
        let span = subject.lines.line_span(number);
        while fences.next_if(|fence| fence.span.end <= span.start).is_some() {}
        let fenced = fences.peek().is_some_and(|fence| fence.span.start < span.end);
        let Some(text) = subject.text.get(span.start..span.end) else { continue };
        if fenced || span.start < front_matter_end || text.starts_with('#') {
            continue;
        }
        prose.push(ProseLine { start: span.start, text: without_inline_code(text) });
    }
    prose
}

fn front_matter_end(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return 0 };
    rest.find("\n---").map_or(0, |at| text.len() - rest.len() + at + "\n---".len())
}

fn without_inline_code(line: &str) -> String {
    let mut blanked = String::with_capacity(line.len());
    for (at, part) in line.split('`').enumerate() {
        if at > 0 {
            blanked.push(' ');
        }
        if at % 2 == 0 { blanked.push_str(part) } else { blanked.extend(std::iter::repeat_n(' ', part.len())) }
    }
    blanked
}
