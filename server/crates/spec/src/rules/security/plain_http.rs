//! SW908: an address that is not encrypted.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW908",
    name: "plain-http",
    group: Group::Security,
    level: Level::Information,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an `http://` address of a public host on a line about an API, a server or a callback. Links are left alone.",
        why: "Whoever sits in between reads and changes what is sent, tokens included.",
        example: "```yaml\nbase_url: http://api.example.com/v1\n```",
        fix: "Write `https://`.",
    },
};

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\bhttp://([A-Za-z0-9.-]+)"));

/// Words of lines about something that is called, rather than read.
const CALLED: &[&str] = &["base_url", "baseurl", "base url", "endpoint", "server", "webhook", "callback", "api", "host", "upstream", "curl"];

/// Names of hosts inside a network, and of namespaces that are no addresses.
const INSIDE: &[&str] = &[".local", ".internal", ".localhost", ".test", ".lan", ".svc", ".cluster.local"];
const NAMESPACES: &[&str] = &["www.w3.org", "schemas.", "json-schema.org", "purl.org", "xmlns.", "ogp.me", "xml.", "ns."];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(&["http://"]) {
        return;
    }
    let Some(address) = ADDRESS.as_ref() else { return };
    for found in address.captures_iter(subject.text) {
        let (Some(whole), Some(host)) = (found.get(0), found.get(1)) else { continue };
        let line = subject.at(subject.line_at(whole.start())).to_lowercase();
        let called = CALLED.iter().any(|word| line.contains(word)) && !line.contains("](http");
        if called && is_public(host.as_str().trim_end_matches('.')) {
            let scheme = Span::new(whole.start(), whole.start() + "http".len());
            let fix = Fix::likely("Write `https`", scheme, "https");
            let span = Span::new(whole.start(), whole.end());
            reporter.report(span, "what is sent there can be read on the way: use https").fixes.push(fix);
        }
    }
}

fn is_public(host: &str) -> bool {
    let number = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let inside = INSIDE.iter().any(|suffix| host.ends_with(suffix));
    host.contains('.') && !number && !inside && !NAMESPACES.iter().any(|namespace| host.starts_with(namespace))
}
