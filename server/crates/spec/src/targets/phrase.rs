//! One sentence as a target: `Consent check latency: < 1ms p99`, `10,000+ webhooks/second throughput`.

use specwave_source::Span;

use super::measure::{self, Measure};
use crate::model::Target;

/// Words of sentences that are about something else than performance.
const FOREIGN: &[&str] = &[
    "test coverage",
    "code coverage",
    "unit test",
    "coverage:",
    "revenue",
    "adoption",
    "churn",
    "roi",
    "cost ",
    "customer",
    "satisfaction",
    "conversion",
    "growth",
    "retention",
    "improvement in",
    "increase in",
    "reduction in",
    "partners using",
    "engineer",
    "incident",
    "audit pass",
    "market",
    "profit",
    "budget",
    "team",
    "sprint",
    "retained",
    "ttl",
    "timeout",
];

/// Units that measure how long something is kept, not how fast it is.
const LASTING: &[&str] = &["days", "weeks", "months", "years"];

/// Reads a sentence; `None` if it sets no target.
pub(super) fn target(written: &str, span: Span) -> Option<Target> {
    let plain = plain(written);
    let lower = plain.to_lowercase();
    if FOREIGN.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let (label, rest) = split_label(&plain);
    let measure = measure::find(&rest, 0)?;
    if LASTING.contains(&measure.unit.as_str()) || !is_quantity(&measure, &label, &rest) {
        return None;
    }
    let (subject, unit, condition) = around(&label, &rest, &measure);
    (!subject.is_empty()).then(|| Target {
        subject,
        comparator: measure.comparator.to_owned(),
        value: measure.value,
        unit,
        percentile: measure::percentile(&plain),
        condition,
        span,
    })
}

/// The text without emphasis, backticks and leading ticks.
pub(super) fn plain(written: &str) -> String {
    let bare: String = written.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    bare.trim_start_matches(|c: char| !c.is_alphanumeric() && !"<>≤≥=~".contains(c)).trim().to_owned()
}

/// `Cache hit rate: > 95%` has a label; a colon inside a time or a ratio makes none.
fn split_label(plain: &str) -> (String, String) {
    if let Some((label, rest)) = plain.split_once(':') {
        let looks_like_label = !label.trim().is_empty() && (rest.is_empty() || rest.starts_with(' '));
        let has_measure = measure::find(label, 0).is_some_and(|measure| measure.compared);
        if looks_like_label && !has_measure {
            return (label.trim().to_owned(), rest.trim().to_owned());
        }
    }
    (String::new(), plain.to_owned())
}

/// Whether the number means a quantity: it has a unit or a comparator, or is all there is behind a label.
fn is_quantity(measure: &Measure, label: &str, rest: &str) -> bool {
    let alone = !label.is_empty() && rest[..measure.start].trim().is_empty();
    let measured = measure.compared || measure.unit == "%" || measure.unit.contains('/') || alone;
    measured || ["ms", "us", "ns", "s"].contains(&measure.unit.as_str())
}

/// What is measured, its unit, and under which condition.
fn around(label: &str, rest: &str, measure: &Measure) -> (String, String, String) {
    let before = tidy(&rest[..measure.start]);
    let after = tidy(&without_percentile(&rest[measure.end..]));
    let mut unit = measure.unit.clone();
    let conditional = ["for ", "with ", "under ", "at ", "in ", "on ", "per ", "of ", "when ", "if ", "during ", "to "];
    let is_condition = conditional.iter().any(|word| after.to_lowercase().starts_with(word));
    // "10,000+ webhooks/second throughput" and "99.9% successful delivery rate" name it behind the number.
    let behind = if is_condition && !(before.is_empty() && label.is_empty()) { String::new() } else { after.clone() };
    let counted = counted_phrase(rest, measure);
    let verb_only = ["support", "support for", "handle", "process", "target", "achieve", "maintain", "sustain"];
    let before_is_verb = verb_only.contains(&before.to_lowercase().as_str());
    let subject =
        if !behind.is_empty() && !unit.is_empty() && (before.is_empty() || before_is_verb) && starts_like_subject(&behind) {
            if label.is_empty() || is_heading_word(label) { subject_of(&behind) } else { label.to_owned() }
        } else if !counted.is_empty() && (label.is_empty() || is_heading_word(label)) && (before.is_empty() || before_is_verb) {
            counted
        } else if !label.is_empty() {
            label.to_owned()
        } else if before.is_empty() {
            subject_of(&behind)
        } else {
            before.clone()
        };
    if unit.is_empty() || unit.starts_with('/') {
        unit = unit_from_subject(&subject, &unit);
    }
    let condition = if is_condition && subject != after { after } else { String::new() };
    (subject, unit, condition)
}

