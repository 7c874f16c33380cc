//! SW807: a requirement of OpenSpec that obliges nobody.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Format;
use crate::rules::requirements::wording::{is_translated, obliges, stays};

pub(super) const RULE: Rule = Rule {
    code: "SW807",
    name: "requirement-without-shall",
    group: Group::Requirements,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a requirement of an OpenSpec file whose text has neither `SHALL` nor `MUST`.",
        why: "`openspec validate --strict` refuses it, and it obliges nobody.",
        example: "### Requirement: Reminders are sent\nThe mailer sends a reminder when an invoice is due.",
        fix: "Write `The mailer SHALL send a reminder when an invoice is due.`",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.format != Some(Format::OpenSpec) {
        return;
    }
    for requirement in subject.spec.requirements.iter().filter(|requirement| stays(requirement)) {
        let said = ["SHALL", "MUST"].iter().any(|modal| requirement.text.contains(modal));
        if requirement.text.is_empty() {
            reporter.report(requirement.span, "this requirement has a title only: say who SHALL do what");
        } else if !said && !obliges(requirement.obligation.as_ref()) && !is_translated(&requirement.text) {
            reporter.report(requirement.span, "this requirement obliges nobody: it has neither SHALL nor MUST");
        }
    }
}
