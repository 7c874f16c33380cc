//! SW202: a name that is declared twice.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule, Span};

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW202",
    name: "duplicate-name",
    group: Group::Model,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a name that is declared twice with different content, or for two different kinds of things of the \
               domain model.",
        why: "Entities, value objects, events and repositories of a feature share Go packages: two declarations of one name \
              do not compile, and nobody knows which one was meant.",
        example: "```yaml\nentities:\n  - name: Invoice\ndomain_events:\n  - name: Invoice\n```",
        fix: "Merge the declarations, or rename one of them.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for duplicate in subject.spec.duplicates.iter().filter(|duplicate| duplicate.kind != "endpoint" && !duplicate.same) {
        let message = format!("the {} `{}` is declared again with other content", duplicate.kind, duplicate.name);
        report(reporter, duplicate.again, message, duplicate.first);
    }
    let mut seen: HashMap<&str, (&str, Span)> = HashMap::default();
    for (kind, name, span) in declarations(subject) {
        match seen.get(name) {
            Some((other, first)) if *other != kind => {
                report(reporter, span, format!("the {kind} `{name}` has the name of the {other} above"), *first);
            }
            Some(_) => {}
            None => {
                seen.insert(name, (kind, span));
            }
        }
    }
}

/// What becomes a type of the domain's packages.
fn declarations<'spec>(subject: &Subject<'spec>) -> Vec<(&'static str, &'spec str, Span)> {
    let spec = subject.spec;
    let mut all = Vec::new();
    all.extend(spec.entities.iter().map(|entity| ("entity", entity.name.as_str(), entity.span)));
    all.extend(spec.value_objects.iter().map(|value| ("value object", value.base.name.as_str(), value.base.span)));
    all.extend(spec.events.iter().map(|event| ("event", event.name.as_str(), event.span)));
    all.extend(spec.repositories.iter().map(|repository| ("repository", repository.name.as_str(), repository.span)));
    all
}

fn report(reporter: &mut Reporter<'_>, span: Span, message: String, first: Span) {
    let related = Related { span: first, message: "declared here first".to_owned() };
    reporter.report(span, message).related.push(related);
}
