//! One sentence as a target: `Consent check latency: < 1ms p99`, `10,000+ webhooks/second throughput`.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use specwave_source::Span;

use super::eligible::says_targets;
use super::judge::{is_at_once, is_strong, is_target};
use super::measure::{self, Measure, TIMES};
use super::spelt::with_digits;
use super::subject::{Sentence, counted, tidy, unit_of_subject, without_percentile};
use crate::model::Target;
use crate::pattern::pattern;

/// A target, and whether its number is all that stands behind a label.
pub(super) struct Reading {
    pub(super) target: Target,
    pub(super) alone: bool,
    /// Whether it counts what is there at once: "350 concurrent users".
    pub(super) at_once: bool,
}

/// Reads what a line or a cell asks for: one target for each number that is a quantity of its own.
pub(super) fn targets(written: &str, span: Span) -> Vec<Reading> {
    let plain = plain(written);
    let (label, rest) = split_label(&plain);
    if let Some(ranked) = ranked(label, rest, span) {
        return ranked;
    }
    let mut readings = Vec::new();
    for (at, sentence) in sentences(rest).enumerate() {
        // A later sentence has a label of its own, if any.
        let (label, sentence) = match split_label(sentence) {
            _ if at == 0 => (label, sentence),
            ("", sentence) if !rest.contains(". ") => (label, sentence),
            labelled => labelled,
        };
        let own = readings.len();
        readings.extend(clauses(sentence).into_iter().filter_map(|clause| match split_label(clause) {
            // `Reads: <10ms, Writes: <50ms`
            (own, clause) if !own.is_empty() => reading(own, clause, span),
            _ => reading(label, clause, span),
        }));
        without_restated(sentence, &mut readings, own);
        carry_limit(&mut readings[own..]);
        carry_subject(&mut readings[own..]);
        carry_unit(&mut readings[own..]);
    }
    readings
}

/// The sentences of a text, and parts such as `| Write: 500ms` that have a label of their own.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let labelled = |sentence: &str, mark: &str| sentence.split(mark).skip(1).any(|part| !split_label(part.trim()).0.is_empty());
    text.split(". ").flat_map(move |sentence| {
        let mark = [" | ", "; "].into_iter().find(|mark| labelled(sentence, mark));
        mark.map_or_else(|| vec![sentence], |mark| sentence.split(mark).map(str::trim).collect())
    })
}

/// `Latency (p50/p95/p99): 20/80/200 ms`: as many numbers as percentiles.
fn ranked(label: &str, rest: &str, span: Span) -> Option<Vec<Reading>> {
    let ranks: Vec<String> =
        label.split(['/', '(', ')', ',', ' ']).map(measure::percentile).filter(|rank| !rank.is_empty()).collect();
    let values: Vec<&str> = rest.split('/').map(str::trim).collect();
    let numbers = values.iter().all(|value| measure::find(value, 0).is_some_and(|found| value[..found.start].trim().is_empty()));
    if ranks.len() < 2 || values.len() != ranks.len() || !numbers {
        return None;
    }
    let unit = measure::find(values.last()?, 0)?.unit;
    let subject = label.split('(').next().unwrap_or(label).trim();
    let readings = ranks.iter().zip(&values).filter_map(|(rank, value)| {
        let own = measure::find(value, 0).is_some_and(|found| !found.unit.is_empty());
        let value = if own { (*value).to_owned() } else { format!("{value} {unit}") };
        let read = reading(subject, &value, span)?;
        Some(Reading { target: Target { percentile: rank.clone(), ..read.target }, ..read })
    });
    Some(readings.collect())
}

/// "43 minutes of downtime a month, in other words 99.9% availability" promises one thing.
fn without_restated(sentence: &str, readings: &mut Vec<Reading>, from: usize) {
    let shares = readings[from..].iter().any(|reading| reading.target.unit == "%");
    if shares && sentence.contains("downtime") {
        let mut at = 0;
        readings.retain(|reading| {
            at += 1;
            at <= from || !TIMES.contains(&reading.target.unit.as_str()) || reading.target.comparator.starts_with('<')
        });
    }
}

