//! What a sentence measures: its subject, the unit that the subject implies, and the condition behind the number.

use super::measure::{self, Measure, TIMES};

/// Verbs in front of a number that are no subject: "Support 1000+ endpoints".
const VERBS: &[&str] = &[
    "support",
    "support for",
    "supports",
    "handle",
    "handles",
    "process",
    "processes",
    "achieve",
    "maintain",
    "sustain",
    "serve",
];

/// Verbs in front of a number that look like a plural.
const VERBS_OF_STATE: &[&str] =
    &["stays", "remains", "is", "has", "takes", "needs", "exceeds", "falls", "drops", "reaches", "returns"];

/// Labels that name a kind of target instead of what is measured.
const KINDS: &[&str] = &[
    "reliability",
    "performance",
    "scale",
    "scalability",
    "availability",
    "security",
    "quality",
    "accuracy",
    "speed",
    "numbers",
];

/// Words that begin a condition behind a number: "for 100 records".
const CONDITIONS: &[&str] =
    &["for", "with", "under", "at", "in", "on", "per", "of", "when", "if", "during", "to", "across", "while"];

/// What stands around a measure.
pub(super) struct Sentence<'a> {
    pub(super) label: &'a str,
    pub(super) before: String,
    pub(super) after: String,
    /// What the unit counts: `webhook endpoints`.
    pub(super) counted: String,
    pub(super) unit: &'a str,
}

impl Sentence<'_> {
    /// What is measured: the label, or what stands in front of the number, or behind it.
    pub(super) fn subject(&self) -> String {
        let named = !self.label.is_empty() && !KINDS.contains(&self.label.to_lowercase().as_str());
        if named {
            return self.label.to_owned();
        }
        let leads = self.before.is_empty() || VERBS.contains(&self.before.to_lowercase().as_str());
        let behind = if self.unit.is_empty() { String::new() } else { subject_of(&self.after) };
        let alone = self.label.is_empty() && self.before.is_empty();
        if leads && !behind.is_empty() && (alone || !self.starts_condition()) {
            behind
        } else if leads && !self.counted.is_empty() {
            self.counted.clone()
        } else if !self.label.is_empty() {
            self.label.to_owned()
        } else if !self.before.is_empty() {
            self.before.clone()
        } else {
            // "10K writes/second sustained": the unit says it all.
            self.unit.split('/').next().unwrap_or_default().to_owned()
        }
    }

    fn starts_condition(&self) -> bool {
        self.after.split_whitespace().next().is_some_and(|word| CONDITIONS.contains(&word.to_lowercase().as_str()))
    }

    /// What stands behind the number, unless it became the subject.
    pub(super) fn condition(&self, subject: &str) -> String {
        let conditional = self.starts_condition() && !self.after.ends_with(subject);
        if conditional { self.after.clone() } else { String::new() }
    }
}

/// The words between a number and its unit's end, if they say what is counted: `webhook endpoints`.
pub(super) fn counted(rest: &str, measure: &Measure) -> String {
    let is_word = measure.unit.len() > 2 && measure.unit.chars().all(|c| c.is_alphabetic() || c == '-');
    if !is_word || TIMES.contains(&measure.unit.as_str()) {
        return String::new();
    }
    let phrase = &rest[measure.start..measure.end];
    let end_of_number = phrase.rfind(|c: char| c.is_ascii_digit() || c == '+').map_or(0, |at| at + 1);
    let behind = phrase[end_of_number..].trim_start_matches(['K', 'M', 'B', '+', ' ']);
    tidy(["thousand ", "million ", "billion "].iter().find_map(|scale| behind.strip_prefix(scale)).unwrap_or(behind))
}

/// `consent lookup latency, measured …` up to where it goes on about something else.
fn subject_of(text: &str) -> String {
    let end = [",", " (", " - ", ";", " – ", " — "].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let subject = text[..end].trim();
    let subject = subject.strip_prefix("of ").unwrap_or(subject);
    let done = ["achieved", "maintained", "sustained"];
    let subject = done.iter().fold(subject, |subject, word| subject.strip_suffix(word).unwrap_or(subject));
    subject.trim().to_owned()
}

/// "Events per second: 100,000" counts events; "Concurrent dashboards: 1,000" counts dashboards.
pub(super) fn unit_of_subject(subject: &str, period: &str) -> String {
    let lower = subject.to_lowercase();
    let spaced = lower.replace('_', " ");
    // "TPS" is its own unit.
    if let Some(unit) = measure::unit_named(&lower).filter(|unit| unit.contains('/') && period.is_empty()) {
        return unit.to_owned();
    }
    for (mark, period) in RATES {
        if let Some(head) = spaced.strip_suffix(mark) {
            // "Calls screened per second" counts calls.
            let counted = head.split_whitespace().rfind(|word| is_plural(word)).or(head.split_whitespace().last());
            return format!("{}/{period}", counted.unwrap_or_default());
        }
    }
    let last = lower.split([' ', '_']).rfind(|word| !word.is_empty()).unwrap_or_default();
    // `error_rate_percent` has its unit in its name.
    if let Some(unit) = measure::unit_named(last).filter(|_| lower.contains('_')) {
        return unit.to_owned();
    }
    // "CLS" counts nothing, and neither does "stays".
    let is_short = subject.ends_with(char::is_uppercase) || VERBS_OF_STATE.contains(&last);
    if is_plural(last) && !is_short {
        return format!("{last}{period}");
    }
    // "Agents online" and "Connections per node" count what they begin with.
    let counted = spaced.split([' ', '(']).take_while(|word| !CONDITIONS.contains(word)).filter(|word| is_plural(word)).last();
    counted.filter(|_| period.is_empty() && !is_short).unwrap_or(period).to_owned()
}

/// Ends of what is counted in a time.
const RATES: &[(&str, &str)] = &[
    (" per second", "s"),
    ("/second", "s"),
    ("/sec", "s"),
    ("/s", "s"),
    (" per minute", "min"),
    ("/minute", "min"),
    ("/min", "min"),
    (" per hour", "h"),
    ("/hour", "h"),
    ("/h", "h"),
    (" per day", "day"),
    ("/day", "day"),
];

fn is_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && word.chars().all(char::is_alphabetic)
}

/// The text without `p99`, `(p99)` and the like.
pub(super) fn without_percentile(text: &str) -> String {
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
pub(super) fn tidy(text: &str) -> String {
    let mut text = text.trim_matches(|c: char| c.is_whitespace() || "()[]:,;-–—".contains(c));
    for word in [" at the", " with", " are", " target", " should be", " must be", " be", " to", " at", " of", " is", " in"] {
        if let Some(rest) = text.strip_suffix(word) {
            text = rest.trim_end();
        }
    }
    text.to_owned()
}
