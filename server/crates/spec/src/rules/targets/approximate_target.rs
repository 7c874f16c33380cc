//! SW707: a target whose number is only about right.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW707",
    name: "approximate-target",
    group: Group::Targets,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a target whose number is only about right: `~20 ms`, `about 500 requests per second`.",
        why: "A test needs a limit. With `~20 ms` nobody knows whether 24 passes.",
        example: "## Performance Requirements\n\n- Lookup latency: ~20ms p99",
        fix: "Give the limit that counts: `<= 25ms p99`.",
    },
};

static ABOUT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)[~≈]\s*\d[\d.,]*|\b(?:about|around|approximately|approx\.?|roughly|circa|ca\.)\s+\d[\d.,]*"));

/// One of these is in everything that the pattern matches.
const ROUGH: &[&str] = &["~", "≈", "about", "around", "approx", "roughly", "circa", "ca."];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for target in &subject.spec.performance {
        let text = subject.at(target.span);
        let lower = text.to_lowercase();
        // Beside a limit it is what was measured so far.
        let limited = text.contains(['<', '>', '≤', '≥']);
        if limited || !ROUGH.iter().any(|word| lower.contains(word)) {
            continue;
        }
        if let Some(found) = ABOUT.as_ref().and_then(|about| about.find(text)) {
            let written = found.as_str().trim_end_matches(['.', ',']);
            let span = Span::new(found.start(), found.start() + written.len()).shifted(target.span.start);
            reporter.report(span, format!("`{written}` is no limit: say which number passes"));
        }
    }
}