/// "under 120 ms (median) and 300 ms (p99)": limit and subject go on to the times of other percentiles behind it.
fn carry_limit(readings: &mut [Reading]) {
    let mut limit: Option<(String, String)> = None;
    for Target { subject, comparator, percentile, unit, .. } in readings.iter_mut().map(|reading| &mut reading.target) {
        if percentile.is_empty() || !TIMES.contains(&unit.as_str()) {
            limit = None;
        } else if comparator != "=" {
            limit = Some((comparator.clone(), subject.clone()));
        } else if let Some((limit, of)) = &limit {
            comparator.clone_from(limit);
            if subject == unit {
                subject.clone_from(of);
            }
        }
    }
}

/// "in less than 3 seconds, and never later than 8", "for exports it is 99.5%": the other limit is of the same thing.
fn carry_subject(readings: &mut [Reading]) {
    let mut before = String::new();
    for Target { subject, condition, .. } in readings.iter_mut().map(|reading| &mut reading.target) {
        if ["never", "at worst", "in no case", "always"].contains(&subject.to_lowercase().as_str()) && !before.is_empty() {
            subject.clone_from(&before);
        } else if let Some(under) = subject.strip_suffix(" it").filter(|under| under.starts_with("for ") && !before.is_empty()) {
            *condition = under.to_owned();
            subject.clone_from(&before);
        }
        before.clone_from(subject);
    }
}

/// Words behind a number that say of what load it is.
const LOADS: &[&str] = &["peak", "burst", "sustained", "average"];

/// "50K events/second sustained, 200K peak": the unit, or what is counted, goes on to the other load.
fn carry_unit(readings: &mut [Reading]) {
    let mut before = String::new();
    for Target { unit, .. } in readings.iter_mut().map(|reading| &mut reading.target) {
        let is_load = unit.is_empty() || LOADS.contains(&unit.as_str());
        let counts = before.split('/').next().unwrap_or_default().to_owned();
        if is_load && before.contains('/') {
            unit.clone_from(&before);
        } else if unit.starts_with('/') && before.contains('/') {
            unit.insert_str(0, &counts);
        } else {
            before.clone_from(unit);
        }
    }
}

/// Marks between quantities of one sentence.
const BETWEEN: &[&str] = &[", and ", ", ", "; ", " / ", " and "];

/// The parts of a sentence that each set a target: `150ms p95, 300ms p99`.
fn clauses(sentence: &str) -> Vec<&str> {
    let is_load = |part: &str, measure: &Measure| {
        let last = part.trim_end_matches('.').rsplit(' ').next();
        measure.start == 0 && last.is_some_and(|last| LOADS.contains(&last))
    };
    let is_quantity = |part: &str| {
        best(part).is_some_and(|measure| is_strong(&measure) || is_load(part, &measure) || is_at_once(part, &measure))
    };
    for mark in BETWEEN {
        let parts: Vec<&str> = sentence.split(mark).collect();
        let quantities: Vec<&str> = parts.iter().copied().filter(|part| is_quantity(part)).collect();
        // "50,000 chargers, 1M drivers"
        if parts.len() > 1 && parts.iter().all(|part| is_count(part)) {
            return parts;
        }
        // What stands in front of the first quantity belongs to it.
        if quantities.len() > 1 && is_quantity(parts[0]) {
            return quantities.into_iter().flat_map(clauses).collect();
        }
    }
    vec![sentence]
}

/// Whether a part is a number of something and nothing else.
fn is_count(part: &str) -> bool {
    measure::find(part, 0).is_some_and(|count| {
        let counts = count.start == 0 && count.unit.len() > 2 && !is_strong(&count);
        counts && part[count.end..].trim_matches(['.', ' ']).is_empty()
    })
}

