//! SW703: a target that nothing can meet.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Target;
use crate::rules::targets::written::{DURATIONS, Kind, rank};

pub(super) const RULE: Rule = Rule {
    code: "SW703",
    name: "impossible-target",
    group: Group::Targets,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a target that nothing can meet: a share above 100 %, a service that is always available, a duration below nothing, a percentile above 100.",
        why: "A test of it always fails, so it is switched off, and the target that was meant is tested by nobody.",
        example: "## Performance Requirements\n\n- Availability: > 110%",
        fix: "Write what can be met and measured: `99.95%`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (target, kind) in subject.targets() {
        if let Some(problem) = problem(target, kind) {
            reporter.report(target.span, format!("the target for `{}` cannot be met: {problem}", target.subject));
        }
    }
}

fn problem(target: &Target, kind: Option<Kind>) -> Option<&'static str> {
    let lower = target.subject.to_lowercase();
    let share = target.unit == "%" && kind == Some(Kind::Share);
    let always = lower.contains("availability") || lower.contains("uptime");
    if share && target.value > 100.0 {
        Some("a share is at most 100 %")
    } else if share && always && target.value == 100.0 && target.comparator != "<" {
        Some("nothing is always available")
    } else if DURATIONS.contains(&target.unit.as_str()) && target.value == 0.0 && target.comparator.starts_with('<') {
        Some("everything takes some time")
    } else if rank(&target.percentile).is_some_and(|rank| rank > 100.0) {
        Some("a percentile is at most 100")
    } else {
        None
    }
}
