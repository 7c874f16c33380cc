//! SW1004: a document that gives itself two versions.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1004",
    name: "conflicting-versions",
    group: Group::Consistency,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a second version of the document, in its header, front matter or last lines, that differs from the \
               first one.",
        why: "Nobody can say which text was reviewed.",
        example: "---\nfeature: Invoice Reminders\nversion: 1.1\n---\n\n*Specification Version: 1.0*",
        fix: "Keep the version in one place.",
    },
};

static VERSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)^[\s*_>-]*(?:(?:document|specification|spec)\s+)?version[*_]*\s*:[*_\s]*[vV]?(\d+(?:\.\d+)*)\b")
});

/// How many lines at the end belong to a closing note.
const LAST_LINES: usize = 12;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(&["version"]) {
        return;
    }
    // Several files of a feature have versions of their own.
    if subject.spec.format.is_some() {
        return;
    }
    let header_end = subject.spec.headings.get(1).map_or(subject.text.len(), |heading| heading.span.start);
    let total = subject.lines.lines();
    let mut first: Option<(String, Span)> = None;
    for number in 1..=total {
        let start = subject.lines.line_span(number as u32).start;
        let is_code = || subject.spec.fences.iter().any(|fence| fence.span.touches(start));
        if (start >= header_end && number + LAST_LINES <= total) || is_code() {
            continue;
        }
        let line = subject.line_at(start);
        let written = subject.at(line);
        // The pattern is not built for a text that only mentions versions elsewhere.
        if !written.to_ascii_lowercase().contains("version") {
            continue;
        }
        let found = VERSION.as_ref().and_then(|version| version.captures(written)?.get(1));
        let Some(found) = found else { continue };
        let span = Span::new(line.start + found.start(), line.start + found.end());
        match &first {
            None => first = Some((found.as_str().to_owned(), span)),
            Some((known, _)) if known.trim_end_matches(".0") == found.as_str().trim_end_matches(".0") => {}
            Some((known, at)) => {
                let related = Related { span: *at, message: "the other version".to_owned() };
                let message = format!("the version is {} here and {known} elsewhere", found.as_str());
                reporter.report(span, message).related.push(related);
            }
        }
    }
}
