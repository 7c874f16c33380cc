//! SW513: a label that Mermaid misreads.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::rules::embedded::mermaid::diagrams;

pub(super) const RULE: Rule = Rule {
    code: "SW513",
    name: "unquoted-mermaid-label",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a label of a Mermaid flowchart that has brackets in it and is not in quotes.",
        why: "Mermaid reads the bracket as the shape of a node, and the diagram is shown as an error message.",
        example: "```mermaid\nflowchart TD\n    A[Sender (existing)] --> B\n```",
        fix: "Put the label in quotes: `A[\"Sender (existing)\"]`.",
    },
};

/// A node's label in square or curly brackets that is not quoted and is no other shape: `A[text]`, `A{text}`.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r#"[\w-](?:\[([^\[\]"(/\\{}|][^\[\]"{}|]*)\]|\{([^\[\]"(/\\{}|!][^\[\]"{}|]*)\})"#)
});

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for diagram in diagrams(subject).iter().filter(|diagram| diagram.is_flowchart()) {
        for (span, line) in &diagram.lines {
            if let Some(title) = line.strip_prefix("subgraph ").map(str::trim) {
                let bare = !title.contains(['"', '[']);
                report_if_bracketed(Span::new(span.end - title.len(), span.end), title, bare, reporter);
                continue;
            }
            let labels = LABEL.iter().flat_map(|label| label.captures_iter(line));
            for found in labels.filter_map(|found| found.get(1).or(found.get(2))) {
                report_if_bracketed(Span::new(found.start(), found.end()).shifted(span.start), found.as_str(), true, reporter);
            }
        }
    }
}

fn report_if_bracketed(span: Span, label: &str, bare: bool, reporter: &mut Reporter<'_>) {
    if bare && label.contains(['(', ')']) {
        let finding = reporter.report(span, "a label with brackets needs quotes");
        finding.fixes.push(Fix::safe("Put the label in quotes", span, format!("\"{label}\"")));
    }
}