/// Labels that name a kind of target instead of what is measured.
fn is_heading_word(label: &str) -> bool {
    let kinds =
        ["reliability", "performance", "scale", "scalability", "availability", "security", "quality", "accuracy", "speed"];
    kinds.contains(&label.to_lowercase().as_str())
}

/// The words between a number and its unit's end, if they say what is counted: `webhook endpoints`.
fn counted_phrase(rest: &str, measure: &Measure) -> String {
    let counts = !measure.unit.is_empty() && !measure.unit.contains('/') && measure.unit.chars().all(char::is_alphabetic);
    let known = ["ms", "us", "ns", "s", "min", "h", "x", "KB", "MB", "GB", "TB"].contains(&measure.unit.as_str());
    if !counts || known {
        return String::new();
    }
    let phrase = &rest[measure.start..measure.end];
    let start = phrase.rfind(|c: char| c.is_ascii_digit() || matches!(c, '+' | 'K' | 'M')).map_or(0, |at| at + 1);
    tidy(&phrase[start..])
}

fn starts_like_subject(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// `consent lookup latency, measured …` up to where it goes on about something else.
fn subject_of(text: &str) -> String {
    let end = [",", " (", " - ", ";", " – ", " — "].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let subject = text[..end].trim();
    let subject = subject.strip_prefix("of ").unwrap_or(subject);
    ["achieved", "maintained", "sustained"].iter().fold(subject.to_owned(), |subject, word| {
        subject.strip_suffix(word).map_or_else(|| subject.clone(), |rest| rest.trim().to_owned())
    })
}

/// "Events per second: 100,000" counts events; "Concurrent dashboards: 1,000" counts dashboards.
fn unit_from_subject(subject: &str, unit: &str) -> String {
    let lower = subject.to_lowercase();
    for (mark, period) in
        [(" per second", "s"), ("/second", "s"), ("/sec", "s"), ("/s", "s"), (" per minute", "min"), ("/minute", "min")]
    {
        if let Some(head) = lower.strip_suffix(mark) {
            return format!("{}/{period}", head.split_whitespace().last().unwrap_or_default());
        }
    }
    let last = lower.split_whitespace().last().unwrap_or_default();
    let is_count = last.ends_with('s') && !last.ends_with("ss") && last.chars().all(char::is_alphabetic);
    match (unit.is_empty(), is_count) {
        (true, true) => last.to_owned(),
        (false, true) => format!("{last}{unit}"),
        _ => unit.to_owned(),
    }
}

/// The text without `p99`, `(p99)` and the like.
fn without_percentile(text: &str) -> String {
    let percentile = measure::percentile(text);
    if percentile.is_empty() {
        return text.to_owned();
    }
    let words = text.split_whitespace().filter(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        bare != percentile && bare != "percentile" && format!("p{}", bare.trim_end_matches("th")) != percentile
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Without brackets, dashes and joining words at the ends.
fn tidy(text: &str) -> String {
    let mut text = text.trim_matches(|c: char| c.is_whitespace() || "()[]:,;-–—".contains(c)).to_owned();
    for word in [" in", " is", " of", " at", " to", " be", " must be", " should be", " target", " are", " with"] {
        if let Some(rest) = text.strip_suffix(word) {
            text = rest.trim_end().to_owned();
        }
    }
    text
}
