//! SW701: a target that is a bare number.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::model::Target;
use crate::rules::check::{Reporter, Subject};
use crate::rules::targets::written::{Kind, kind_of, only_number};

pub(super) const RULE: Rule = Rule {
    code: "SW701",
    name: "target-without-unit",
    group: Group::Targets,
    level: Level::Hint,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a performance target whose number has no unit.",
        why: "Nothing can be measured against a bare number.",
        example: "## Performance Requirements\n\n- Invoice lookup latency: < 20",
        fix: "Write the unit: `< 20ms`, `>= 500 invoices/second`, `> 95%`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    // None is none in any unit, and a unit may be one that was not understood.
    let has_unit = |target: &Target| {
        let number = only_number(subject, target);
        number.is_some_and(|number| subject.text[number.end..].starts_with(|c: char| c.is_alphabetic()))
    };
    let unmeasured = subject.spec.performance.iter().filter(|target| target.unit.is_empty() && target.value != 0.0);
    for target in unmeasured.filter(|target| !has_unit(target)) {
        let unit = match kind_of(&target.subject) {
            Some(Kind::Duration) => Some("ms"),
            Some(Kind::Share) => Some("%"),
            Some(Kind::Rate) | None => None,
        };
        let fix = unit.zip(only_number(subject, target)).map(|(unit, number)| {
            Fix::likely(format!("Write `{unit}` behind the number"), Span::new(number.end, number.end), unit)
        });
        reporter.report(target.span, format!("the target for `{}` has no unit", target.subject)).fixes.extend(fix);
    }
}
