//! Whether a number in a sentence is something to reach, or only says how much there is.

use super::measure::{Measure, TIMES};
use crate::model::Target;

/// Beginnings of words in sentences that set a time or a share, but no performance target.
const NEVER: &[&str] = &[
    "test coverage",
    "code coverage",
    "unit test",
    "ttl",
    "timeout",
    "time-out",
    "retained",
    "retention",
    "retries",
    "backoff",
    "expires",
    "rate limit",
    "rate-limit",
    "batch size",
    "connection pool",
    "pool size",
];

/// Beginnings of words in sentences about the business, where the number is a share or a count.
const BUSINESS: &[&str] = &[
    "revenue",
    "adoption",
    "churn",
    "roi ",
    "cost",
    "customer",
    "satisfaction",
    "conversion",
    "growth",
    "improvement",
    "increase in",
    "reduction",
    "partners",
    "engineer",
    "audit pass",
    "market",
    "profit",
    "team",
];

/// Units that measure how long something is kept, not how fast it is.
const LASTING: &[&str] = &["days", "weeks", "months", "years"];

/// Verbs of what something can bear; a count behind one is a target.
const BEARING: &[&str] = &[
    "support",
    "handle",
    "serve",
    "sustain",
    "accommodate",
    "scale",
    "manage",
    "process",
    "store",
    "hold",
    "ingest",
    "carry",
    "bear",
];

/// Whether a number is a limit, a time, a share or a rate, and no count.
pub(super) fn is_strong(measure: &Measure) -> bool {
    measure.compared || measure.unit == "%" || measure.unit.contains('/') || TIMES.contains(&measure.unit.as_str())
}

/// Whether the number is a quantity that something has to reach.
pub(super) fn is_target(plain: &str, label: &str, rest: &str, measure: &Measure) -> bool {
    let padded = format!(" {}", plain.to_lowercase());
    let mentions = |words: &[&str]| words.iter().any(|word| padded.contains(&format!(" {word}")));
    let timed = TIMES.contains(&measure.unit.as_str());
    let rated = measure.unit.contains('/');
    if LASTING.contains(&measure.unit.as_str()) || mentions(NEVER) || (mentions(BUSINESS) && !timed && !rated) {
        return false;
    }
    if is_relative(rest, measure) || is_interval(rest, measure) {
        return false;
    }
    let alone = !label.is_empty() && rest[..measure.start].trim_matches([' ', '~', '≈']).is_empty();
    let counts = label.is_empty() && leads_as_count(rest, measure);
    is_strong(measure)
        || alone
        || counts
        || is_at_once(rest, measure)
        || (bears(&rest[..measure.start]) && !measure.unit.is_empty())
}

/// What a system is made of: how many of these there are is how it is built.
const PARTS: &[&str] = &[
    "replicas",
    "nodes",
    "instances",
    "servers",
    "shards",
    "partitions",
    "workers",
    "regions",
    "zones",
    "pods",
    "cores",
    "retries",
    "attempts",
    "steps",
    "phases",
    "tests",
    "scenarios",
    "engineers",
    "environments",
];

/// "200,000 subscribers per supplier": a sentence that is a number of something and little else.
fn leads_as_count(rest: &str, measure: &Measure) -> bool {
    let counts = measure.unit.len() > 3 && measure.unit.ends_with('s') && measure.unit.chars().all(char::is_alphabetic);
    let short = rest[measure.end..].split_whitespace().count() <= 4;
    // "0 dishes shown with unconfirmed allergens" asks for none of them.
    let many_or_none = measure.value >= 1000.0 || measure.value == 0.0;
    measure.start == 0 && many_or_none && counts && short && !PARTS.contains(&measure.unit.as_str())
}

/// "50% faster than today", "cuts latency by 30%": how much changes, not what is reached.
fn is_relative(rest: &str, measure: &Measure) -> bool {
    let (before, behind) = (rest[..measure.start].trim_end(), rest[measure.end..].trim_start().to_lowercase());
    let compares = ["faster", "slower", "fewer", "less", "more", "higher", "lower", "better", "reduction", "improvement"];
    let by = before.ends_with(" by") || before.ends_with(['+', '-']);
    measure.unit == "%" && (by || compares.iter().any(|word| behind.starts_with(word)))
}

/// "Backups every 24 hours", "works for 24 hours without the network": how often something happens, or how long it goes on.
fn is_interval(rest: &str, measure: &Measure) -> bool {
    let before = rest[..measure.start].trim_end().to_lowercase();
    let lasts = !measure.compared && before.ends_with(" for");
    TIMES.contains(&measure.unit.as_str()) && (lasts || ["every", "each"].iter().any(|word| before.ends_with(word)))
}

/// "8,000 concurrent sessions", "a peak of 12,000 concurrent viewers".
pub(super) fn is_at_once(clause: &str, measure: &Measure) -> bool {
    let counted = clause[measure.start..measure.end].to_lowercase();
    ["concurrent", "simultaneous", "parallel"].iter().any(|word| counted.contains(word)) || says_at_once(&clause[measure.end..])
}

/// Whether a text says of how many that they are there at once.
pub(crate) fn says_at_once(text: &str) -> bool {
    ["at once", "at the same time", "at the same moment", "at one time", "in parallel", "concurrently", "simultaneously"]
        .iter()
        .any(|words| text.contains(words))
}

/// Whether a line says that a time has to be kept: "The loop must finish in 200 ms".
pub(super) fn is_obliged(line: &str, target: &Target) -> bool {
    let obliges = [" must ", " shall ", " has to ", " have to ", " MUST ", " SHALL "].iter().any(|verb| line.contains(verb));
    obliges && ["µs", "ms", "s", "min"].contains(&target.unit.as_str())
}

/// Whether a line promises how many there may be at once: "Support 200 concurrent users".
pub(super) fn is_promised(line: &str) -> bool {
    mentions_concurrency(line) && bears(&first_word(line).to_lowercase())
}

/// "200 concurrent users per site": how many there are at once, and no verb in front.
pub(super) fn counts_at_once(line: &str) -> bool {
    mentions_concurrency(line) && first_word(line).starts_with(|c: char| c.is_ascii_digit())
}

fn mentions_concurrency(line: &str) -> bool {
    ["concurrent", "simultaneous"].iter().any(|word| line.contains(word)) || says_at_once(line)
}

fn first_word(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or_default()
}

/// What says of a number that so much can be borne, in several words.
const BEARING_WORDS: &[&str] =
    &["cope with", "copes with", "size for", "sized for", "dimensioned for", "designed for", "built for"];

/// Whether what stands in front of a number says that so much can be borne: "The ledger stores 50 million entries".
pub(crate) fn bears(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    if BEARING_WORDS.iter().any(|words| before.ends_with(words)) {
        return true;
    }
    let verb = before.trim_end_matches(" to").rsplit(' ').next().unwrap_or_default();
    let singular = verb.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let forms = [verb.trim_end_matches('s'), verb.trim_end_matches("es"), singular.as_deref().unwrap_or_default()];
    BEARING.iter().any(|bearing| forms.contains(bearing))
}
