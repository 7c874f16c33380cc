//! SW203: an entity that holds nothing.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW203",
    name: "entity-without-fields",
    group: Group::Model,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an entity without a field. Formats that only list entities are left out.",
        why: "Its table, its constructor and its messages are made of its fields. Without them it is an identifier.",
        example: "```yaml\nentities:\n  - name: Invoice\n    purpose: What a customer owes\n```",
        fix: "List its fields with their types.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.format.is_some() {
        return;
    }
    for entity in subject.spec.entities.iter().filter(|entity| entity.fields.is_empty()) {
        reporter.report(entity.span, format!("`{}` has no fields", entity.name));
    }
}
