//! SW905: a public endpoint without a limit.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Endpoint;

pub(super) const RULE: Rule = Rule {
    code: "SW905",
    name: "unlimited-public-endpoint",
    group: Group::Security,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a public endpoint that changes something in a specification that never speaks of a rate limit.",
        why: "Anybody can call it as often as they like, and every call costs work, storage or a mail.",
        example: "```\nPOST /public/invoices/{token}/pay\n```",
        fix: "Give it a rate limit, by address or by token.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let changes = |endpoint: &&Endpoint| matches!(endpoint.method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE");
    let open: Vec<&Endpoint> = subject.spec.endpoints.iter().filter(changes).filter(|endpoint| is_public(endpoint)).collect();
    if open.is_empty() || speaks_of_limits(subject.text) {
        return;
    }
    for endpoint in open {
        let message = format!("anybody can call `{} {}` without a limit", endpoint.method, endpoint.path);
        reporter.report(endpoint.span, message);
    }
}

fn speaks_of_limits(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["rate limit", "rate-limit", "rate_limit", "ratelimit", "throttl", "captcha"].iter().any(|word| lower.contains(word))
}

fn is_public(endpoint: &Endpoint) -> bool {
    let open = matches!(endpoint.auth.trim().to_lowercase().as_str(), "none" | "public" | "anonymous" | "not required");
    open || endpoint.path.split('/').any(|segment| segment == "public")
}
