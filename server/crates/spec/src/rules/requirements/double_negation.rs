//! SW804: a requirement that says no twice.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW804",
    name: "double-negation",
    group: Group::Requirements,
    level: Level::Hint,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a requirement that forbids not to do something: `must not fail to`, `shall not be unable to`.",
        why: "It is read the wrong way round, and so is its test.",
        example: "- The system MUST NOT fail to send a reminder",
        fix: "Say it without negation: `The system MUST send a reminder`.",
    },
};

static TWICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)\b(must|shall|should|will|can)(?: ?not|n't)\s+(?:(fail to|neglect to|refuse to|be unable to)|be (?:unavailable|disallowed|impossible)|not)\b")
});

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(&["fail to", "neglect to", "refuse to", "unable to", "unavailable", "disallowed", "impossible", "not not"]) {
        return;
    }
    let Some(twice) = TWICE.as_ref() else { return };
    for line in subject.prose() {
        for found in twice.captures_iter(&line.text) {
            let Some(whole) = found.get(0) else { continue };
            let finding = reporter.report(line.span(&whole), format!("`{}` says no twice", whole.as_str()));
            if let (Some(modal), Some(_)) = (found.get(1), found.get(2)) {
                let fix = Fix::likely(format!("Write `{}`", modal.as_str()), line.span(&whole), modal.as_str());
                finding.fixes.push(fix);
            }
        }
    }
}
