//! SW704: a higher percentile with a tighter limit.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::rules::targets::written::rank;

pub(super) const RULE: Rule = Rule {
    code: "SW704",
    name: "percentiles-out-of-order",
    group: Group::Targets,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a higher percentile of a metric that has a tighter limit than a lower one.",
        why: "If 99 of 100 requests end within 10 ms, so does every second one: one of the two numbers is wrong.",
        example: "## Performance Requirements\n\n- Lookup latency: < 50ms p50\n- Lookup latency: < 10ms p99",
        fix: "Exchange the numbers, or correct the one that is wrong.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let targets = &subject.spec.performance;
    for (at, target) in targets.iter().enumerate() {
        for other in &targets[..at] {
            let alike = target.subject.eq_ignore_ascii_case(&other.subject)
                && target.condition == other.condition
                && target.comparator.starts_with('<')
                && other.comparator.starts_with('<');
            let (Some(a), Some(b)) = (rank(&target.percentile), rank(&other.percentile)) else { continue };
            let (Some(x), Some(y)) = (nanoseconds(target.value, &target.unit), nanoseconds(other.value, &other.unit)) else { continue };
            if alike && ((a > b && x < y) || (a < b && x > y)) {
                let message = format!("{} cannot be limited so while {} is: a higher percentile takes longer", target.percentile, other.percentile);
                let related = Related { span: other.span, message: "the other limit".to_owned() };
                reporter.report(target.span, message).related.push(related);
            }
        }
    }
}

fn nanoseconds(value: f64, unit: &str) -> Option<f64> {
    let factor = match unit {
        "ns" => 1.0,
        "us" | "µs" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        "min" => 60e9,
        "h" => 3600e9,
        _ => return None,
    };
    Some(value * factor)
}
