//! What repeated benchmarks measured, and what that says about a target.
//!
//! A median and an interval of order statistics around it need no assumption on how the noise is distributed: of n repetitions,
//! the chance that the true median lies below the k-th smallest is that of fewer than k heads in n throws of a coin.

use std::collections::BTreeMap;

use specwave_plan::contract::Target;

use crate::verdict::{Benchmark, TargetJudged};

/// The confidence that an interval has at least, in per cent, where there are enough repetitions for it.
const CONFIDENCE: f64 = 95.0;

/// The figures of each benchmark, by name and unit, in the order of the repetitions.
pub(super) type Figures = BTreeMap<String, BTreeMap<String, Vec<f64>>>;

/// Reads what `go test -bench` writes: `BenchmarkGrant-2  1000  1234 ns/op  16 B/op  2 allocs/op`.
pub(super) fn figures(lines: &[String]) -> Figures {
    let mut figures = Figures::new();
    for line in lines.iter().filter(|line| line.starts_with("Benchmark")) {
        let mut words = line.split_whitespace();
        let (Some(name), Some(_)) = (words.next(), words.next()) else { continue };
        let name = name.rsplit_once('-').filter(|(_, cores)| cores.parse::<u32>().is_ok()).map_or(name, |(name, _)| name);
        while let (Some(value), Some(unit)) = (words.next(), words.next()) {
            let Ok(value) = value.parse() else { break };
            figures.entry(name.to_owned()).or_default().entry(unit.to_owned()).or_default().push(value);
        }
    }
    figures
}

/// What the figures of a benchmark say about a target; `None` where they are about something else.
pub(super) fn judge(name: &str, figures: &BTreeMap<String, Vec<f64>>, target: &Target) -> Option<Benchmark> {
    let (values, is_mean) = in_unit_of(target, figures)?;
    let interval = interval(values)?;
    let meets = |value: f64| match target.comparator.as_str() {
        "<" => value < target.value,
        "<=" => value <= target.value,
        ">" => value > target.value,
        _ => value >= target.value,
    };
    let judged = match (meets(interval.low), meets(interval.high)) {
        (true, true) if is_mean && !target.percentile.is_empty() => TargetJudged::MeanOnly,
        (true, true) => TargetJudged::Met,
        (false, false) => TargetJudged::Missed,
        _ => TargetJudged::TooNoisy,
    };
    Some(Benchmark {
        name: name.to_owned(),
        target: target.in_words(),
        unit: target.unit.clone(),
        median: interval.median,
        low: interval.low,
        high: interval.high,
        confidence: interval.confidence,
        repetitions: interval.repetitions,
        judged,
    })
}

/// Whether a benchmark can say anything about a target: it is a limit of a time, or a rate.
pub(super) fn is_measurable(target: &Target) -> bool {
    let is_rate = target.unit.ends_with("/s") && target.comparator.starts_with('>');
    (nanoseconds(&target.unit).is_some() && target.comparator.starts_with('<')) || is_rate
}

/// The figures in the target's unit, and whether they are means although it asks for a percentile.
fn in_unit_of(target: &Target, figures: &BTreeMap<String, Vec<f64>>) -> Option<(Vec<f64>, bool)> {
    if !is_measurable(target) {
        return None;
    }
    if let Some(unit) = nanoseconds(&target.unit) {
        let of_percentile = figures.get(&format!("{}-ns/op", target.percentile)).filter(|_| !target.percentile.is_empty());
        let values = of_percentile.or_else(|| figures.get("ns/op"))?;
        return Some((values.iter().map(|value| value / unit).collect(), of_percentile.is_none()));
    }
    let reported = figures.get(&target.unit).cloned();
    let values = reported.or_else(|| Some(figures.get("ns/op")?.iter().map(|value| 1e9 / value).collect()))?;
    Some((values, true))
}

fn nanoseconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "ns" => 1.0,
        "us" | "µs" | "μs" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        "min" => 60e9,
        _ => return None,
    })
}

struct Interval {
    median: f64,
    low: f64,
    high: f64,
    confidence: f64,
    repetitions: usize,
}

