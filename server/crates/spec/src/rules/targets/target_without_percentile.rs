//! SW702: a latency target that does not say for how many requests it holds.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::prose::phrases;
use crate::rules::targets::written::{DURATIONS, only_duration};

pub(super) const RULE: Rule = Rule {
    code: "SW702",
    name: "target-without-percentile",
    group: Group::Targets,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an upper limit for a duration that names no percentile. A sentence with SHALL, MUST or THEN is left alone: it \
               says what has to happen each time, and what is said to be the maximum is one.",
        why: "No system keeps such a limit for every request. Whether it holds for half of them or for 99 of 100 makes a \
              difference of a factor of ten in what has to be built.",
        example: "## Performance Requirements\n\n- Invoice lookup latency: < 20ms",
        fix: "Add the percentile: `< 20ms p99`.",
    },
};

/// Measures of web pages that say themselves how they are taken.
const LAB_METRICS: &[&str] = &["LCP", "FCP", "INP", "TTI", "Lighthouse"];

/// Words of sentences that say what has to happen each time.
const OBLIGING: &[&str] = &["SHALL", "shall", "MUST", "must", "THEN"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for target in &subject.spec.performance {
        // What takes minutes is a process that is run seldom, or what a person does: nobody takes percentiles of it.
        let limits_duration = target.comparator.starts_with('<') && DURATIONS.contains(&target.unit.as_str());
        let is_long = matches!(target.unit.as_str(), "min" | "h");
        let is_lab_metric = LAB_METRICS.iter().any(|metric| subject.at(target.span).contains(metric));
        let is_obliged = subject.at(target.span).split(|c: char| !c.is_alphanumeric()).any(|word| OBLIGING.contains(&word));
        if limits_duration && !is_long && !is_lab_metric && !is_obliged && target.percentile.is_empty() && !names_maximum(subject.at(target.span)) {
            let message = format!("the target for `{}` names no percentile: p99, p95?", target.subject);
            let fix = only_duration(subject, target).map(|duration| {
                Fix::likely("Ask for 99 of 100: `p99`", Span::new(duration.end, duration.end), " p99")
            });
            reporter.report(target.span, message).fixes.extend(fix);
        }
    }
}

/// Words of the longest that anything may take.
const MAXIMUM: &[&str] = &["at most", "never more", "maximum", "max"];

fn names_maximum(text: &str) -> bool {
    !phrases(text, MAXIMUM).is_empty()
}
