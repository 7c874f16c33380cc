//! SW812: `shall` among `SHALL`.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW812",
    name: "lower-case-shall",
    group: Group::Requirements,
    level: Level::Hint,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports `shall` and `must` in lower case in a requirement of a text that writes them in capitals elsewhere.",
        why: "RFC 2119 gives the words their meaning in capitals only (RFC 8174), and tools look for them so.",
        example: "1. THE Mailer SHALL send a reminder\n2. THE Mailer shall stop when it is paid",
        fix: "Write it in capitals.",
    },
};

static MODAL: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\b(?:shall|must)\b|\b(SHALL|MUST)\b"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let requirements = &subject.spec.requirements;
    let criteria = requirements.iter().flat_map(|requirement| &requirement.criteria);
    let mut places: Vec<Span> = requirements.iter().map(|it| it.span).chain(criteria.map(|it| it.span)).collect();
    places.dedup();
    if places.is_empty() {
        return;
    }
    let Some(modal) = MODAL.as_ref() else { return };
    let in_capitals = |place: &Span| modal.captures_iter(subject.at(*place)).any(|found| found.get(1).is_some());
    let (capital, others): (Vec<Span>, Vec<Span>) = places.into_iter().partition(in_capitals);
    if capital.len() <= others.len() {
        return;
    }
    for place in others {
        // The first one obliges; what stands behind it may be any sentence.
        if let Some(found) = modal.find(subject.at(place)) {
            let span = Span::new(found.start(), found.end()).shifted(place.start);
            let capitals = found.as_str().to_uppercase();
            let finding = reporter.report(span, format!("elsewhere `{capitals}` is written in capitals"));
            finding.fixes.push(Fix::safe("Write it in capitals", span, capitals));
        }
    }
}
