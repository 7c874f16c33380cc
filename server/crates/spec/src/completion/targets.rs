//! Units behind numbers, and percentiles behind units.

use super::{Completion, Place, Proposal, ProposalKind};

const UNITS: &[(&str, &str)] = &[
    ("ms", "milliseconds"),
    ("s", "seconds"),
    ("µs", "microseconds"),
    ("%", "percent"),
    ("requests/second", "throughput"),
    ("MB", "megabytes"),
];

const PERCENTILES: &[(&str, &str)] = &[
    ("p50", "half of all are below it"),
    ("p95", "95 of 100 are below it"),
    ("p99", "99 of 100 are below it"),
    ("p99.9", "999 of 1000 are below it"),
];

/// Behind `< 50` units, behind `< 50ms` percentiles; `None` elsewhere.
pub(super) fn at(place: &Place<'_>) -> Option<Completion> {
    let comparator = place.before.rfind(['<', '>', '≤', '≥'])?;
    let target = place.before[comparator..].trim_start_matches(['<', '>', '≤', '≥', '=', ' ']);
    let digits = target.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    if digits.len() == target.len() {
        return None;
    }
    let unit = digits.trim_start();
    let proposals = |all: &[(&str, &str)]| {
        all.iter().map(|(label, detail)| Proposal::new(ProposalKind::Unit, *label, *detail)).collect::<Vec<_>>()
    };
    match unit.split_once(' ') {
        // A unit that is typed in full may be followed by a percentile.
        Some((_, percentile)) if !percentile.contains(' ') => Some(place.replacing(percentile.len(), proposals(PERCENTILES))),
        Some(_) => None,
        None => Some(place.replacing(unit.len(), proposals(UNITS))),
    }
}
