//! SW410: a path that does not begin with a slash.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::endpoints::unknown_method::{METHOD_KEYS, maps_with};

pub(super) const RULE: Rule = Rule {
    code: "SW410",
    name: "path-without-slash",
    group: Group::Endpoints,
    level: Level::Error,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports the path of an endpoint that does not begin with a slash.",
        why: "It is no path: the endpoint is not read, and Go panics when such a route is registered.",
        example: "```yaml\nendpoints:\n  - method: GET\n    path: api/v1/invoices\n```",
        fix: "Begin it with `/`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let keys = &subject.spec.yaml_keys;
    // A prefix for all paths ends with the slash that is missing here.
    if !maps_with(keys, &["base_path", "prefix", "base_url"]).is_empty() {
        return;
    }
    let endpoints = maps_with(keys, METHOD_KEYS);
    for key in keys.iter().filter(|key| matches!(key.name.as_str(), "path" | "route")) {
        let path = key.scalar.as_deref().unwrap_or_default();
        if endpoints.contains(&key.map) && is_relative(path) {
            let at = subject.at(key.value).find(path).unwrap_or(0) + key.value.start;
            let finding = reporter.report(key.value, format!("`{path}` does not begin with a slash"));
            finding.fixes.push(Fix::safe("Begin it with a slash", Span::new(at, at), "/"));
        }
    }
}

fn is_relative(path: &str) -> bool {
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "/{}:_-.".contains(c));
    plain && !path.contains("://") && path.starts_with(|c: char| c.is_ascii_alphabetic() || c == '{')
}
