//! SW1207: a declared endpoint that no route serves.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::Subject;

pub(super) const RULE: Rule = Rule {
    code: "SW1207",
    name: "endpoint-not-implemented",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an endpoint that no route in the Go code serves, where others of the same specification are served.",
        why: "Callers who read the specification get a 404.",
        example: "```\nPOST /api/v1/invoices/{id}/reminders   # no router has it\n```",
        fix: "Run the specification again, or use the path that the code has.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let endpoints = &subject.links.endpoints;
    if endpoints.iter().all(|link| link.route.is_none()) {
        return;
    }
    for link in endpoints.iter().filter(|link| link.route.is_none() && !link.endpoint.method.is_empty()) {
        let message = format!("no route serves `{} {}`", link.endpoint.method, link.endpoint.path);
        findings.push(RULE.finding(link.endpoint.span, message));
    }
}