/// The measure that a clause is about: counts such as "1.5 million lines" only say of what.
fn best(clause: &str) -> Option<Measure> {
    let first = measure::find(clause, 0)?;
    let behind = |measure: &Measure| measure::find(clause, measure.end.max(measure.start + 1));
    let mut measures = std::iter::successors(Some(first.clone()), behind).take(MOST_COUNTS);
    let Some(strong) = measures.find(|measure| is_strong(measure) || is_at_once(clause, measure)) else { return Some(first) };
    // "1 hour of audio in under 4 minutes": a time without a limit may only say how much.
    let is_amount = !strong.compared && TIMES.contains(&strong.unit.as_str());
    let is_count = !TIMES.contains(&strong.unit.as_str()) && !strong.unit.contains(['%', '/']);
    let limits = |measure: &Measure| {
        let lasts = clause[..measure.start].trim_end().ends_with(" in") || measure.comparator == "<=";
        measure.compared && TIMES.contains(&measure.unit.as_str()) && (is_amount || lasts)
    };
    let limit = (is_amount || is_count).then(|| measures.find(limits)).flatten();
    Some(limit.unwrap_or(strong))
}

/// How many numbers of a clause are looked at.
const MOST_COUNTS: usize = 8;

/// "95% of requests within 200 ms" is a percentile: the time behind the share, and the share as a rank.
fn share_of_all(clause: &str, share: &Measure) -> Option<(Measure, String)> {
    let time = is_share_of_all(clause, share).then(|| measure::find(clause, share.end)).flatten()?;
    (time.compared && TIMES.contains(&time.unit.as_str())).then(|| (time, rank_of(share)))
}

/// "within 200 ms for 95% of requests": the share behind a time, as its rank.
fn share_behind(clause: &str, time: &Measure) -> Option<String> {
    let share = TIMES.contains(&time.unit.as_str()).then(|| measure::find(clause, time.end)).flatten()?;
    // "within 200 ms on 4G for 95% of requests"
    let behind = || measure::find(clause, share.end).filter(|behind| is_share_of_all(clause, behind));
    let share = if share.unit.is_empty() { behind().unwrap_or(share) } else { share };
    // "150 ms (95%)"
    // A word between the two may limit either, so they may overlap.
    let opens = clause.get(time.end..share.start).is_some_and(|between| between.trim() == "(");
    let in_brackets = share.unit == "%" && opens && clause[share.end..].starts_with(')');
    (in_brackets || is_share_of_all(clause, &share)).then(|| rank_of(&share))
}

/// The rank that a share of all is; all of them have none.
fn rank_of(share: &Measure) -> String {
    if share.value < 100.0 { format!("p{}", share.value) } else { String::new() }
}

fn is_share_of_all(clause: &str, share: &Measure) -> bool {
    if share.unit != "%" || share.comparator.starts_with('<') {
        return false;
    }
    let behind = clause[share.end..].trim_start();
    // "95% within 10 minutes" leaves out of what.
    let adjoins =
        |time: &Measure| clause.get(share.end..time.start).is_none_or(|between| matches!(between.trim(), "" | "in" | "are"));
    let limits_time = |time: Measure| time.compared && adjoins(&time);
    behind.starts_with("of ") || measure::find(clause, share.end).is_some_and(limits_time)
}

