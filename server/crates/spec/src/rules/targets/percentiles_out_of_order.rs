//! SW704: a higher percentile with a tighter limit.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::model::Target;
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

/// A limit of a percentile: its rank, and how many nanoseconds it allows.
type Limit<'spec> = (f64, f64, &'spec Target);

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut limits: HashMap<(String, &str), Vec<Limit<'_>>> = HashMap::default();
    for target in subject.spec.performance.iter().filter(|target| target.comparator.starts_with('<')) {
        let (Some(rank), Some(allowed)) = (rank(&target.percentile), nanoseconds(target.value, &target.unit)) else { continue };
        let metric = (target.subject.to_lowercase(), target.condition.as_str());
        let others = limits.entry(metric).or_default();
        let out_of_order = |other: &&Limit<'_>| (rank > other.0 && allowed < other.1) || (rank < other.0 && allowed > other.1);
        if let Some((_, _, other)) = others.iter().find(out_of_order) {
            let (a, b) = (&target.percentile, &other.percentile);
            let message = format!("{a} cannot be limited so while {b} is: a higher percentile takes longer");
            let related = Related { span: other.span, message: "the other limit".to_owned() };
            reporter.report(target.span, message).related.push(related);
        }
        others.push((rank, allowed, target));
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
