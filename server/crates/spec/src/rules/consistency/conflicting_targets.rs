//! SW1001: two figures for one target.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule, Span};

use crate::model::{Heading, Target};
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
const OTHER_FIGURES: &[&str] = &["alert", "alarm", "phase", "week", "day ", "today", "current", "monitor", "baseline", "risk", "escalat"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let elsewhere: Vec<Span> = subject.spec.headings.iter().filter(|heading| is_about_others(heading)).map(|heading| heading.section).collect();
    let is_target = |target: &&Target| !elsewhere.iter().any(|section| section.touches(target.span.start));
    let targets = subject.spec.performance.iter().filter(is_target);
    let mut known: HashMap<Asked<'_>, Vec<(&Target, u32, f64)>> = HashMap::default();
    for target in targets {
        let Some((asked, value)) = Asked::by(target) else { continue };
        let line = subject.lines.line(target.span.start);
        let earlier = known.entry(asked).or_default();
        // Two figures of one line are of two things that it names.
        if let Some((other, ..)) = earlier.iter().find(|(_, other_line, other)| *other != value && *other_line != line) {
            let figure = |target: &Target| format!("{} {}{}", target.comparator, target.value, target.unit);
            let message = format!("`{}` is to be {} here and {} elsewhere", target.subject, figure(target), figure(other));
            let related = Related { span: other.span, message: "the other figure".to_owned() };
            reporter.report(target.span, message).related.push(related);
        }
        earlier.push((target, line, value));
    }
}

/// Whether the section below a heading names figures that are no targets.
fn is_about_others(heading: &Heading) -> bool {
    let lower = heading.text.to_lowercase();
    OTHER_FIGURES.iter().any(|words| lower.contains(words))
}

/// What a target is about: two of the same have to have the same value.
#[derive(PartialEq, Eq, Hash)]
struct Asked<'target> {
    subject: String,
    /// The first sign of the comparator, the percentile and the condition.
    kind: (Option<char>, &'target str, &'target str),
    unit: &'target str,
}

impl<'target> Asked<'target> {
    /// What a target asks for, and the value; `None` where it does not say of what.
    fn by(target: &'target Target) -> Option<(Self, f64)> {
        let lower = target.subject.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let kind = (target.comparator.chars().next(), target.percentile.as_str(), target.condition.as_str());
        let (value, unit) = in_base_unit(target);
        (!words.is_empty()).then(|| (Self { subject: words.join(" "), kind, unit }, value))
    }
}

/// Value and unit, durations in milliseconds, rounded so that they are the same however they are written.
fn in_base_unit(target: &Target) -> (f64, &str) {
    let factor = match target.unit.as_str() {
        "ns" => 1e-6,
        "µs" | "us" => 1e-3,
        "ms" => 1.0,
        "s" | "sec" | "seconds" => 1e3,
        "min" | "minutes" => 6e4,
        other => return (target.value, other),
    };
    ((target.value * factor * 1e6).round(), "ms")
}
