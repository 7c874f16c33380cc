//! SW501: a YAML block that does not parse.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::model::Language;
use crate::yaml;

pub(super) const RULE: Rule = Rule {
    code: "SW501",
    name: "invalid-yaml",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a line of a fenced YAML block that YAML refuses, most often a colon inside a value that is not quoted. The rest of the block is read all the same.",
        why: "Other tools read nothing of such a block, and what you meant with the line has to be guessed.",
        example: "```yaml\nvalue_objects:\n  - name: State\n    validation: Must be one of: Open, Paid\n```",
        fix: "Put the value in quotes.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for problem in subject.spec.problems.iter().filter(|problem| problem.language == Language::Yaml) {
        if lists_endpoints(subject, problem.span) {
            continue;
        }
        let finding = reporter.report(problem.span, format!("this is not valid YAML: {}", problem.message));
        finding.fixes.extend(fix(subject, problem.span));
    }
}

/// Quotes around the value of the line, or spaces for its tabs.
fn fix(subject: &Subject<'_>, place: Span) -> Option<Fix> {
    let line = subject.line_at(place.start);
    let written = subject.at(line);
    if let Some((value, quoted)) = yaml::quoted(written) {
        return Some(Fix::safe("Put the value in quotes", value.shifted(line.start), quoted));
    }
    let indent = &written[..written.len() - written.trim_start().len()];
    let spaces = indent.replace('\t', "  ");
    let tabs = Span::new(line.start, line.start + indent.len());
    indent.contains('\t').then(|| Fix::likely("Indent with spaces", tabs, spaces))
}

/// A block of `METHOD /path` lines is no YAML and need not be: it is read as what it is.
fn lists_endpoints(subject: &Subject<'_>, place: Span) -> bool {
    let Some(fence) = subject.fence_at(place.start) else { return false };
    subject.spec.endpoints.iter().filter(|endpoint| fence.content.touches(endpoint.span.start)).any(|endpoint| {
        let line = subject.lines.line_span(subject.lines.line(endpoint.span.start));
        let line = subject.text.get(line.start..line.end).unwrap_or_default();
        !endpoint.method.is_empty() && line.trim_start().starts_with(&endpoint.method)
    })
}
