//! SW808: a requirement of Spec Kit that obliges nobody.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::{Format, Requirement};
use crate::rules::requirements::wording::is_translated;

pub(super) const RULE: Rule = Rule {
    code: "SW808",
    name: "requirement-without-must",
    group: Group::Requirements,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a functional requirement of a Spec Kit specification that says neither `MUST` nor `SHALL`, and not `SHOULD` or `MAY` either: those are levels \
               that somebody chose. Where no requirement has one, only the first is reported.",
        why: "Whether it is asked for, hoped for or a description of what is there, everybody reads differently.",
        example: "- **FR-001**: Users get a reminder when an invoice is due",
        fix: "Write `System MUST send a reminder when an invoice is due`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.format != Some(Format::SpecKit) {
        return;
    }
    let functional = |requirement: &&Requirement| requirement.id.starts_with("FR");
    let (obliging, others): (Vec<_>, Vec<_>) =
        subject.spec.requirements.iter().filter(functional).partition(|requirement| requirement.obligation.is_some());
    let worded = |requirement: &&&Requirement| !requirement.text.is_empty() && !is_translated(&requirement.text);
    if obliging.is_empty() {
        if let Some(first) = others.iter().find(worded) {
            reporter.report(first.span, "no requirement says MUST: are they asked for, or do they describe what is there?");
        }
        return;
    }
    for requirement in others.iter().filter(worded) {
        reporter.report(requirement.span, format!("`{}` says neither MUST nor SHALL, unlike others", requirement.id));
    }
}
