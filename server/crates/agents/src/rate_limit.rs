//! Whether what an agent complains about is that its model was asked too often.

/// How services and agents put it, in lower case; the number is HTTP's.
const WORDS: &[&str] =
    &["rate limit", "rate_limit", "rate-limit", "ratelimit", "too many requests", "resource_exhausted", "overloaded"];
const STATUS: &str = "429";

/// Whether a complaint is about a rate limit.
pub(crate) fn is_rate_limit(complaint: &str) -> bool {
    let complaint = complaint.to_lowercase();
    let mut words = complaint.split(|c: char| !c.is_alphanumeric());
    WORDS.iter().any(|word| complaint.contains(word)) || words.any(|word| word == STATUS)
}

#[cfg(test)]
mod tests {
    use super::is_rate_limit;

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
}
