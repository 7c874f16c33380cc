//! What the name of an operation says: a verb and what it is done to.

use specwave_golang::names;

/// Kinds of operations, told from their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// Makes something new.
    Create,
    /// Loads one thing.
    Get,
    /// Loads many things.
    List,
    /// Changes fields.
    Update,
    /// Removes one thing.
    Delete,
    /// Removes what has expired.
    Purge,
    /// Answers yes or no.
    Check,
    /// Does a single operation many times.
    Bulk,
    /// Makes many things of foreign data.
    Import,
    /// Gives many things as a file.
    Export,
    /// Counts and sums up.
    Report,
    /// Tells others, or writes down, that something happened.
    Emit,
    /// Fills a cache.
    Warm,
    /// Empties a cache.
    Forget,
    /// Works a value out.
    Calculate,
    /// Delivers values as they come.
    Subscribe,
    /// Whatever the entity's methods and states make of it.
    Act,
}

/// First words and their verbs. Words that are missing here are taken for an act of the entity.
const VERBS: &[(Verb, &[&str])] = &[
    (
        Verb::Create,
        &[
            "create",
            "add",
            "grant",
            "register",
            "new",
            "open",
            "place",
            "submit",
            "insert",
            "start",
            "launch",
            "capture",
            "enroll",
            "issue",
            "make",
            "initiate",
            "define",
            "schedule",
            "save",
            "store",
            "request",
            "provision",
            "post",
            "book",
            "upload",
            "ingest",
            "announce",
            "earn",
            "redeem",
        ],
    ),
    (Verb::Get, &["get", "fetch", "retrieve", "load", "read", "lookup", "view", "show", "describe", "find"]),
    (Verb::List, &["list", "search", "query", "browse", "filter", "all"]),
    (Verb::Update, &["update", "set", "change", "modify", "edit", "patch", "adjust", "assign", "configure", "replace", "put"]),
    (Verb::Delete, &["delete", "remove", "destroy", "drop", "unregister"]),
    (Verb::Purge, &["purge", "cleanup", "clean", "prune"]),
    (
        Verb::Check,
        &["check", "verify", "validate", "is", "has", "can", "ensure", "confirm", "exists", "matches", "allows", "authorize"],
    ),
    (Verb::Bulk, &["bulk", "batch"]),
    (Verb::Import, &["import"]),
    (Verb::Export, &["export", "download"]),
    (Verb::Report, &["generate", "report", "count", "aggregate", "summarize", "summarise"]),
    (Verb::Emit, &["publish", "record", "log", "send", "notify", "emit", "track", "broadcast", "observe", "audit"]),
    (Verb::Warm, &["preload", "warm", "prefetch"]),
    (Verb::Forget, &["invalidate", "evict", "flush"]),
    (
        Verb::Calculate,
        &[
            "calculate",
            "compute",
            "evaluate",
            "score",
            "estimate",
            "predict",
            "collect",
            "determine",
            "measure",
            "analyze",
            "rank",
        ],
    ),
    (Verb::Subscribe, &["subscribe", "watch", "stream", "listen"]),
];

/// Last words that make a report of something that is read.
const REPORTS: &[&str] =
    &["metrics", "stats", "statistics", "report", "analytics", "summary", "count", "counts", "rates", "totals", "breakdown"];

/// Last words that ask for many although they are singular.
const COLLECTIONS: &[&str] = &["history", "list", "all", "trail", "log", "logs"];

/// The verb and the words behind it: `GetConsentHistory` gives `List` and `consent history`.
pub(super) fn verb_and_object(name: &str) -> (Verb, Vec<String>) {
    let words = names::words(name);
    let Some((first, rest)) = words.split_first() else { return (Verb::Act, words) };
    let last = words.last().map(String::as_str).unwrap_or_default();
    let object = rest.to_vec();
    if words.len() > 1 && words.iter().any(|word| matches!(word.as_str(), "bulk" | "batch")) {
        let single = words.iter().filter(|word| !matches!(word.as_str(), "bulk" | "batch")).cloned().collect::<Vec<_>>();
        return match verb_of(single.first().map(String::as_str).unwrap_or_default()) {
            Some(verb @ (Verb::Import | Verb::Export)) => (verb, single[1..].to_vec()),
            _ => (Verb::Bulk, single),
        };
    }
    let verb = match verb_of(first) {
        Some(Verb::Get | Verb::List) if REPORTS.contains(&last) => Verb::Report,
        Some(Verb::Get) if COLLECTIONS.contains(&last) || is_plural(last) => Verb::List,
        Some(verb) => verb,
        None if REPORTS.contains(&last) => Verb::Report,
        None if last == "history" => Verb::List,
        None => return (Verb::Act, words),
    };
    (verb, object)
}

fn verb_of(word: &str) -> Option<Verb> {
    VERBS.iter().find(|(_, words)| words.contains(&word)).map(|(verb, _)| *verb)
}

/// Whether a word is the plural of another one.
pub(super) fn is_plural(word: &str) -> bool {
    names::singular(word) != word
}

/// The words of a name, each in its singular.
pub(super) fn singular_words(name: &str) -> Vec<String> {
    names::words(name).iter().map(|word| names::singular(word)).collect()
}

/// The name as a sentence: `GrantConsent` → `grants consent`.
pub(super) fn sentence(name: &str) -> String {
    let words = names::words(name);
    let Some((first, rest)) = words.split_first() else { return String::new() };
    let third_person = match first.as_str() {
        "is" | "has" | "can" => return format!("tells whether {}", words.join(" ")),
        verb if ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| verb.ends_with(ending)) => format!("{verb}es"),
        verb if verb.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|ending| verb.ends_with(ending)) => {
            format!("{}ies", &verb[..verb.len() - 1])
        }
        verb => format!("{verb}s"),
    };
    std::iter::once(third_person).chain(rest.iter().cloned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Verb, sentence, verb_and_object};

    #[test]
    fn names_say_what_is_done_to_what() {
        let cases = [
            ("GrantConsent", Verb::Create, "consent"),
            ("GetConsent", Verb::Get, "consent"),
            ("GetConsentHistory", Verb::List, "consent history"),
            ("FindConsents", Verb::List, "consents"),
            ("GetConsentMetrics", Verb::Report, "consent metrics"),
            ("BulkConsentCheck", Verb::Bulk, "consent check"),
            ("VerifyBatch", Verb::Bulk, "verify"),
            ("BulkImport", Verb::Import, ""),
            ("PurgeExpiredConsents", Verb::Purge, "expired consents"),
            ("RevokeConsent", Verb::Act, "revoke consent"),
            ("PreloadConsents", Verb::Warm, "consents"),
            ("", Verb::Act, ""),
        ];
        for (name, verb, object) in cases {
            assert_eq!(verb_and_object(name), (verb, object.split_whitespace().map(str::to_owned).collect()), "{name}");
        }
    }

    #[test]
    fn a_name_reads_as_a_sentence() {
        for (name, text) in
            [("GrantConsent", "grants consent"), ("VerifyBatch", "verifies batch"), ("IsValid", "tells whether is valid")]
        {
            assert_eq!(sentence(name), text);
        }
    }
}
