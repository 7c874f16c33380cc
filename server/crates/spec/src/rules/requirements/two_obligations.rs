//! SW811: a sentence that obliges twice.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::model::Criterion;

pub(super) const RULE: Rule = Rule {
    code: "SW811",
    name: "two-obligations",
    group: Group::Requirements,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a sentence that obliges twice: two `SHALL` or `MUST` joined by *and*.",
        why: "It can be half met, and then nobody knows whether the criterion holds. Links from tasks and tests name it as one.",
        example: "1. THE Mailer SHALL send a reminder and THE Ledger SHALL record it",
        fix: "Make two criteria of it.",
    },
};

static TWICE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\b(?:SHALL|MUST)\b[^.;]*?(?:,|\band\b|\bAND\b)[^.;]*?\b(SHALL|MUST)\b"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let criteria = spec.requirements.iter().flat_map(|requirement| &requirement.criteria);
    let told = |criterion: &&Criterion| criterion.steps.is_empty();
    let criteria = criteria.filter(told).map(|criterion| criterion.span);
    let numbered = spec.requirements.iter().filter(|requirement| !requirement.id.is_empty() && requirement.criteria.is_empty());
    for place in criteria.chain(numbered.map(|requirement| requirement.span)) {
        if let Some(second) = TWICE.as_ref().and_then(|twice| twice.captures(subject.at(place))).and_then(|found| found.get(1)) {
            let span = Span::new(second.start(), second.end()).shifted(place.start);
            reporter.report(span, "this sentence obliges a second time: make two of it");
        }
    }
}
