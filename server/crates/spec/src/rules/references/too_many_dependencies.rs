//! SW304: a service that depends on too much.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW304",
    name: "too-many-dependencies",
    group: Group::References,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a service with more than five dependencies, or more than eight if it is named an orchestrator.",
        why: "Such a service does several things. It is hard to test and becomes the place where everything meets.",
        example: "```yaml\nservices:\n  - name: BillingService\n    dependencies: [A, B, C, D, E, F]\n```",
        fix: "Split the service by responsibility, or group dependencies that are always used together.",
    },
};

const LIMIT: usize = 5;
const ORCHESTRATOR_LIMIT: usize = 8;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for service in &subject.spec.services {
        let limit = if service.name.contains("Orchestrat") { ORCHESTRATOR_LIMIT } else { LIMIT };
        let count = service.dependencies.len();
        if count > limit {
            let message = format!("`{}` has {count} dependencies; a service should have at most {limit}", service.name);
            reporter.report(service.span, message);
        }
    }
}
