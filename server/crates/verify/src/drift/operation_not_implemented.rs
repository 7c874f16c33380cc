//! SW1205: a declared operation that the Go type lacks.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::{Subject, elsewhere};

pub(super) const RULE: Rule = Rule {
    code: "SW1205",
    name: "operation-not-implemented",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an operation of a service or repository, or a method of an entity, that the Go type does not have.",
        why: "The specification promises something that the code cannot do.",
        example: "```yaml\nservices:\n  - name: BillingService\n    operations:\n      - SendReminder   # `BillingService` in Go has no such method\n```",
        fix: "Run the specification again, or use the name that the code has.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.links.types {
        let Some(go) = &link.go else { continue };
        for operation in link.operations.iter().filter(|operation| go.method(&operation.name).is_none()) {
            let message = format!("the Go type `{}` has no method `{}`", link.go_name, operation.name);
            let mut finding = RULE.finding(operation.span, message);
            finding.elsewhere.push(elsewhere(subject.code, go.place(), format!("`{}` in Go", link.go_name)));
            findings.push(finding);
        }
    }
}
