//! English verbs as method, event and status names use them.

use specwave_golang::names;

/// Verbs whose past participle follows no rule.
const IRREGULAR: &[(&str, &str)] = &[
    ("begin", "begun"),
    ("bind", "bound"),
    ("break", "broken"),
    ("bring", "brought"),
    ("build", "built"),
    ("buy", "bought"),
    ("choose", "chosen"),
    ("cut", "cut"),
    ("deliver", "delivered"),
    ("draw", "drawn"),
    ("enrol", "enrolled"),
    ("enter", "entered"),
    ("find", "found"),
    ("freeze", "frozen"),
    ("fulfil", "fulfilled"),
    ("get", "got"),
    ("give", "given"),
    ("hit", "hit"),
    ("hold", "held"),
    ("keep", "kept"),
    ("lose", "lost"),
    ("leave", "left"),
    ("make", "made"),
    ("offer", "offered"),
    ("open", "opened"),
    ("pay", "paid"),
    ("put", "put"),
    ("register", "registered"),
    ("reset", "reset"),
    ("run", "run"),
    ("see", "seen"),
    ("sell", "sold"),
    ("send", "sent"),
    ("set", "set"),
    ("split", "split"),
    ("take", "taken"),
    ("trigger", "triggered"),
    ("visit", "visited"),
    ("withdraw", "withdrawn"),
    ("win", "won"),
    ("write", "written"),
    ("answer", "answered"),
    ("cancel", "cancelled"),
    ("credit", "credited"),
    ("debit", "debited"),
    ("edit", "edited"),
    ("audit", "audited"),
    ("limit", "limited"),
    ("publish", "published"),
    ("deposit", "deposited"),
    ("complete", "completed"),
];

/// States that a verb leads to besides its participle.
const OUTCOMES: &[(&str, &[&str])] = &[
    ("activate", &["active", "activated", "enabled"]),
    ("block", &["blocked", "suspended"]),
    ("cancel", &["cancelled", "canceled"]),
    ("close", &["closed", "ended"]),
    ("complete", &["completed", "complete", "done", "finished", "succeeded"]),
    ("deactivate", &["inactive", "deactivated", "disabled"]),
    ("disable", &["disabled", "inactive"]),
    ("enable", &["enabled", "active"]),
    ("end", &["ended", "completed", "closed"]),
    ("fail", &["failed", "failure", "error"]),
    ("finish", &["finished", "completed", "done"]),
    ("grant", &["granted", "active", "approved"]),
    ("pause", &["paused", "suspended", "on_hold"]),
    ("process", &["processing", "processed"]),
    ("reactivate", &["active", "activated"]),
    ("resume", &["active", "running", "resumed", "in_progress"]),
    ("retry", &["pending", "queued", "retrying"]),
    ("start", &["started", "running", "active", "in_progress", "processing", "delivering"]),
    ("stop", &["stopped", "inactive", "cancelled"]),
    ("succeed", &["succeeded", "success", "completed"]),
    ("terminate", &["terminated", "ended", "closed"]),
    ("win", &["won"]),
];

/// States in which a life is over.
const FINAL_STATES: &[&str] = &[
    "archived",
    "cancelled",
    "canceled",
    "closed",
    "complete",
    "completed",
    "dead",
    "deleted",
    "delivered",
    "done",
    "ended",
    "expired",
    "failed",
    "finished",
    "lost",
    "rejected",
    "returned",
    "revoked",
    "succeeded",
    "terminated",
    "withdrawn",
    "won",
];

/// Verbs that bring something back, whatever state it is in.
const REVIVALS: &[&str] = &["reactivate", "reopen", "resume", "restore", "retry", "archive", "delete", "renew", "reset"];

/// Participles of events that begin a life.
const CREATIONS: &[&str] = &[
    "created",
    "registered",
    "opened",
    "made",
    "placed",
    "submitted",
    "requested",
    "granted",
    "issued",
    "recorded",
    "logged",
    "received",
    "captured",
    "added",
    "started",
    "initiated",
    "scheduled",
    "generated",
    "detected",
    "launched",
    "queued",
    "published",
];

/// The past participle: `revoke` gives `revoked`; a state such as `checked_in` is one already.
pub(super) fn participle(verb: &str) -> String {
    if verb.contains('_') || verb.len() > 5 && verb.ends_with("ed") && !verb.ends_with("eed") {
        return verb.to_owned();
    }
    if let Some((_, irregular)) = IRREGULAR.iter().find(|(known, _)| *known == verb) {
        return (*irregular).to_owned();
    }
    let chars: Vec<char> = verb.chars().collect();
    let vowel = |at: usize| chars.get(at).is_some_and(|c| "aeiou".contains(*c));
    match chars.as_slice() {
        [.., 'e'] => format!("{verb}d"),
        [.., c, 'y'] if !"aeiou".contains(*c) => format!("{}ied", &verb[..verb.len() - 1]),
        [.., last]
            if verb.len() > 2
                && verb.len() < 6
                && !vowel(chars.len() - 1)
                && vowel(chars.len() - 2)
                && !vowel(chars.len() - 3)
                && !"wxy".contains(*last)
                && short(&chars) =>
        {
            format!("{verb}{last}ed")
        }
        _ => format!("{verb}ed"),
    }
}

/// Whether the word has a single vowel, so that its last consonant is doubled.
fn short(chars: &[char]) -> bool {
    chars.iter().filter(|c| "aeiou".contains(**c)).count() == 1
}

/// The states that a verb may lead to, the likeliest first, in snake case.
pub(super) fn outcomes(verb: &str) -> Vec<String> {
    let mut states = vec![participle(verb)];
    if let Some((_, known)) = OUTCOMES.iter().find(|(known, _)| *known == verb) {
        states.extend(known.iter().map(|state| (*state).to_owned()));
    }
    states
}

/// Whether a life is over in that state.
pub(super) fn is_final(state: &str) -> bool {
    FINAL_STATES.contains(&names::snake(state).as_str())
}

/// Whether the verb brings something back, whatever state it is in.
pub(super) fn revives(verb: &str) -> bool {
    REVIVALS.contains(&verb)
}

/// How early the participle of an event stands among those that begin a life; `None` if it does not.
pub(super) fn creation_rank(participle: &str) -> Option<usize> {
    CREATIONS.iter().position(|known| *known == participle)
}

/// Whether a word looks like a participle.
pub(super) fn is_participle(word: &str) -> bool {
    word.ends_with("ed") || IRREGULAR.iter().any(|(_, participle)| *participle == word)
}

#[cfg(test)]
mod tests {
    use super::{outcomes, participle};

    #[test]
    fn verbs_become_participles() {
        for (verb, expected) in [
            ("revoke", "revoked"),
            ("renew", "renewed"),
            ("stop", "stopped"),
            ("ban", "banned"),
            ("apply", "applied"),
            ("send", "sent"),
            ("suspend", "suspended"),
            ("cancel", "cancelled"),
            ("approve", "approved"),
            ("fail", "failed"),
            ("return", "returned"),
            ("expire", "expired"),
            ("verify", "verified"),
            ("destroy", "destroyed"),
            ("reject", "rejected"),
            ("fix", "fixed"),
            ("succeed", "succeeded"),
            ("completed", "completed"),
            ("checked_in", "checked_in"),
        ] {
            assert_eq!(participle(verb), expected);
        }
        assert!(outcomes("activate").contains(&"active".to_owned()));
    }
}
