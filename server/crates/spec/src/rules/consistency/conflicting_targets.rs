//! SW1001: two figures for one target.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::model::Target;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1001",
    name: "conflicting-targets",
    group: Group::Consistency,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a target whose subject has another figure elsewhere, for the same percentile, in the same unit and \
               under the same condition. Thresholds of alerts are left out.",
        why: "One of the two is wrong, and benchmarks are held against whichever is read first.",
        example: "## Success Metrics\n\n- Lookup latency: < 20ms p99\n\n## Performance Requirements\n\n- Lookup latency: < 50ms p99",
        fix: "Decide which figure holds and write it in one place.",
    },
};

/// Sections that name figures which are no target.
const OTHER_FIGURES: &[&str] = &["alert", "phase", "week", "day ", "today", "current", "monitor", "baseline", "risk", "escalat"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let targets: Vec<&Target> = subject.spec.performance.iter().filter(|target| is_target(subject, target)).collect();
    for (at, target) in targets.iter().enumerate() {
        // Two figures of one line are of two things that it names.
        let line = |target: &Target| subject.lines.line(target.span.start);
        let other = |earlier: &&&Target| {
            is_about_the_same(earlier, target) && in_base_unit(earlier) != in_base_unit(target) && line(earlier) != line(target)
        };
        if let Some(earlier) = targets[..at].iter().find(other) {
            let figure = |target: &Target| format!("{} {}{}", target.comparator, target.value, target.unit);
            let message = format!("`{}` is to be {} here and {} elsewhere", target.subject, figure(target), figure(earlier));
            let related = Related { span: earlier.span, message: "the other figure".to_owned() };
            reporter.report(target.span, message).related.push(related);
        }
    }
}

fn is_target(subject: &Subject<'_>, target: &Target) -> bool {
    let headings = &subject.spec.headings;
    let mut above = headings.iter().filter(|heading| heading.section.touches(target.span.start));
    !above.any(|heading| OTHER_FIGURES.iter().any(|words| heading.text.to_lowercase().contains(words)))
}

fn is_about_the_same(a: &Target, b: &Target) -> bool {
    let words = |target: &Target| {
        let lower = target.subject.to_lowercase();
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let kind = |target: &Target| (target.comparator.chars().next(), target.percentile.clone(), target.condition.clone());
    let subject = words(a);
    !subject.is_empty() && subject == words(b) && kind(a) == kind(b) && in_base_unit(a).1 == in_base_unit(b).1
}

/// Value and unit, durations in milliseconds.
fn in_base_unit(target: &Target) -> (String, String) {
    let factor = match target.unit.as_str() {
        "ns" => 1e-6,
        "µs" | "us" => 1e-3,
        "ms" => 1.0,
        "s" | "sec" | "seconds" => 1e3,
        "min" | "minutes" => 6e4,
        other => return (format!("{}", target.value), other.to_owned()),
    };
    (format!("{:.6}", target.value * factor), "ms".to_owned())
}
