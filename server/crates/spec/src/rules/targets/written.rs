//! Where the numbers of a target stand in the text.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Span;

use crate::model::Target;
use crate::pattern::pattern;
use crate::rules::check::Subject;

/// Units of durations as the model has them.
pub(super) const DURATIONS: &[&str] = &["ns", "us", "µs", "ms", "s", "min", "h"];

static DURATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\d[\d,.]*\s*(?:ns|us|µs|ms|s|secs?|seconds?|milliseconds?|microseconds?|nanoseconds?|mins?|minutes?|h|hours?)\b",
    )
});

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\d[\d,.]*"));

/// Words of subjects that are durations, of which less is better.
const DURATION_WORDS: &[&str] =
    &["latency", "response time", "processing time", "load time", "lookup time", "query time", "execution time", "delay"];

/// Words of subjects that count work done in a time, of which more is better.
const RATE_WORDS: &[&str] = &["throughput", "requests per", "events per", "transactions per", "queries per"];

/// Words of subjects that are shares of which more is better.
const SHARE_WORDS: &[&str] =
    &["availability", "uptime", "hit rate", "hit ratio", "success rate", "delivery rate", "accuracy", "reliability"];

/// What can be asked for, of which something else is measured than of what it is about.
const REQUESTS: &[&str] = &[
    "request",
    "query",
    "querie",
    "check",
    "lookup",
    "search",
    "calculation",
    "endpoint",
    "report",
    "page",
    "list",
    "computed",
    "calculated",
];

/// Words that make a subject another thing.
const OTHER_THINGS: &[&str] = &[
    "limit",
    "overhead",
    "increase",
    "improvement",
    "reduction",
    "alert",
    "alarm",
    "timeout",
    "false",
    "error",
    "fail",
    "miss",
    "loss",
    "drop",
];

/// What a subject is, as far as its words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Kind {
    Duration,
    Rate,
    Share,
}

pub(in crate::rules) fn kind_of(subject: &str) -> Option<Kind> {
    let lower = subject.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let kinds = [(Kind::Duration, DURATION_WORDS), (Kind::Rate, RATE_WORDS), (Kind::Share, SHARE_WORDS)];
    let mut found = kinds.into_iter().filter(|(_, words)| has(words)).map(|(kind, _)| kind);
    let kind = found.next().filter(|_| found.next().is_none())?;
    // A limit, a difference, or a share of failures is another thing than what it speaks of.
    if OTHER_THINGS.iter().any(|word| lower.contains(word)) {
        return None;
    }
    // A query about availability is no availability.
    let is_request = |word: &str| REQUESTS.contains(&word.trim_end_matches('s'));
    let is_another = kind == Kind::Share && lower.split(|c: char| !c.is_alphanumeric()).any(is_request);
    (!is_another).then_some(kind)
}

/// The only duration that the target's text has.
pub(super) fn only_duration(subject: &Subject<'_>, target: &Target) -> Option<Span> {
    only(DURATION.as_ref()?, subject, target)
}

/// Whether the target's text has a duration at all.
pub(super) fn has_duration(subject: &Subject<'_>, target: &Target) -> bool {
    DURATION.as_ref().is_some_and(|duration| duration.is_match(subject.at(target.span)))
}

/// The only number that the target's text has.
pub(super) fn only_number(subject: &Subject<'_>, target: &Target) -> Option<Span> {
    only(NUMBER.as_ref()?, subject, target)
}

fn only(pattern: &Regex, subject: &Subject<'_>, target: &Target) -> Option<Span> {
    let mut found = pattern.find_iter(subject.at(target.span));
    let first = found.next()?;
    let end = first.start() + first.as_str().trim_end_matches(['.', ',']).len();
    if found.next().is_some() { None } else { Some(Span::new(first.start(), end).shifted(target.span.start)) }
}

/// The rank of a percentile: 99.9 for `p99.9` and for `p999`.
pub(super) fn rank(percentile: &str) -> Option<f64> {
    let digits = percentile.trim_start_matches(['p', 'P']);
    let nines = digits.len() > 2 && digits.bytes().all(|digit| digit == b'9');
    if nines { format!("{}.{}", &digits[..2], &digits[2..]).parse().ok() } else { digits.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind_of, rank};

    #[test]
    fn subjects_are_of_a_kind_only_where_their_words_say_so() {
        let cases = [
            ("API response time", Some(Kind::Duration)),
            ("Write Throughput", Some(Kind::Rate)),
            ("Cache hit rate", Some(Kind::Share)),
            ("Rate limit throughput", None),
            ("Latency at peak throughput", None),
            ("False positive accuracy", None),
            ("Availability queries use an index", None),
            ("Users", None),
        ];
        for (subject, kind) in cases {
            assert_eq!(kind_of(subject), kind, "{subject}");
        }
    }

    #[test]
    fn ranks_are_numbers() {
        assert_eq!([rank("p50"), rank("p99.9"), rank("p999"), rank("")], [Some(50.0), Some(99.9), Some(99.9), None]);
    }
}
