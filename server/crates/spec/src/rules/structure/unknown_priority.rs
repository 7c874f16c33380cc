//! SW104: the priority is none that is known.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW104",
    name: "unknown-priority",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a priority that is neither `critical`, `high`, `medium` or `low` nor one of `P0` to `P4`.",
        why: "Tools that sort features by priority sort an unknown word anywhere.",
        example: "---\nfeature: Invoice Reminders\ndomain: billing\npriority: hihg\n---",
        fix: "Use one of the four words, or a number.",
    },
};

const PRIORITIES: [&str; 4] = ["critical", "high", "medium", "low"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(priority) = &subject.spec.priority else { return };
    let is_numbered = matches!(priority.value.as_bytes(), [b'p', b'0'..=b'4']);
    if is_numbered || PRIORITIES.contains(&priority.value.as_str()) {
        return;
    }
    let message = format!("`{}` is no priority: use critical, high, medium or low", priority.value);
    let finding = reporter.report(priority.span, message);
    if let Some(meant) = most_similar(&priority.value, PRIORITIES) {
        let edits = vec![Edit { span: priority.span, text: meant.to_owned() }];
        finding.fixes.push(Fix { title: format!("Change the priority to `{meant}`"), safe: false, edits });
    }
}
