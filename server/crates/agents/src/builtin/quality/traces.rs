//! Sentences of a specification traced to tests by the words that their names share.

use std::collections::{BTreeMap, BTreeSet};

use specwave_golang::names;

use crate::builtin::api::stem;

/// Tests and benchmarks by the words of their names.
pub(crate) struct Traces<'a> {
    functions: Vec<(&'a str, BTreeSet<String>)>,
    /// In how many names each word occurs: a rare one says more.
    occurrences: BTreeMap<String, usize>,
}

/// Words that say nothing about what a sentence is about, or about any test of an API.
const EMPTY_WORDS: &[&str] = &[
    "a",
    "achieved",
    "all",
    "an",
    "and",
    "answer",
    "answers",
    "api",
    "are",
    "as",
    "at",
    "be",
    "behind",
    "by",
    "call",
    "calls",
    "can",
    "complete",
    "completed",
    "completes",
    "correctly",
    "endpoint",
    "endpoints",
    "exist",
    "exists",
    "feature",
    "for",
    "from",
    "function",
    "functional",
    "has",
    "have",
    "in",
    "is",
    "it",
    "its",
    "must",
    "not",
    "of",
    "on",
    "only",
    "operation",
    "operations",
    "or",
    "pass",
    "passed",
    "passes",
    "properly",
    "require",
    "required",
    "requirement",
    "requirements",
    "route",
    "routes",
    "routing",
    "served",
    "should",
    "successful",
    "successfully",
    "support",
    "supported",
    "supports",
    "system",
    "test",
    "tested",
    "tests",
    "that",
    "the",
    "their",
    "to",
    "under",
    "user",
    "users",
    "with",
    "within",
    "work",
    "works",
];

/// Words that tell what a sentence is about on their own, without their endings.
const TOPICS: &[&str] =
    &["audit", "ccpa", "dnc", "gdpr", "hipaa", "idempotenc", "invalid", "migr", "pci", "replay", "securit", "tcpa"];

/// How many tests are named for one sentence at most.
const MOST: usize = 3;

impl<'a> Traces<'a> {
    /// Traces to these functions; the name of the feature in theirs tells nothing.
    pub(crate) fn new(functions: impl Iterator<Item = &'a str>, feature: &str) -> Self {
        let functions: Vec<(&str, BTreeSet<String>)> =
            functions.map(|function| (function, telling_words(&function.replacen(feature, "", 1)))).collect();
        let mut occurrences = BTreeMap::new();
        for word in functions.iter().flat_map(|(_, words)| words) {
            *occurrences.entry(word.clone()).or_insert(0) += 1;
        }
        Self { functions, occurrences }
    }

    /// The functions that a sentence is best traced to: those that share two of its words, or one topic. A word
    /// that many names have does not count.
    pub(crate) fn of(&self, sentence: &str) -> Vec<&'a str> {
        let wanted = telling_words(sentence);
        let is_rare = |word: &str| {
            let occurrences = self.occurrences.get(word).copied().unwrap_or_default();
            occurrences <= (self.functions.len() / 3).max(3)
        };
        let mut scored: Vec<(usize, &str)> = Vec::new();
        for (function, words) in &self.functions {
            let shared: Vec<&String> = words.intersection(&wanted).filter(|word| is_rare(word)).collect();
            if shared.len() >= 2 || shared.iter().any(|word| TOPICS.contains(&word.as_str())) {
                scored.push((shared.len(), function));
            }
        }
        let best = scored.iter().map(|(shared, _)| *shared).max().unwrap_or_default();
        scored.into_iter().filter(|(shared, _)| *shared == best).take(MOST).map(|(_, function)| function).collect()
    }
}

fn telling_words(text: &str) -> BTreeSet<String> {
    let words = names::words(text);
    let tells = |word: &&String| {
        word.len() > 1 && !EMPTY_WORDS.contains(&word.as_str()) && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    words.iter().filter(tells).map(|word| stem(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::Traces;

    #[test]
    fn sentences_lead_to_tests_that_share_their_words() {
        let functions = [
            "TestConsentRecordRevoke",
            "TestConsentCacheInvalidate",
            "TestAuditLogKeepsOrder",
            "TestConsentRecordValidate",
            "TestConsentQueryMatches",
            "TestConsentRecordRenew",
            "TestConsentManagementAPICallsTheOperationBehindEveryEndpoint",
        ];
        let traces = Traces::new(functions.into_iter(), "ConsentManagement");
        assert_eq!(traces.of("Audit trail captures all events"), ["TestAuditLogKeepsOrder"]);
        assert_eq!(traces.of("Cache properly invalidated on changes"), ["TestConsentCacheInvalidate"]);
        assert!(traces.of("All consent operations complete successfully").is_empty());
        assert!(traces.of("Consent management is documented").is_empty());
    }
}
