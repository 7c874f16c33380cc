//! SW1206: a method of a Go service or repository that the specification does not name.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::{Subject, elsewhere};
use crate::Place;
use crate::links::same;

pub(super) const RULE: Rule = Rule {
    code: "SW1206",
    name: "operation-not-specified",
    group: Group::Drift,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an exported method of a service or repository in Go that the specification does not list among its \
               operations and that planning does not add.",
        why: "The code has moved on without the specification, and running it again would lose the method.",
        example: "`func (s *BillingService) Void(…)`, and a service `BillingService` without an operation `Void`.",
        fix: "Add the operation to the specification.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let with_operations = |kind| matches!(kind, "service" | "repository");
    for link in subject.links.types.iter().filter(|link| with_operations(link.kind) && !link.operations.is_empty()) {
        let Some(go) = &link.go else { continue };
        let planned = planned_operations(subject, &link.go_name);
        for (file, method) in go.methods.iter().filter(|(_, method)| method.name.text.starts_with(char::is_uppercase)) {
            let name = &method.name.text;
            let mut known = link.operations.iter().map(|operation| operation.name.as_str()).chain(planned.iter().copied());
            if !known.any(|known| same(known, name)) {
                let message =
                    format!("the Go type `{}` has a method `{name}` that the specification does not name", link.go_name);
                let mut finding = RULE.finding(link.span, message);
                let place = Place { file, span: method.name.span };
                finding.elsewhere.push(elsewhere(subject.code, place, format!("`{name}` in Go")));
                findings.push(finding);
            }
        }
    }
}

/// The operations that planning gives the type: those it adds are no drift.
fn planned_operations<'a>(subject: &'a Subject<'_>, go_name: &str) -> Vec<&'a str> {
    let contract = subject.contract;
    let service = contract.services.iter().filter(|service| service.name == go_name).flat_map(|service| &service.operations);
    let repository = contract.repositories.iter().filter(|repository| repository.name == go_name);
    let service = service.map(|operation| operation.name.as_str());
    service.chain(repository.flat_map(|repository| &repository.operations).map(|operation| operation.name.as_str())).collect()
}
