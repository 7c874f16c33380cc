//! SW810: a requirement that nothing shows to be met.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Format;
use crate::rules::requirements::wording::stays;

pub(super) const RULE: Rule = Rule {
    code: "SW810",
    name: "requirement-without-criteria",
    group: Group::Requirements,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a requirement of OpenSpec without a scenario, and one of Kiro without acceptance criteria.",
        why: "Nobody can tell when it is met. `openspec validate` refuses it.",
        example: "### Requirement: Reminders are sent\nThe mailer SHALL send a reminder when an invoice is due.",
        fix: "Tell at least one scenario: `#### Scenario: …` with `WHEN` and `THEN`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let missing = match subject.spec.format {
        Some(Format::OpenSpec) => "scenario",
        Some(Format::Kiro) => "acceptance criterion",
        _ => return,
    };
    for requirement in subject.spec.requirements.iter().filter(|requirement| stays(requirement)) {
        if requirement.criteria.is_empty() {
            reporter.report(requirement.span, format!("this requirement has no {missing}: nobody can tell when it is met"));
        }
    }
}
