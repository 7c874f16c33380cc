//! Performance targets and the endpoints that they are about.

use specwave_golang::names;
use specwave_plan::contract::Target;

use super::endpoint::EndpointView;

/// Whether a target limits a time.
pub(crate) fn is_latency(target: &Target) -> bool {
    matches!(target.unit.as_str(), "ns" | "us" | "µs" | "μs" | "ms" | "s" | "min" | "h")
}

/// Whether a latency target names the endpoint's operation: its verb and a word of the rest.
pub(crate) fn is_about(target: &Target, endpoint: &EndpointView<'_>) -> bool {
    let subject = stems(&target.subject);
    let operation = stems(endpoint.operation);
    let shared = operation.iter().filter(|word| subject.contains(word)).count();
    is_latency(target) && !operation.is_empty() && shared >= operation.len().min(2)
}

fn stems(text: &str) -> Vec<String> {
    names::words(text).iter().map(|word| stem(word)).collect()
}

/// A word without the endings by which its forms differ: `verified` and `verification` give the same.
pub(crate) fn stem(word: &str) -> String {
    let mut stem = names::singular(word);
    for ending in ["ication", "ation", "ating", "ated", "ate", "ied", "ies", "ing", "ion", "ed", "e", "y"] {
        if stem.len() > ending.len() + 2 && stem.ends_with(ending) {
            stem.truncate(stem.len() - ending.len());
            break;
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let pairs = [
            ("check", "checks"),
            ("calculate", "calculation"),
            ("validate", "validation"),
            ("validated", "validates"),
            ("verify", "verification"),
            ("verify", "verified"),
            ("publish", "publishing"),
        ];
        for (one, other) in pairs {
            assert_eq!(stem(one), stem(other));
        }
    }
}
