//! SW308: services that depend on each other in a circle.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW308",
    name: "dependency-cycle",
    group: Group::References,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports services each of which depends on the next and the last on the first.",
        why: "None of them can be made before the others, and none can be tested or changed alone.",
        example: "```yaml\nservices:\n  - name: BillingService\n    dependencies: [ReminderService]\n  - name: ReminderService\n    dependencies: [BillingService]\n```",
        fix: "Move what both need into a third service, or let one tell the other by an event.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let services = &subject.spec.services;
    let dependencies: Vec<Vec<(usize, Span)>> = services
        .iter()
        .map(|service| {
            let place = |name: &str| services.iter().position(|other| other.name == name.rsplit(['.', '*']).next().unwrap_or(name));
            service.dependencies.iter().filter_map(|needed| Some((place(&needed.value)?, needed.span))).collect()
        })
        .collect();
    for first in 0..services.len() {
        // A circle is reported once, at its first service.
        if let Some(circle) = circle(first, &dependencies).filter(|circle| circle.iter().all(|(at, _)| *at >= first)) {
            let names: Vec<&str> = circle.iter().map(|(at, _)| services[*at].name.as_str()).collect();
            let message = format!("`{}` depends on itself: {}", services[first].name, names.join(" → "));
            reporter.report(circle[0].1, message);
        }
    }
}

/// The shortest way from a service back to itself, by what each step is written as.
fn circle(first: usize, dependencies: &[Vec<(usize, Span)>]) -> Option<Vec<(usize, Span)>> {
    let mut ways: Vec<Vec<(usize, Span)>> = dependencies[first].iter().map(|step| vec![*step]).collect();
    let mut seen = vec![false; dependencies.len()];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let (at, _) = way[way.len() - 1];
            if at == first {
                return Some(way);
            }
            if !std::mem::replace(&mut seen[at], true) {
                longer.extend(dependencies[at].iter().map(|step| [way.as_slice(), &[*step]].concat()));
            }
        }
        ways = longer;
    }
    None
}
