//! SW901: an endpoint that anybody can call.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::model::{Endpoint, Statement};

pub(super) const RULE: Rule = Rule {
    code: "SW901",
    name: "endpoint-without-authentication",
    group: Group::Security,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an endpoint that is open to everybody although the specification asks for authentication everywhere, and one that says nothing about authentication although the others do. Endpoints for signing in, health checks and callbacks are left alone.",
        why: "It is built as it is written, and an open endpoint is found by others first.",
        example: "```yaml\nendpoints:\n  - method: GET\n    path: /api/v1/invoices\n    auth: JWT required\n  - method: POST\n    path: /api/v1/invoices\n    auth: JWT required\n  - method: DELETE\n    path: /api/v1/invoices/{id}\n```",
        fix: "Say who may call it, or say that it is meant to be public and why.",
    },
};

/// What somebody has to reach before they are signed in, or what machines call.
const OPEN: &[&str] = &[
    "login", "logout", "auth", "oauth", "token", "signin", "signup", "register", "password", "health", "healthz", "ready", "readyz",
    "live", "livez", "metrics", "ping", "status", "public", "webhook", "webhooks", "callback", "callbacks", ".well-known", "docs",
];

/// Words that say that no authentication is asked for.
const NONE: &[&str] = &["none", "no", "public", "anonymous", "false", "open", "unauthenticated", "not required"];

/// Beginnings of words that say how a caller is known.
const MEANS: &[&str] = &["authenticat", "jwt", "bearer", "api key", "oauth", "token"];

const EVERY: &[&str] = &["all", "every", "each", "any"];

/// Beginnings of words for what is called.
const CALLED: &[&str] = &["endpoint", "request", "api", "call", "route"];

/// How many words may stand between `all` and `endpoints`.
const BETWEEN: usize = 2;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let demand = spec.security.iter().find(|statement| is_demand(statement));
    let protected = |endpoint: &&Endpoint| !endpoint.auth.is_empty() && !is_open(endpoint);
    let closed: Vec<&Endpoint> = spec.endpoints.iter().filter(|endpoint| !is_meant_open(endpoint)).collect();
    let most_say = closed.iter().filter(|endpoint| protected(endpoint)).count() * 2 > closed.len();
    for endpoint in closed {
        match demand {
            Some(demand) if is_open(endpoint) => {
                let message = format!("`{} {}` is open although authentication is asked for everywhere", endpoint.method, endpoint.path);
                let related = Related { span: demand.span, message: "asked for here".to_owned() };
                reporter.report(endpoint.span, message).related.push(related);
            }
            None if endpoint.auth.is_empty() && most_say => {
                let message = format!("`{} {}` says nothing about authentication, unlike the others", endpoint.method, endpoint.path);
                reporter.report(endpoint.span, message);
            }
            _ => {}
        }
    }
}

/// Whether a sentence asks for authentication of all that is called.
fn is_demand(statement: &Statement) -> bool {
    statement.text.to_lowercase().split('.').any(|sentence| {
        let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let is_called = |word: &&str| CALLED.iter().any(|called| word.strip_prefix(called).is_some_and(|rest| rest.is_empty() || rest == "s"));
        let everywhere = |(at, word): (usize, &&str)| EVERY.contains(word) && words[at + 1..].iter().take(BETWEEN + 1).any(is_called);
        MEANS.iter().any(|means| sentence.contains(means)) && words.iter().enumerate().any(everywhere)
    })
}

fn is_open(endpoint: &Endpoint) -> bool {
    NONE.contains(&endpoint.auth.trim().to_lowercase().as_str())
}

fn is_meant_open(endpoint: &Endpoint) -> bool {
    endpoint.path.split(['/', '-', '_']).any(|word| OPEN.contains(&word))
}
