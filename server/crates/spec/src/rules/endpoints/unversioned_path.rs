//! SW406: a path without the version that others have.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::model::Endpoint;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW406",
    name: "unversioned-path",
    group: Group::Endpoints,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a path without a version where most paths have one. Paths inside of sentences are left out: most of them are \
               those of others.",
        why: "Clients cannot tell which contract the endpoint keeps, and it cannot be changed later without breaking them.",
        example: "```\nGET /api/v1/invoices\nPOST /api/v1/invoices\nGET /api/reminders\n```",
        fix: "Add the version: `/api/v1/reminders`. Health checks and callbacks need none.",
    },
};

/// Endpoints for machines that are told where to look.
const WITHOUT_VERSION: &[&str] =
    &["health", "healthz", "ready", "readyz", "live", "livez", "metrics", "status", "ping", "version", "auth", "oauth", "login", "webhook", "webhooks", "callback", "public", ".well-known", "docs", "openapi.json", "ws", "graphql", "internal", "feed", "feeds"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let endpoints = &subject.spec.endpoints;
    let (versioned, others): (Vec<_>, Vec<_>) = endpoints.iter().partition(|endpoint| version(&endpoint.path).is_some());
    if versioned.len() < 2 || versioned.len() <= others.len() {
        return;
    }
    for endpoint in others.into_iter().filter(|endpoint| !is_in_sentence(subject, endpoint)) {
        if !endpoint.path.split('/').any(|segment| WITHOUT_VERSION.contains(&segment)) {
            reporter.report(endpoint.span, format!("`{}` has no version, unlike the others", endpoint.path));
        }
    }
}

/// Whether a running sentence names it: such endpoints are mostly those of others, which this API calls.
fn is_in_sentence(subject: &Subject<'_>, endpoint: &Endpoint) -> bool {
    let line = subject.at(subject.line_at(endpoint.span.start));
    let is_listed = line.trim_start().starts_with(['|', '#', '-', '*', '+']) || !line.contains(' ');
    let before = line.split(['/', '`']).next().unwrap_or(line);
    let has_words = before.split_whitespace().filter(|word| word.contains(char::is_lowercase)).count() > 1;
    subject.fence_at(endpoint.span.start).is_none() && !is_listed && has_words
}

/// `v1` in `/api/v1/invoices`.
fn version(path: &str) -> Option<&str> {
    path.split('/').find(|segment| segment.strip_prefix('v').is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit())))
}