/// Reads a clause behind a label; `None` if it sets no target.
fn reading(label: &str, rest: &str, span: Span) -> Option<Reading> {
    let measure = best(rest)?;
    let share_end = measure.end;
    let (measure, rank, subject_start) = match share_of_all(rest, &measure) {
        Some((time, rank)) => (time, rank, share_end),
        None => (measure, String::new(), 0),
    };
    let behind = share_behind(rest, &measure).unwrap_or_default();
    let plain = if label.is_empty() { rest.to_owned() } else { format!("{label}: {rest}") };
    if !is_target(&plain, label, rest, &measure) {
        return None;
    }
    let sentence = Sentence {
        label,
        before: tidy(&without_percentile(
            behind_counts(rest.get(subject_start..measure.start).unwrap_or_default())
                .trim_start_matches("of ")
                .trim_start_matches("in other words ")
                .trim_start_matches("that is "),
        )),
        after: tidy(&without_percentile(&rest[measure.end..])),
        counted: counted(rest, &measure),
        unit: &measure.unit,
    };
    // "0 dishes shown without a label"
    let is_none = measure.value == 0.0 && measure.start == 0 && label.is_empty();
    let subject = if is_none { tidy(rest.trim_start_matches(['0', ' '])) } else { sentence.subject() };
    let unit = match measure.unit.as_str() {
        "" => unit_of_subject(&subject, ""),
        period if period.starts_with('/') => unit_of_subject(&subject, period),
        unit => unit.to_owned(),
    };
    let percentile =
        [rank, measure::percentile(rest), measure::percentile(label), behind].into_iter().find(|rank| !rank.is_empty());
    let target = Target {
        comparator: comparator(label, rest, &measure).to_owned(),
        value: measure.value,
        unit,
        percentile: percentile.unwrap_or_default(),
        condition: sentence.condition(&subject),
        subject,
        span,
    };
    let alone = !label.is_empty() && rest[..measure.start].trim_matches([' ', '~', '≈']).is_empty();
    let at_once = is_at_once(rest, &measure);
    (!target.subject.is_empty()).then_some(Reading { target, alone, at_once })
}

/// What the words around a measure make of its comparator.
fn comparator(label: &str, rest: &str, measure: &Measure) -> &'static str {
    let before = format!(" {}", rest[..measure.start].to_lowercase());
    let denied = [" not ", " no ", " never ", "n't "].iter().any(|word| before.contains(word));
    let label = label.to_lowercase();
    // The last word may be a unit: `time_in_min`.
    let words: Vec<&str> = label.split([' ', '_']).collect();
    let has = |limits: &[&str]| words[..words.len() - 1].iter().any(|word| limits.contains(word));
    match measure.comparator {
        // "Nothing takes more than 5 seconds" is denied; so is "shall not fall below".
        ">" if denied => "<=",
        "<" if denied => ">=",
        // "Up to 80,000 viewers at once" have to be borne.
        "<=" if is_at_once(rest, measure) && is_capacity(rest, measure) => "=",
        "=" if !measure.compared && has(&["max", "maximum"]) => "<=",
        "=" if !measure.compared && has(&["min", "minimum"]) => ">=",
        written => written,
    }
}

/// Whether "up to" stands in front of what is counted, and is no time.
fn is_capacity(rest: &str, measure: &Measure) -> bool {
    let written = rest.get(measure.start..measure.end).unwrap_or_default();
    !TIMES.contains(&measure.unit.as_str()) && written.to_lowercase().starts_with("up to")
}

/// "40 wards, " in front of "120 concurrent nurses" counts something else.
fn behind_counts(before: &str) -> &str {
    let before = before.trim_start();
    let counts = before.rsplit_once(',').filter(|_| before.starts_with(|c: char| c.is_ascii_digit()));
    counts.map_or(before, |(_, rest)| rest.trim_start())
}

/// How long a label is at most that ends with a full stop.
const LONGEST_LABEL: usize = 48;

/// The text without emphasis, backticks and leading ticks.
pub(super) fn plain(written: &str) -> String {
    // `**Latency.** It answers …` has a label as well.
    let stopped = written.strip_prefix("**").and_then(|_| written.find(".**")).filter(|at| *at < LONGEST_LABEL);
    let stops = |at: usize, c: char| if stopped == Some(at) { ':' } else { c };
    let bare: String = written.char_indices().filter(|(_, c)| !matches!(c, '*' | '`')).map(|(at, c)| stops(at, c)).collect();
    let bare = with_shares(with_digits(with_limits(without_stops(with_label(bare)))));
    bare.trim_start_matches(|c: char| !c.is_alphanumeric() && !"<>≤≥=~".contains(c)).trim().to_owned()
}

