//! SW404: a path that names what is done.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::pattern::pattern;
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
static VERB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^(?:create|get|fetch|list|read|update|delete|remove|add|insert)(?:[A-Z]\w*|[-_]\w[\w-]*)$")
});

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(verb) = VERB.as_ref() else { return };
    for endpoint in &subject.spec.endpoints {
        if let Some(segment) = endpoint.path.split('/').find(|segment| verb.is_match(segment)) {
            reporter.report(endpoint.span, format!("`{segment}` says what the HTTP method says: name the resource only"));
        }
    }
}
