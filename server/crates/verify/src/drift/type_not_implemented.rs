//! SW1201: a declared type that the code lacks.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::Subject;

pub(super) const RULE: Rule = Rule {
    code: "SW1201",
    name: "type-not-implemented",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an entity, value object, event, service or repository that has no Go type, where others of the same \
               specification have one.",
        why: "The specification has moved on since the code was written, or the type was renamed in the code alone.",
        example: "```yaml\nentities:\n  - name: Invoice\n  - name: Reminder   # nothing in internal/domain/billing\n```",
        fix: "Run the specification again, or use the name that the code has.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in subject.links.types.iter().filter(|link| link.go.is_none()) {
        findings.push(RULE.finding(link.span, format!("the {} `{}` has no Go type `{}`", link.kind, link.name, link.go_name)));
    }
}