/// "Availability. Three nines." has a label, too.
fn with_label(mut plain: String) -> String {
    let stop = plain.find(". ").filter(|at| *at < LONGEST_LABEL && plain.starts_with(|c: char| c.is_ascii_uppercase()));
    if let Some(stop) = stop.filter(|stop| says_targets(&plain[..*stop])) {
        plain.replace_range(stop..=stop, ":");
    }
    plain
}

/// Short words in front of a number whose full stop ends no sentence: "max. 5 ms".
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\b(max|min|approx|ca)\. (\d)"));

fn without_stops(plain: String) -> String {
    // Most lines have none.
    match SHORT.as_ref().filter(|_| plain.contains(". ")) {
        Some(short) => short.replace_all(&plain, "$1 $2").into_owned(),
        None => plain,
    }
}

/// "Sub-second lookups" are lookups in less than a second.
fn with_limits(mut plain: String) -> String {
    if !plain.contains("ub-") {
        return plain;
    }
    for unit in ["second", "millisecond"] {
        let at = plain.to_ascii_lowercase().find(&format!("sub-{unit}"));
        if let Some(at) = at.filter(|at| !plain[..*at].ends_with(|c: char| c.is_alphanumeric())) {
            plain.replace_range(at..at + "sub-".len() + unit.len(), &format!("< 1 {unit}"));
        }
    }
    plain
}

/// "99 out of 100 requests" are 99% of requests.
static OUT_OF: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:\b(\d+) (?:of a|out of|of|in) (?:100|hundred)|(?i:\bnine|\b9) (?:out of|of|in) (?:ten|10)) "));

/// "in less than 5 minutes, 99% of them" says of how many the limit is.
static OF_THEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r", (?:in )?(?:at least )?(\d+(?:\.\d+)?) ?% of (?:them|these|those|all cases|cases|the time|the cases)\b")
});

