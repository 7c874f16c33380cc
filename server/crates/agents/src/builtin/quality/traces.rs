//! Sentences of a specification traced to tests by the words that their names share.

use std::collections::{BTreeMap, BTreeSet};

use crate::builtin::api::stems;

/// Tests and benchmarks by the words of their names.
pub(crate) struct Traces<'a> {
    functions: Vec<(&'a str, BTreeSet<String>)>,
    /// In how many names each word occurs: a rare one says more.
    occurrences: BTreeMap<String, usize>,
}

/// Words that say nothing about what a sentence is about.
const EMPTY_WORDS: &[&str] = &[
    "a",
    "achiev",
    "all",
    "an",
    "and",
    "api",
    "are",
    "as",
    "at",
    "be",
    "by",
    "can",
    "complet",
    "correctly",
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
    "or",
    "pas",
    "pass",
    "properly",
    "requir",
    "requirement",
    "should",
    "successfully",
    "support",
    "system",
    "test",
    "that",
    "the",
    "their",
    "to",
    "under",
    "user",
    "with",
    "within",
    "work",
];

/// How many tests are named for one sentence at most.
const MOST: usize = 3;

impl<'a> Traces<'a> {
    /// Traces to these functions.
    pub(crate) fn new(functions: impl Iterator<Item = &'a str>) -> Self {
        let mut occurrences = BTreeMap::new();
        let mut named = Vec::new();
        for function in functions {
            let words: BTreeSet<String> = words(function);
            for word in &words {
                *occurrences.entry(word.clone()).or_insert(0) += 1;
            }
            named.push((function, words));
        }
        Self { functions: named, occurrences }
    }

    /// The functions that a sentence is best traced to: those that share two of its words, or one rare one.
    pub(crate) fn of(&self, sentence: &str) -> Vec<&'a str> {
        let wanted = words(sentence);
        let rare = (self.functions.len() / 20).max(3);
        let mut scored: Vec<(usize, usize, &str)> = self
            .functions
            .iter()
            .enumerate()
            .filter_map(|(at, (function, words))| {
                let shared: Vec<&String> = words.intersection(&wanted).collect();
                let is_rare = |word: &&String| self.occurrences.get(*word).is_some_and(|count| *count <= rare);
                let tells = shared.len() >= 2 || shared.iter().any(is_rare);
                tells.then_some((shared.len(), at, *function))
            })
            .collect();
        // Most shared words first; among equals the order of the roles.
        scored.sort_by(|(a, a_at, _), (b, b_at, _)| b.cmp(a).then(a_at.cmp(b_at)));
        let best = scored.first().map(|(shared, ..)| *shared).unwrap_or_default();
        scored.into_iter().filter(|(shared, ..)| *shared == best).take(MOST).map(|(.., function)| function).collect()
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let tells = |word: &String| {
        word.len() > 1 && !EMPTY_WORDS.contains(&word.as_str()) && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    stems(text).into_iter().filter(tells).collect()
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
            "BenchmarkCheckConsent",
            "TestConsentRecordValidate",
            "TestConsentQueryMatches",
            "TestConsentRecordRenew",
        ];
        let traces = Traces::new(functions.into_iter());
        assert_eq!(traces.of("Audit trail captures all events"), ["TestAuditLogKeepsOrder"]);
        assert_eq!(traces.of("Cache properly invalidated on changes"), ["TestConsentCacheInvalidate"]);
        assert_eq!(traces.of("Consent checks perform under 1ms p99"), ["BenchmarkCheckConsent"]);
        assert!(traces.of("Documentation complete").is_empty());
    }
}
