//! SW404: a path that names what is done.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW404",
    name: "verb-in-path",
    group: Group::Endpoints,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a path that names what is done with a resource: `/createInvoice`, `/get-users`. A segment that is a verb alone (`/invoices/{id}/cancel`) is left alone: it names an action that no HTTP method has.",
        why: "The method says it already, and the two can contradict each other: `GET /deleteInvoice`.",
        example: "```\nPOST /api/v1/createInvoice\n```",
        fix: "Name the resource only: `POST /api/v1/invoices`.",
    },
};

/// What the HTTP methods say already.
const VERBS: &[&str] = &["create", "get", "fetch", "list", "read", "update", "delete", "remove", "add", "insert"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in &subject.spec.endpoints {
        if let Some(segment) = endpoint.path.split('/').find(|segment| says_the_method(segment)) {
            reporter.report(endpoint.span, format!("`{segment}` says what the HTTP method says: name the resource only"));
        }
    }
}

/// Whether a segment is a verb with more words behind it: `createInvoice`, `get-invoice`.
fn says_the_method(segment: &str) -> bool {
    let behind = VERBS.iter().find_map(|verb| segment.strip_prefix(verb));
    behind.is_some_and(|behind| {
        let begins_word = behind.starts_with(|c: char| c.is_ascii_uppercase() || matches!(c, '-' | '_'));
        begins_word && behind.trim_start_matches(['-', '_']).starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}
