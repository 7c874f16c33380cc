//! SW1204: a field of the Go type that the specification does not name.

use specwave_golang::facts::{StructField, TypeKind};
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::{Subject, elsewhere};
use crate::Place;
use crate::links::same;

pub(super) const RULE: Rule = Rule {
    code: "SW1204",
    name: "field-not-specified",
    group: Group::Drift,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an exported field of a Go struct that the specification does not list among the fields of the same type.",
        why: "The code has moved on without the specification, and running it again would lose the field.",
        example: "`type Invoice struct { ID values.UUID; Note string }`, and an entity `Invoice` without `Note`.",
        fix: "Add the field to the specification.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in subject.links.types.iter().filter(|link| !link.fields.is_empty()) {
        let Some(go) = &link.go else { continue };
        let TypeKind::Struct(fields) = &go.declaration.kind else { continue };
        let inferred = inferred_fields(subject, &link.go_name);
        // Metadata is what every event carries, whatever the specification lists.
        let is_own = |field: &&StructField| !field.embedded && !field.ty.ends_with("Metadata");
        for field in fields.iter().filter(is_own).filter(|field| field.name.text.starts_with(char::is_uppercase)) {
            let name = &field.name.text;
            let known = link
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .chain(inferred.iter().copied())
                .any(|known| same(known, name));
            if !known {
                let message = format!("the Go type `{}` has a field `{name}` that the specification does not name", link.go_name);
                let mut finding = RULE.finding(link.span, message);
                let place = Place { file: go.file, span: field.name.span };
                finding.elsewhere.push(elsewhere(subject.code, place, format!("`{name}` in Go")));
                findings.push(finding);
            }
        }
    }
}

/// The fields that planning gives the type: those it adds are no drift.
fn inferred_fields<'a>(subject: &'a Subject<'_>, go_name: &str) -> Vec<&'a str> {
    let contract = subject.contract;
    let entity = contract.entities.iter().find(|entity| entity.name == go_name).map(|entity| &entity.fields);
    let event = contract.events.iter().find(|event| event.name == go_name).map(|event| &event.fields);
    entity.into_iter().chain(event).flatten().map(|field| field.name.as_str()).collect()
}
