//! SW511: a JSON block that does not parse.

use serde::de::IgnoredAny;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW511",
    name: "invalid-json",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a fenced JSON block that is not JSON. A comma in front of a closing bracket can be taken out. Comments, and blocks that leave something out (`...`) or that sketch types, are left alone.",
        why: "Whoever copies the example into a test or a request finds out there.",
        example: "```json\n{\n  \"id\": \"inv_1\",\n  \"total\": 20,\n}\n```",
        fix: "Correct the block at the place that is reported.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (fence, content) in subject.fences(&["json"]) {
        let json = Json::read(content);
        if json.is_sketch() {
            continue;
        }
        let commas = json.trailing_commas();
        for at in &commas {
            let span = Span::new(*at, at + 1).shifted(fence.content.start);
            let fix = Fix::safe("Remove the comma", span, "");
            reporter.report(span, "JSON allows no comma in front of a closing bracket").fixes.push(fix);
        }
        if let Some((span, message)) = json.problem().filter(|_| commas.is_empty()) {
            reporter.report(span.shifted(fence.content.start), format!("this is not valid JSON: {message}"));
        }
    }
}

/// A JSON text with spaces for what does not count.
struct Json {
    /// Without comments.
    plain: String,
    /// Without comments and what stands in quotes.
    bare: String,
}

impl Json {
    fn read(content: &str) -> Self {
        let (mut plain, mut bare) = (content.as_bytes().to_vec(), content.as_bytes().to_vec());
        let bytes = content.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &content.as_bytes()[at..];
            let length = match bytes[at] {
                b'"' => quoted(rest),
                b'/' if rest.starts_with(b"//") => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
                b'/' if rest.starts_with(b"/*") => rest.windows(2).position(|end| end == b"*/").map_or(rest.len(), |end| end + 2),
                _ => 0,
            };
            let blanked = if bytes[at] == b'"' { [Some(&mut bare), None] } else { [Some(&mut plain), Some(&mut bare)] };
            for text in blanked.into_iter().flatten() {
                text[at..at + length].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
            }
            at += length.max(1);
        }
        let text = |bytes| String::from_utf8(bytes).unwrap_or_default();
        Self { plain: text(plain), bare: text(bare) }
    }

    /// Whether it leaves something out or gives choices instead of values.
    fn is_sketch(&self) -> bool {
        self.bare.contains("...") || self.bare.contains(['…', '|', '<'])
    }

    fn trailing_commas(&self) -> Vec<usize> {
        let closes = |at: &usize| self.bare[at + 1..].trim_start().starts_with(['}', ']']);
        // What stands in quotes is blank here, so that a value looks like a closing bracket's white space.
        let nothing_quoted = |at: &usize| {
            let between = &self.plain[at + 1..];
            between.trim_start().starts_with(['}', ']'])
        };
        self.bare.match_indices(',').map(|(at, _)| at).filter(closes).filter(nothing_quoted).collect()
    }

    /// Where and why it is not JSON. A word where a value belongs is a sketch of a type, not a slip.
    fn problem(&self) -> Option<(Span, String)> {
        let values = serde_json::Deserializer::from_str(&self.plain).into_iter::<IgnoredAny>();
        let error = values.filter_map(Result::err).next()?;
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        if matches!(message, "expected value" | "expected ident" | "key must be a string") {
            return None;
        }
        let line_start: usize = self.plain.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let written = self.plain[line_start..].lines().next().unwrap_or_default();
        let column = error.column().saturating_sub(1).min(written.trim_end().len());
        let column = (0..=column).rev().find(|at| written.is_char_boundary(*at)).unwrap_or(0);
        Some((Span::new(line_start + column, line_start + written.trim_end().len()), message.to_owned()))
    }
}

/// The length of the quoted text at the start, its quotes included.
fn quoted(text: &[u8]) -> usize {
    let mut escaped = false;
    let end = text.iter().skip(1).position(|byte| {
        let ends = matches!(byte, b'"' | b'\n') && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}
