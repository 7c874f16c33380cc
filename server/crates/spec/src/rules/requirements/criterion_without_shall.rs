//! SW806: a criterion that is no EARS sentence.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::model::{Criterion, Format};
use crate::rules::requirements::wording::{is_translated, obliges};

pub(super) const RULE: Rule = Rule {
    code: "SW806",
    name: "criterion-without-shall",
    group: Group::Requirements,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an acceptance criterion of a Kiro specification that is no EARS sentence: it has no `SHALL`, or nobody is obliged. What is said to be out of scope is left out.",
        why: "EARS says under which condition who has to do what. Without `SHALL` it is a story, and tools that make tests of criteria pass it over.",
        example: "#### Acceptance Criteria\n\n1. WHEN an invoice is due, THE Mailer sends a reminder",
        fix: "Write `WHEN an invoice is due, THE Mailer SHALL send a reminder`.",
    },
};

/// A modal that was meant to be `SHALL`.
static WILL: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\b(?:will|should|WILL|SHOULD)\b"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.format != Some(Format::Kiro) {
        return;
    }
    // What is wrong today is told, and asked of nobody.
    let asking = subject.spec.requirements.iter().filter(|it| !it.title.to_lowercase().starts_with("current behavior"));
    for criterion in asking.flat_map(|requirement| &requirement.criteria) {
        if obliges(criterion.obligation.as_ref()) || is_translated(&criterion.text) || excludes(&criterion.text) || goes_on_below(subject, criterion) {
            continue;
        }
        let finding = reporter.report(criterion.span, "this is no EARS sentence: who SHALL do what?");
        let mut modals = WILL.as_ref().into_iter().flat_map(|will| will.find_iter(subject.at(criterion.span)));
        if let (Some(modal), None) = (modals.next(), modals.next()) {
            let span = Span::new(modal.start(), modal.end()).shifted(criterion.span.start);
            finding.fixes.push(Fix::likely("Write `SHALL`", span, "SHALL"));
        }
    }
}

/// Whether a sentence says what is not asked for.
fn excludes(text: &str) -> bool {
    ["out of scope", "not in scope", "does not apply", "do not apply"].iter().any(|words| text.contains(words))
}

/// Whether the sentence is not whole on its line.
fn goes_on_below(subject: &Subject<'_>, criterion: &Criterion) -> bool {
    subject.at(criterion.span).trim_end().ends_with([':', ','])
}
