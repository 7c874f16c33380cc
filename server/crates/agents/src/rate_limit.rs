//! Whether what an agent complains about is that its model was asked too often, and how long that lasts.

/// How services and agents put it, in lower case; the number is HTTP's.
const WORDS: &[&str] =
    &["rate limit", "rate_limit", "rate-limit", "ratelimit", "too many requests", "resource_exhausted", "overloaded"];
const STATUS: &str = "429";

/// What comes before a waiting time in headers, fields and sentences, in lower case and with spaces for hyphens.
const BEFORE_A_TIME: &[&str] =
    &["retry after", "retryafter", "retry delay", "retrydelay", "retry in", "try again in", "try again after"];

/// Units of time by their first letters, in milliseconds. Where there is none, the number is HTTP's, which means seconds.
const UNITS: &[(&str, f64)] = &[("ms", 1.0), ("mil", 1.0), ("s", 1e3), ("m", 60e3), ("h", 3_600e3), ("d", 86_400e3), ("", 1e3)];

/// Whether a complaint is about a rate limit.
pub(crate) fn is_rate_limit(complaint: &str) -> bool {
    let complaint = complaint.to_lowercase();
    let mut words = complaint.split(|c: char| !c.is_alphanumeric());
    WORDS.iter().any(|word| complaint.contains(word)) || words.any(|word| word == STATUS)
}

/// How many seconds it says one has to wait.
pub(crate) fn stated_wait(complaint: &str) -> Option<u64> {
    let complaint = complaint.to_lowercase().replace(['-', '_'], " ");
    let waits = BEFORE_A_TIME.iter().filter_map(|before| milliseconds(complaint.split_once(before)?.1));
    // A part of a second is a second. A float that is too large becomes the largest number.
    waits.map(|milliseconds| (milliseconds / 1e3).ceil() as u64).max()
}

/// The time that a text begins with, such as `: "34.5s"`, `1m30s`, `2 minutes, 5 seconds` or ` ms: 1500`.
fn milliseconds(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let (default, text) = text.strip_prefix("ms").map_or(("", text), |rest| ("ms", rest));
    let mut rest = text.trim_start_matches([' ', '"', '\'', ':', '=']);
    let mut sum = None;
    loop {
        let number = rest.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
        let Ok(value) = number.trim_end_matches('.').parse::<f64>() else { return sum };
        rest = rest[number.len()..].trim_start();
        let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let unit = if word.is_empty() { default } else { word };
        let (_, length) = UNITS.iter().find(|(letters, _)| unit.starts_with(letters))?;
        sum = Some(sum.unwrap_or(0.0) + value * length);
        rest = rest[word.len()..].trim_start_matches([' ', ',']);
        if word.is_empty() {
            return sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_about_rates_are_told_from_others() {
        for complaint in [
            "API Error: 429 {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"}}",
            "Internal error: [API Error: Rate limit exceeded, try again in 20 s]",
            "exceeded retry limit, last status: 429 Too Many Requests",
            "got status: RESOURCE_EXHAUSTED",
            "Overloaded",
        ] {
            assert!(is_rate_limit(complaint), "{complaint}");
        }
        for complaint in ["error_max_turns", "stream disconnected", "it ended with exit code 1", "port 4290 is taken"] {
            assert!(!is_rate_limit(complaint), "{complaint}");
        }
    }

    #[test]
    fn the_time_to_wait_is_read_where_it_is_said() {
        for (complaint, seconds) in [
            ("429 Too Many Requests, Retry-After: 20", Some(20)),
            ("Rate limit exceeded, try again in 20 s]", Some(20)),
            ("Rate limit reached. Please try again in 1m30s. Visit the dashboard.", Some(90)),
            ("Please try again in 6ms.", Some(1)),
            ("please try again in 2 minutes, 5 seconds", Some(125)),
            ("RESOURCE_EXHAUSTED: Please retry in 34.074824224s.", Some(35)),
            (r#"{"@type":"RetryInfo","retryDelay":"34s"}"#, Some(34)),
            (r#"{"error":{"retry_after": 12}}"#, Some(12)),
            ("retry-after-ms: 1500", Some(2)),
            ("Try again after 1 hour.", Some(3600)),
            ("retry after 99999999999999999999999 s", Some(u64::MAX)),
            ("Retry-After: Wed, 21 Oct 2026 07:28:00 GMT", None),
            ("Rate limit exceeded. Try again later.", None),
            ("it will not retry in this turn", None),
            ("overloaded", None),
        ] {
            assert_eq!(stated_wait(complaint), seconds, "{complaint}");
        }
    }
}
