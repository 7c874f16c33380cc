//! SW409: a method that HTTP does not have.

use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::endpoints::METHODS;
use crate::rules::similar::most_similar;
use crate::model::YamlKey;

pub(super) const RULE: Rule = Rule {
    code: "SW409",
    name: "unknown-method",
    group: Group::Endpoints,
    level: Level::Error,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an endpoint whose method HTTP does not have: `GTE`, `UPDATE`.",
        why: "The endpoint is not read, or its route never matches.",
        example: "```yaml\nendpoints:\n  - method: UPDATE\n    path: /api/v1/invoices/{id}\n```",
        fix: "Use `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.",
    },
};

/// What people write, and the method that does it.
const SYNONYMS: &[(&str, &str)] = &[
    ("CREATE", "POST"),
    ("INSERT", "POST"),
    ("ADD", "POST"),
    ("UPDATE", "PUT"),
    ("REMOVE", "DELETE"),
    ("DEL", "DELETE"),
    ("FETCH", "GET"),
    ("READ", "GET"),
    ("LIST", "GET"),
];

/// A line that would be an endpoint if its first word were a method.
static LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^[ \t]*(?:[-*]\s+)?`?([A-Z]{3,8})`?\s+`?/(?:api|v\d)[/\w{}:.-]*"));

/// Keys whose values are methods.
pub(super) const METHOD_KEYS: &[&str] = &["method", "verb", "http_method"];

/// The maps that have one of `names` as a key.
pub(super) fn maps_with(keys: &[YamlKey], names: &[&str]) -> HashSet<usize> {
    keys.iter().filter(|key| names.contains(&key.name.as_str())).map(|key| key.map).collect()
}

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let keys = &subject.spec.yaml_keys;
    let maps_with_path = maps_with(keys, &["path", "route", "url"]);
    for key in keys.iter().filter(|key| METHOD_KEYS.contains(&key.name.as_str())) {
        let written = key.scalar.as_deref().unwrap_or_default().trim();
        if !written.is_empty() && !is_known(written) && maps_with_path.contains(&key.map) {
            report(reporter, written, key.value, subject.at(key.value));
        }
    }
    let mut nearly: HashMap<&str, bool> = HashMap::default();
    let mut behind = 0;
    for slash in memchr::memchr_iter(b'/', subject.text.as_bytes()) {
        if slash < behind {
            continue;
        }
        let span = subject.line_at(slash);
        behind = span.end;
        let line = subject.at(span);
        let is_near = |word| *nearly.entry(word).or_insert_with(|| !is_known(word) && meant(word).is_some());
        let found = first_word(line).is_some_and(is_near).then(|| LINE.as_ref()?.captures(line)?.get(1)).flatten();
        if let Some(found) = found {
            report(reporter, found.as_str(), Span::new(found.start(), found.end()).shifted(span.start), found.as_str());
        }
    }
}

/// A line's first word in capitals. Few are nearly a method, and only those are worth the pattern.
fn first_word(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '\t', '-', '*', '`']);
    let word = &line[..line.bytes().take_while(u8::is_ascii_uppercase).count()];
    (!word.is_empty()).then_some(word)
}

fn report(reporter: &mut Reporter<'_>, method: &str, span: Span, written: &str) {
    let finding = reporter.report(span, format!("HTTP has no method `{method}`"));
    finding.fixes.extend(
        meant(method).map(|meant| Fix::likely(format!("Write `{meant}`"), span, written.replacen(method, meant, 1))),
    );
}

fn is_known(method: &str) -> bool {
    // Several methods in one entry are not told apart here.
    let methods = method.split(['|', ',', '/', ' ']).filter(|method| !method.is_empty());
    let known = |method: &str| METHODS.iter().chain(&["TRACE", "CONNECT", "ANY", "WS", "WSS", "SSE"]).any(|known| known.eq_ignore_ascii_case(method));
    methods.into_iter().all(known)
}

fn meant(method: &str) -> Option<&'static str> {
    let upper = method.to_uppercase();
    let synonym = SYNONYMS.iter().find(|(written, _)| *written == upper).map(|(_, meant)| *meant);
    synonym.or_else(|| most_similar(&upper, METHODS.iter().copied()))
}
