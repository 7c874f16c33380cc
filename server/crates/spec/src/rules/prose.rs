//! The lines of a specification that are prose: outside fences and front matter, inline code blanked.

use std::borrow::Cow;

use specwave_source::Span;

use super::Subject;

/// A line of prose.
pub(super) struct ProseLine<'spec> {
    /// Offset of its first byte.
    pub(super) start: usize,
    /// Its text; inline code is replaced by as many spaces, so that offsets stay right.
    pub(super) text: Cow<'spec, str>,
}

impl ProseLine<'_> {
    /// The place of a match inside the line.
    pub(super) fn span(&self, found: &regex::Match<'_>) -> Span {
        Span::new(self.start + found.start(), self.start + found.end())
    }
}

/// Asked for with [`Subject::prose`].
pub(super) fn lines<'spec>(subject: &Subject<'spec>) -> Vec<ProseLine<'spec>> {
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

/// Where one of `phrases`, given in lower case, stands in `text` as whole words, in whatever case.
pub(super) fn phrases(text: &str, phrases: &[&str]) -> Vec<Span> {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let mut found: Vec<Span> = Vec::new();
    for at in (0..bytes.len()).filter(|at| is_word(*at) && (*at == 0 || !is_word(at - 1))) {
        let stands_here = |phrase: &&str| {
            if !phrase.as_bytes()[0].eq_ignore_ascii_case(&bytes[at]) {
                return false;
            }
            let end = at + phrase.len();
            let is_same = bytes.get(at..end).is_some_and(|written| written.eq_ignore_ascii_case(phrase.as_bytes()));
            is_same && !(is_word(end - 1) && is_word(end))
        };
        let longest = phrases.iter().copied().filter(stands_here).map(str::len).max();
        if let Some(length) = longest.filter(|_| found.last().is_none_or(|last| last.end <= at)) {
            found.push(Span::new(at, at + length));
        }
    }
    found
}

fn front_matter_end(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return 0 };
    rest.find("\n---").map_or(0, |at| text.len() - rest.len() + at + "\n---".len())
}

fn without_inline_code(line: &str) -> Cow<'_, str> {
    if !line.contains('`') {
        return Cow::Borrowed(line);
    }
    let mut blanked = String::with_capacity(line.len());
    for (at, part) in line.split('`').enumerate() {
        if at > 0 {
            blanked.push(' ');
        }
        if at % 2 == 0 { blanked.push_str(part) } else { blanked.extend(std::iter::repeat_n(' ', part.len())) }
    }
    Cow::Owned(blanked)
}

#[cfg(test)]
mod tests {
    use super::{phrases, without_inline_code};

    #[test]
    fn inline_code_is_blanked_at_its_length() {
        assert_eq!(without_inline_code("a `über` b\n"), "a         b\n");
        assert_eq!(without_inline_code("open `to the end"), "open            ");
    }

    #[test]
    fn phrases_are_whole_words_and_the_longest_counts() {
        let found = |text: &str| {
            phrases(text, &["as needed", "as", "etc.", "fast"])
                .into_iter()
                .map(|span| text[span.start..span.end].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("As needed, breakfast is FAST, etc. as été"), ["As needed", "FAST", "etc.", "as"]);
    }
}
