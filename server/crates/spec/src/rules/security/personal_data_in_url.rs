//! SW907: personal data in an address.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::rules::security::personal::is_personal;

pub(super) const RULE: Rule = Rule {
    code: "SW907",
    name: "personal-data-in-url",
    group: Group::Security,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports personal data in a path or in query parameters: `/customers/{email}`, `?phone=`.",
        why: "Addresses end up in access logs, browser histories and referrers, where nobody erases them.",
        example: "```\nGET /api/v1/customers/{email}\n```",
        fix: "Use an identifier that means nothing, or send it in the body of a `POST`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in &subject.spec.endpoints {
        let in_path = endpoint.path.split('{').skip(1).filter_map(|part| part.split('}').next());
        let in_query = endpoint.query.iter().map(|field| field.name.as_str());
        if let Some(name) = in_path.chain(in_query).find(|name| is_personal(name)) {
            let message = format!("`{name}` is personal data, and addresses are logged: send it in a body, or use an identifier");
            reporter.report(endpoint.span, message);
        }
    }
}
