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
        Some(Verb::Get) if COLLECTIONS.contains(&last) || is_plural(last) || is_plural(thing(&words)) => Verb::List,
        Some(verb) => verb,
        None if REPORTS.contains(&last) => Verb::Report,
        None if last == "history" => Verb::List,
        None => return (Verb::Act, words),
    };
    (verb, object)
}

/// The last word of what is meant, without what it is selected by: `reservations` of `GetReservationsByOrder`.
fn thing(words: &[String]) -> &str {
    let by = words.iter().position(|word| word == "by").unwrap_or(words.len());
    words[..by].last().map(String::as_str).unwrap_or_default()
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
    match first.as_str() {
        "is" | "has" | "can" => format!("tells whether it {}", words.join(" ")),
        "bulk" | "batch" => format!("does {} for many at once", rest.join(" ")),
        verb => std::iter::once(third_person(verb)).chain(rest.iter().cloned()).collect::<Vec<_>>().join(" "),
    }
}

/// A remark as it reads behind the name of what it is about: `Record new consent` → `records new consent`.
pub(super) fn remark(name: &str, remark: &str) -> String {
    let remark = remark.split('\n').next().unwrap_or_default().trim().trim_end_matches(['.', ':']);
    let (first, rest) = remark.split_once(' ').unwrap_or((remark, ""));
    let lower = first.to_lowercase();
    if remark.is_empty() {
        return format!("{name} {}.", sentence(name));
    }
    if first == name {
        return format!("{remark}.");
    }
    let is_imperative = verb_of(&lower).is_some() && !NOUNS.contains(&lower.as_str()) || IMPERATIVES.contains(&lower.as_str());
    if is_imperative {
        return format!("{name} {} {rest}.", third_person(&lower)).replace(" .", ".");
    }
    if rest.split_whitespace().count() < 3 {
        // A few words without a verb are the heading of a group rather than a remark.
        return format!("{name} {}.", sentence(name));
    }
    format!("{name} {}: {}.", sentence(name), lower_first(remark))
}

/// Verbs of operations that remarks begin with as nouns.
const NOUNS: &[&str] = &[
    "all", "audit", "batch", "bulk", "can", "count", "export", "filter", "has", "import", "is", "new", "query", "rank", "report",
    "score", "stream",
];

/// Verbs that remarks begin with, besides those of operations.
const IMPERATIVES: &[&str] = &[
    "apply",
    "accept",
    "archive",
    "assemble",
    "attach",
    "backtest",
    "build",
    "cancel",
    "close",
    "convert",
    "detect",
    "end",
    "enforce",
    "find",
    "gather",
    "handle",
    "hand",
    "keep",
    "mark",
    "move",
    "process",
    "provide",
    "reject",
    "renew",
    "resolve",
    "return",
    "revoke",
    "route",
    "run",
    "simulate",
    "stop",
    "suspend",
    "transform",
    "transition",
    "trigger",
    "use",
];

fn third_person(verb: &str) -> String {
    if ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| verb.ends_with(ending)) {
        return format!("{verb}es");
    }
    if verb.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|ending| verb.ends_with(ending)) {
        return format!("{}ies", &verb[..verb.len() - 1]);
    }
    format!("{verb}s")
}

/// The text with a small first letter, unless it begins with an initialism.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
    let rest = chars.as_str();
    if rest.starts_with(|c: char| c.is_uppercase()) { text.to_owned() } else { first + rest }
}

#[cfg(test)]
mod tests {
    use super::{Verb, remark, sentence, verb_and_object};

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
        for (name, text) in [
            ("GrantConsent", "grants consent"),
            ("VerifyBatch", "verifies batch"),
            ("IsValid", "tells whether it is valid"),
            ("BulkImport", "does import for many at once"),
        ] {
            assert_eq!(sentence(name), text);
        }
    }

    #[test]
    fn a_remark_reads_behind_its_name() {
        for (text, expected) in [
            ("Record new consent", "Grant records new consent."),
            ("Fast verification for routing", "Grant grants: fast verification for routing."),
            ("Bulk operations", "Grant grants."),
            ("GDPR withdrawal at any time.", "Grant grants: GDPR withdrawal at any time."),
            ("Grant does it.", "Grant does it."),
            ("", "Grant grants."),
        ] {
            assert_eq!(remark("Grant", text), expected);
        }
    }
}
