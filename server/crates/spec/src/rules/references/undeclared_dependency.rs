//! SW305: a service that depends on something nobody declares.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule, Severity};

use super::declaration;
use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW305",
    name: "undeclared-dependency",
    group: Group::References,
    level: Level::Hint,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a dependency of a service that the specification does not declare. Infrastructure that every \
               project has (caches, event publishers, metrics, loggers) is known, and what a sentence tells of is left alone. A repository that nothing declares is \
               a warning, since it should be declared here.",
        why: "What is not declared becomes a port with one general operation: another feature, or the outside, has to \
              provide it.",
        example: "```yaml\nservices:\n  - name: BillingService\n    dependencies:\n      - InvoiceRepository\n```",
        fix: "Declare it, or leave it if it really lives elsewhere. The fix begins the declaration of a repository.",
    },
};

/// Parts of names of infrastructure that needs no declaration.
const INFRASTRUCTURE: &[&str] = &[
    "Cache",
    "EventPublisher",
    "EventBus",
    "EventStore",
    "Publisher",
    "Metrics",
    "Logger",
    "Tracer",
    "Clock",
    "TxManager",
    "Database",
];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let mut declared: Vec<&str> = Vec::new();
    declared.extend(spec.services.iter().map(|service| service.name.as_str()));
    declared.extend(spec.repositories.iter().map(|repository| repository.name.as_str()));
    declared.extend(spec.interfaces.iter().map(|interface| interface.name.as_str()));
    declared.extend(spec.structs.iter().map(|declared| declared.name.as_str()));
    for (service, dependency) in
        spec.services.iter().flat_map(|service| service.dependencies.iter().map(move |name| (service, name)))
    {
        let written = dependency.value.rsplit(['.', '*']).next().unwrap_or(&dependency.value);
        let known = declared.contains(&written) || INFRASTRUCTURE.iter().any(|part| written.contains(part));
        if known || subject.told().contains(written) {
            continue;
        }
        let finding =
            reporter.report(dependency.span, format!("`{}` depends on `{written}`, which nothing here declares", service.name));
        if written.ends_with("Repository") {
            finding.severity = Severity::Warning;
        }
        if let Some(meant) = most_similar(written, declared.iter().copied()) {
            let edits = vec![Edit { span: dependency.span, text: meant.to_owned() }];
            finding.fixes.push(Fix { title: format!("Change it to `{meant}`"), safe: false, edits });
        } else if let Some(stem) = written.strip_suffix("Repository").filter(|_| subject.at(dependency.span) == written) {
            let entity = spec.entities.iter().map(|entity| entity.name.as_str()).find(|entity| *entity == stem);
            finding.fixes.extend(declaration::repository(subject, dependency.span, written, entity));
        }
    }
}
