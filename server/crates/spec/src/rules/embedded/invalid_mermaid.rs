//! SW512: a Mermaid block that shows an error.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::rules::embedded::mermaid::{Diagram, KINDS, diagrams};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW512",
    name: "invalid-mermaid",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a Mermaid block whose kind of diagram is not known, or in which a `subgraph`, `loop`, `alt` and the like has no `end`.",
        why: "The diagram is shown as an error message.",
        example: "```mermaid\nflowchart TD\n    subgraph Billing\n        A --> B\n```",
        fix: "Name the kind of diagram on the first line, and close what was opened with `end`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for diagram in diagrams(subject) {
        if KINDS.contains(&diagram.kind) {
            check_ends(&diagram, reporter);
        } else {
            let finding = reporter.report(diagram.kind_span, format!("`{}` is no kind of Mermaid diagram", diagram.kind));
            let meant = most_similar(diagram.kind, KINDS.iter().copied());
            finding.fixes.extend(meant.map(|kind| Fix::likely(format!("Write `{kind}`"), diagram.kind_span, kind)));
        }
    }
}

/// Reports what is opened and not closed, and the reverse.
fn check_ends(diagram: &Diagram<'_>, reporter: &mut Reporter<'_>) {
    let mut open = Vec::new();
    for (span, line) in &diagram.lines {
        let word = line.split_whitespace().next().unwrap_or_default();
        if diagram.opens(word) {
            open.push((*span, word));
        } else if word == "end" && diagram.has_ends() && open.pop().is_none() {
            reporter.report(*span, "this `end` closes nothing");
        }
    }
    for (span, word) in open {
        reporter.report(span, format!("this `{word}` has no `end`"));
    }
}
