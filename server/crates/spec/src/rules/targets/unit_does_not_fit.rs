//! SW706: a unit that does not fit the subject.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::rules::targets::written::{DURATIONS, Kind, has_duration};

pub(super) const RULE: Rule = Rule {
    code: "SW706",
    name: "unit-does-not-fit",
    group: Group::Targets,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a latency that is measured as a rate or a share, and a throughput that is measured as a duration.",
        why: "Subject and number belong to two different metrics; whoever writes the benchmark measures one of them.",
        example: "## Performance Requirements\n\n- Lookup latency: < 500 requests/second",
        fix: "Correct the unit or the subject.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (target, kind) in subject.targets() {
        let unit = target.unit.as_str();
        let text = subject.at(target.span);
        let rated = text.contains('/') || text.contains(" per ");
        let misfit = match kind {
            Some(Kind::Duration) => (unit.contains('/') || unit == "%") && !has_duration(subject, target),
            Some(Kind::Rate) => DURATIONS.contains(&unit) && !rated,
            Some(Kind::Share) => DURATIONS.contains(&unit) && !text.contains('%'),
            None => false,
        };
        if misfit {
            reporter.report(target.span, format!("`{}` is not measured in `{unit}`", target.subject));
        }
    }
}
