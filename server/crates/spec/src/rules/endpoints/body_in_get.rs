//! SW405: a GET with a body.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW405",
    name: "body-in-get",
    group: Group::Endpoints,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a `GET` or `HEAD` endpoint with fields in a request body.",
        why: "A body of a `GET` has no meaning in HTTP: caches ignore it, and many clients and proxies drop it.",
        example: "```yaml\nendpoints:\n  - method: GET\n    path: /api/v1/invoices\n    request:\n      fields:\n        - state: string\n```",
        fix: "Make them query parameters, or use `POST` for a search.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in &subject.spec.endpoints {
        let request = endpoint.request.as_ref().filter(|request| !request.name.is_empty() || !request.fields.is_empty());
        if let (Some(request), "GET" | "HEAD") = (request, endpoint.method.as_str()) {
            let message = format!("a {} has no body: make these query parameters", endpoint.method);
            reporter.report(request.span, message);
        }
    }
}
