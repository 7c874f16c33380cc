//! Targets in fenced Go: constants such as `MaxLookup = 80 * time.Millisecond`, and what comments say of constants and fields.

use specwave_golang::names;
use specwave_source::Span;

use super::is_measured;
use super::measure;
use super::phrase;
use crate::model::Target;
use crate::outline::lines;

/// Words of names that set a time, but no target.
const SETTINGS: &[&str] =
    &["timeout", "ttl", "interval", "retention", "retry", "backoff", "expiry", "expiration", "window", "wait", "grace", "period"];

/// Units of Go's durations, and what the model calls them.
const DURATIONS: &[(&str, &str)] = &[
    ("time.Nanosecond", "ns"),
    ("time.Microsecond", "us"),
    ("time.Millisecond", "ms"),
    ("time.Second", "s"),
    ("time.Minute", "min"),
    ("time.Hour", "h"),
];

/// Reads the declarations of a fence in a section about performance; what stands in bodies of functions is code.
pub(super) fn read(text: &str, content: Span, targets: &mut Vec<Target>) {
    let mut in_function = false;
    for span in lines(&text[content.start..content.end]).map(|span| span.shifted(content.start)) {
        let line = &text[span.start..span.end];
        in_function = (in_function && !line.starts_with('}')) || (line.starts_with("func ") && line.trim_end().ends_with('{'));
        if !in_function {
            of_line(line, span, targets);
        }
    }
}

fn of_line(line: &str, span: Span, targets: &mut Vec<Target>) {
    let (code, comment) = line.split_once("//").unwrap_or((line, ""));
    let Some((label, rest)) = declared(code) else {
        if code.trim().is_empty() {
            let listed = phrase::targets(comment, span).into_iter();
            targets.extend(listed.filter(|reading| reading.alone && is_measured(&reading.target)).map(|reading| reading.target));
        }
        return;
    };
    let said = if is_setting(&label) { Vec::new() } else { phrase::targets(&format!("{label}: {comment}"), span) };
    let said: Vec<Target> = said.into_iter().map(|reading| reading.target).filter(is_measured).collect();
    if said.is_empty() {
        let rank = measure::percentile(comment);
        let valued = value(&label, rest).map(|value| phrase::targets(&format!("{label}: {value} {rank}"), span));
        targets.extend(valued.into_iter().flatten().take(1).map(|reading| reading.target));
    } else {
        targets.extend(said);
    }
}

/// The words of the name that a line declares, and what stands behind it: `LookupLatency time.Duration`.
fn declared(code: &str) -> Option<(String, &str)> {
    let code = code.trim_start();
    let code = code.strip_prefix("const ").or_else(|| code.strip_prefix("var ")).unwrap_or(code);
    let end = code.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(code.len());
    let (name, rest) = code.split_at(end);
    let is_name = name.starts_with(char::is_alphabetic) && !["type", "func", "return", "import", "package"].contains(&name);
    (is_name && rest.starts_with([' ', '\t', '='])).then(|| (names::words(name).join(" "), rest.trim()))
}

fn is_setting(label: &str) -> bool {
    label.split(' ').any(|word| SETTINGS.contains(&word))
}

/// The duration or the rate that a constant is, as a sentence says it.
fn value(label: &str, rest: &str) -> Option<String> {
    let value = rest.rsplit_once('=').filter(|(before, _)| !before.ends_with(':'))?.1.trim();
    let number = |written: &str| written.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_')) && !written.is_empty();
    if is_setting(label) {
        return None;
    }
    if let Some((left, right)) = value.split_once('*') {
        let (left, right) = (left.trim(), right.trim());
        let (count, unit) = if number(left) { (left, right) } else { (right, left) };
        let unit = DURATIONS.iter().find(|(written, _)| *written == unit)?.1;
        return number(count).then(|| format!("{count} {unit}"));
    }
    if let Some((_, unit)) = DURATIONS.iter().find(|(written, _)| *written == value) {
        return Some(format!("1 {unit}"));
    }
    let is_rate = label.ends_with(" per second") || label.ends_with(" per minute");
    (is_rate && number(value)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use specwave_source::Span;

    use super::read;

    fn targets(source: &str) -> Vec<String> {
        let mut found = Vec::new();
        read(source, Span::new(0, source.len()), &mut found);
        found
            .into_iter()
            .map(|t| format!("{} {} {} {} {}", t.subject, t.comparator, t.value, t.unit, t.percentile).trim().to_owned())
            .collect()
    }

    #[test]
    fn constants_and_their_comments_set_targets() {
        for (source, expected) in [
            ("\tMaxSealLatency = 30 * time.Second // p99", "max seal latency <= 30 s p99"),
            ("const LookupLatency = 5 * time.Millisecond // < 5ms p95", "lookup latency < 5 ms p95"),
            ("\tSealsPerSecond = 250", "seals per second = 250 seals/s"),
            ("\tBudget = time.Second", "budget = 1 s"),
            ("\tWriteLatency time.Duration // < 10ms p99", "write latency < 10 ms p99"),
            ("// Lookups: < 3ms p99", "Lookups < 3 ms p99"),
        ] {
            assert_eq!(targets(source), [expected], "{source}");
        }
    }

    #[test]
    fn settings_and_bodies_set_none() {
        for source in [
            "\tRequestTimeout = 30 * time.Second",
            "\tCacheTTL = 5 * time.Minute // up to 5 minutes",
            "\tPoolSize = 25",
            "// wait up to 30 seconds before a retry",
            "func run() {\n\tlimit = 3 * time.Second\n\t// Lookups: < 3ms p99\n}",
            "type Targets struct {",
        ] {
            assert!(targets(source).is_empty(), "{source}: {:?}", targets(source));
        }
    }
}
