//! SW402: an endpoint without a verb.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW402",
    name: "endpoint-without-verb",
    group: Group::Endpoints,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an endpoint that has a path but no HTTP method.",
        why: "A handler for every method is never what was meant: reading and changing look the same to it.",
        example: "```yaml\nendpoints:\n  - path: /api/v1/invoices\n```",
        fix: "Add `method: GET`, or whichever it is.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in subject.spec.endpoints.iter().filter(|endpoint| endpoint.method.is_empty()) {
        reporter.report(endpoint.span, format!("`{}` has no HTTP method", endpoint.path));
    }
}
