//! SW1203: a declared field that the Go type lacks.

use specwave_golang::facts::TypeKind;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::{Subject, elsewhere};
use crate::links::{GoType, same};

pub(super) const RULE: Rule = Rule {
    code: "SW1203",
    name: "field-not-implemented",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a declared field that the Go struct has neither as a field nor as a method.",
        why: "The specification promises something that the code does not keep.",
        example: "```yaml\nentities:\n  - name: Invoice\n    fields:\n      - ID uuid.UUID\n      - DueAt time.Time   # `type Invoice struct` has no DueAt\n```",
        fix: "Run the specification again, or take the field out.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.links.types {
        let Some(go) = &link.go else { continue };
        for field in link.fields.iter().filter(|field| !has(go, &field.name)) {
            let message = format!("the Go type `{}` has no field `{}`", link.go_name, field.name);
            let mut finding = RULE.finding(field.span, message);
            finding.elsewhere.push(elsewhere(subject.code, go.place(), format!("`{}` in Go", link.go_name)));
            findings.push(finding);
        }
    }
}

/// Whether the struct has the field, a method for it, or something embedded that may bring it along.
fn has(go: &GoType<'_>, name: &str) -> bool {
    let TypeKind::Struct(fields) = &go.declaration.kind else { return true };
    fields.iter().any(|field| field.embedded || same(&field.name.text, name)) || go.method(name).is_some()
}