fn with_shares(plain: String) -> String {
    let plain = match OF_THEM.as_ref().filter(|_| plain.contains('%')) {
        Some(of_them) => of_them.replace_all(&plain, " for $1% of them").into_owned(),
        None => plain,
    };
    if ![" 100 ", " hundred ", " ten ", " 10 "].iter().any(|whole| plain.contains(whole)) {
        return plain;
    }
    let Some(shares) = OUT_OF.as_ref() else { return plain };
    shares
        .replace_all(&plain, |found: &Captures<'_>| format!("{}% of ", found.get(1).map_or("90", |share| share.as_str())))
        .into_owned()
}

/// `Cache hit rate: > 95%` has a label; a colon inside a time or a ratio makes none.
fn split_label(plain: &str) -> (&str, &str) {
    let Some((label, rest)) = plain.split_once(':') else { return ("", plain) };
    // "A sweep over 250,000 numbers: under 6 hours" limits what stands behind the colon.
    let limits = |text: &str| measure::find(text, 0).is_some_and(|measure| measure.compared);
    let says_all = limits(label) && !limits(rest);
    // A colon in a later sentence is that sentence's.
    let is_later = label.match_indices(". ").any(|(at, _)| label[at + 2..].starts_with(char::is_uppercase));
    let is_label = !label.trim().is_empty() && (rest.is_empty() || rest.starts_with(' ')) && !says_all && !is_later;
    if is_label { (label.trim(), rest.trim()) } else { ("", plain) }
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::targets;

    #[test]
    fn sentences_become_targets() {
        let cases = [
            ("Consent check latency: < 1ms p99", "Consent check latency < 1 ms p99"),
            ("Bulk consent check: < 5ms for 100 records", "Bulk consent check < 5 ms |for 100 records"),
            ("**Write Throughput:** 1000 consents/second", "Write Throughput = 1000 consents/s"),
            ("Concurrent calculations: 100K+/second", "Concurrent calculations >= 100000 calculations/s"),
            ("10,000+ webhooks/second throughput", "throughput >= 10000 webhooks/s"),
            ("< 100ms delivery latency (p99)", "delivery latency < 100 ms p99"),
            ("**Reliability**: 99.9% successful delivery rate", "successful delivery rate = 99.9 %"),
            ("**Scale**: Support 1000+ webhook endpoints", "webhook endpoints >= 1000 endpoints"),
            ("Support for 10M+ consent records", "consent records >= 10000000 records"),
            ("Events per second: 100,000", "Events per second = 100000 events/s"),
            ("Calls screened per second: 8,000", "Calls screened per second = 8000 calls/s"),
            ("All dashboards load in < 500ms", "All dashboards load < 500 ms"),
            ("System uptime > 99.9%", "System uptime > 99.9 %"),
            ("The map is drawn in under 2 seconds", "The map is drawn < 2 s"),
            ("Check in the queue: max. 5 ms", "Check in the queue <= 5 ms"),
            ("0 dishes shown without a label", "dishes shown without a label = 0 dishes"),
            ("95th percentile latency under 200 ms", "latency < 200 ms p95"),
            ("10K writes/second sustained", "writes = 10000 writes/s"),
            ("✅ < 50ms p99 latency achieved", "latency < 50 ms p99"),
            ("100% of calls verified", "calls verified = 100 %"),
            ("Throughput: 50K events/second sustained, 200K peak", "Throughput = 50000 events/s; Throughput = 200000 events/s"),
            ("Full sweep over 250,000 numbers: under 6 hours", "Full sweep over 250,000 numbers < 6 h"),
            ("Close of a batch: 95% within 10 minutes", "Close of a batch <= 10 min p95"),
            (
                "**Throughput.** 12 million records an hour at peak, 3 million on average.",
                "Throughput = 12000000 records/h |at peak; Throughput = 3000000 records/h |on average.",
            ),
            ("Volume: 20,000 quotes per day, bursts of 15 per second", "Volume = 20000 quotes/day; Volume = 15 quotes/s"),
            ("99th percentile latency of 250ms or better", "latency <= 250 ms p99"),
            ("TPS: 2000 sustained / 5000 burst", "TPS = 2000 transactions/s; TPS = 5000 transactions/s"),
            ("One-way audio delay ≤150 ms (95%)", "One-way audio delay <= 150 ms p95"),
            ("Reads: <10ms, Writes: <50ms", "Reads < 10 ms; Writes < 50 ms"),
            ("Responder en menos de 2 segundos", "Responder en < 2 s"),
            ("Antwortet innerhalb von 1,5 Sekunden", "Antwortet <= 1.5 s"),
            ("在 3 秒內回應", "在 <= 3 s"),
            ("**Capacity.** 9 million subscribers abroad", "Capacity = 9000000 subscribers"),
            ("A node carries 500 coached calls at once", "A node carries = 500 calls |at once"),
            ("1 500 000 transfers per second", "transfers = 1500000 transfers/s"),
            ("1 500 transfers per second", "transfers = 1500 transfers/s"),
            ("Sub-50ms lookups", "lookups < 50 ms"),
            ("Sub-second query performance", "query performance < 1 s"),
            ("Propagation of a status: sub-millisecond (p99)", "Propagation of a status < 1 ms p99"),
            ("Agents online: 100K", "Agents online = 100000 agents"),
            ("Connections per node: 25,000", "Connections per node = 25000 connections"),
            ("`GET /vehicles`: 150ms p95, 300ms p99", "GET /vehicles = 150 ms p95; GET /vehicles = 300 ms p99"),
            ("Latency: p50 < 10ms; p99 < 80ms", "Latency < 10 ms p50; Latency < 80 ms p99"),
            ("95% of requests end within 200 ms", "requests end <= 200 ms p95"),
            (
                "Critical results arrive in under 60 seconds for 99% of cases",
                "Critical results arrive < 60 s p99 |for 99% of cases",
            ),
            ("At least 95% of searches end within 1 second", "searches end <= 1 s p95"),
            ("The ledger stores 50 million entries", "The ledger stores = 50000000 entries"),
            ("It answers in under 120ms (median) and 300ms (p99)", "It answers < 120 ms p50; It answers < 300 ms p99"),
            ("P99 latency: 250 ms or less", "P99 latency <= 250 ms p99"),
            ("Latency (p50/p95/p99): 20/80/200 ms", "Latency = 20 ms p50; Latency = 80 ms p95; Latency = 200 ms p99"),
            ("Lookups take 15-20 ms", "Lookups take <= 20 ms"),
            ("No request takes more than 5 seconds", "No request takes <= 5 s"),
            ("System uptime: 99%+", "System uptime >= 99 %"),
            ("100% of responses under 500ms", "responses < 500 ms"),
            ("Max latency: 1s", "Max latency <= 1 s"),
            (
                "A quote is there in under 3 seconds for 95% of cases, and never later than 8 seconds",
                "A quote is there < 3 s p95 |for 95% of cases; A quote is there <= 8 s",
            ),
            (
                "The loop must finish in 200 ms. Readings: 200/s sustained",
                "The loop must finish = 200 ms; Readings = 200 readings/s",
            ),
            ("Nine out of ten lorries leave within 25 minutes", "lorries leave <= 25 min p90"),
            ("A pack may never take more than two seconds", "A pack may never take <= 2 s"),
            (
                "Listings come back in under 300 ms for 99 out of 100 requests",
                "Listings come back < 300 ms p99 |for 99% of requests",
            ),
            ("Search: 300ms p95 | Write: 500ms p95", "Search = 300 ms p95; Write = 500 ms p95"),
            (
                "Reports reach the clerk in less than 5 minutes, 99% of them.",
                "Reports reach the clerk < 5 min p99 |for 99% of them.",
            ),
            ("It packs old rows, ratio at least 10x", "It packs old rows, ratio >= 10 x"),
            ("LCP < 2.5s, CLS < 0.1", "LCP < 2.5 s; CLS < 0.1"),
            ("40 wards, 120 concurrent nurses", "concurrent nurses = 120 nurses"),
            ("Support 2,000 simultaneous sign-ups", "simultaneous sign-ups = 2000 sign-ups"),
            ("Nightly load of 250M+ numbers in under 45 minutes", "Nightly load of 250M+ numbers < 45 min"),
            ("Transcoding: 1 hour of audio in under 4 minutes", "Transcoding < 4 min"),
            ("A batch of 1.5 million lines in less than 20 minutes", "A batch of 1.5 million lines < 20 min"),
            (
                "It serves 200 requests per second. Availability is 99.9 % per month.",
                "It serves = 200 requests/s; Availability = 99.9 % |per month.",
            ),
        ];
        for (sentence, expected) in cases {
            let read = targets(sentence, Span::default()).into_iter().map(|reading| {
                let t = reading.target;
                let condition = if t.condition.is_empty() { String::new() } else { format!("|{}", t.condition) };
                format!("{} {} {} {} {} {condition}", t.subject, t.comparator, t.value, t.unit, t.percentile)
            });
            let read = read.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
            assert_eq!(read.collect::<Vec<_>>().join("; "), expected, "{sentence}");
        }
    }

    #[test]
    fn a_word_between_two_numbers_may_limit_either() {
        for sentence in ["Answers: 5 ms max 95%", "Answers: 95% minimum 5 ms"] {
            assert_eq!(targets(sentence, Span::default()).len(), 1, "{sentence}");
        }
    }

    #[test]
    fn other_numbers_are_no_targets() {
        let sentences = [
            "Retention: 7 years for compliance",
            "80% of partners using webhooks within 6 months",
            "95%+ test coverage achieved",
            "20% improvement in operational efficiency",
            "TLS 1.2 minimum",
            "Cache TTL: 5 minutes",
            "Phase 2 of the plan",
            "Zero security incidents",
            "50% faster than the current system",
            "Reduce latency by 30%",
            "Backups every 24 hours",
            "Rate limit: 100 requests per minute per user",
            "",
        ];
        for sentence in sentences {
            assert!(targets(sentence, Span::default()).is_empty(), "{sentence}");
        }
    }
}