/// The narrowest interval of order statistics around the median that has the confidence; the widest where none has.
#[expect(clippy::cast_precision_loss, reason = "repetitions are few")]
fn interval(mut values: Vec<f64>) -> Option<Interval> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let count = values.len();
    let middle = *values.get(count / 2)?;
    let median = if count.is_multiple_of(2) { f64::midpoint(values[count / 2 - 1], middle) } else { middle };
    // The chance of exactly k heads in `count` throws.
    let mut chance = 0.5_f64.powi(i32::try_from(count).unwrap_or(i32::MAX));
    let mut below = chance;
    let (mut cut, mut confidence) = (0, 100.0 * (1.0 - 2.0 * below));
    for k in 1..count / 2 {
        chance *= (count - k + 1) as f64 / k as f64;
        below += chance;
        let narrower = 100.0 * (1.0 - 2.0 * below);
        if narrower < CONFIDENCE {
            break;
        }
        (cut, confidence) = (k, narrower);
    }
    Some(Interval {
        median,
        low: values[cut],
        high: values[count - 1 - cut],
        confidence: confidence.max(0.0),
        repetitions: count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(comparator: &str, value: f64, unit: &str, percentile: &str) -> Target {
        let [subject, comparator, unit, percentile] = ["Check", comparator, unit, percentile].map(str::to_owned);
        Target { subject, comparator, value, unit, percentile, line: 1 }
    }

    #[test]
    fn figures_are_read_as_go_writes_them() {
        let lines = [
            "goos: linux",
            "BenchmarkCheck-2   \t 1000\t  2000000 ns/op\t 3.5 p99-ns/op\t 16 B/op",
            "BenchmarkCheck-2   \t 1000\t  4000000 ns/op",
            "BenchmarkCheck/a-b \t 1000\t  1 ns/op",
            "BenchmarkBroken",
            "PASS",
        ];
        let figures = figures(&lines.map(str::to_owned));
        assert_eq!(figures["BenchmarkCheck"]["ns/op"], [2e6, 4e6]);
        assert_eq!(figures["BenchmarkCheck"]["p99-ns/op"], [3.5]);
        assert_eq!(figures["BenchmarkCheck/a-b"]["ns/op"], [1.0]);
    }

    #[test]
    fn the_interval_is_as_wide_as_the_confidence_needs() {
        let of = |count: u32| interval((1..=count).rev().map(f64::from).collect()).unwrap();
        let six = of(6);
        assert_eq!((six.median, six.low, six.high), (3.5, 1.0, 6.0));
        assert!((six.confidence - 96.875).abs() < 1e-9, "{}", six.confidence);
        let ten = of(10);
        assert_eq!((ten.median, ten.low, ten.high), (5.5, 2.0, 9.0), "one outlier on either side does not count");
        assert!((ten.confidence - 97.851_562_5).abs() < 1e-9, "{}", ten.confidence);
        assert_eq!((of(1).confidence, of(1).low), (0.0, 1.0));
        assert!(interval(Vec::new()).is_none());
    }

    #[test]
    fn a_target_is_met_or_missed_only_where_the_whole_interval_says_so() {
        let nanos = |values: [f64; 6]| BTreeMap::from([("ns/op".to_owned(), values.to_vec())]);
        let quiet = nanos([1.0e6, 1.1e6, 1.05e6, 1.02e6, 1.08e6, 1.01e6]);
        let noisy = nanos([1.0e6, 9.0e6, 1.05e6, 4.0e6, 1.08e6, 2.0e6]);
        let mut with_percentile = quiet.clone();
        with_percentile.insert("p99-ns/op".to_owned(), vec![3.0e6; 6]);
        for (figures, target, expected) in [
            (&quiet, target("<", 2.0, "ms", ""), Some(TargetJudged::Met)),
            (&quiet, target("<", 1.0, "ms", ""), Some(TargetJudged::Missed)),
            (&noisy, target("<", 2.0, "ms", ""), Some(TargetJudged::TooNoisy)),
            (&quiet, target("<", 2.0, "ms", "p99"), Some(TargetJudged::MeanOnly)),
            (&quiet, target("<", 0.5, "ms", "p99"), Some(TargetJudged::Missed)),
            (&with_percentile, target("<", 2.0, "ms", "p99"), Some(TargetJudged::Missed)),
            (&with_percentile, target("<", 5.0, "ms", "p99"), Some(TargetJudged::Met)),
            (&quiet, target(">=", 900.0, "checks/s", ""), Some(TargetJudged::Met)),
            (&quiet, target(">=", 5000.0, "checks/s", ""), Some(TargetJudged::Missed)),
            (&quiet, target(">", 95.0, "%", ""), None),
        ] {
            let judged = judge("BenchmarkCheck", figures, &target).map(|benchmark| benchmark.judged);
            assert_eq!(judged, expected, "{}", target.in_words());
        }
    }
}
