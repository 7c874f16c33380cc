//! SW208: an event that is not named after something that has happened.

use specwave_golang::names;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW208",
    name: "event-not-in-past-tense",
    group: Group::Model,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a domain event whose name has no verb in the past tense: `InvoiceCreate`, `SendReminder`.",
        why: "An event tells what has happened, and nobody can refuse it any more. A name in another tense reads like a \
              command, and is used like one.",
        example: "```yaml\ndomain_events:\n  - name: SendReminder\n```",
        fix: "Name it after what has happened: `ReminderSent`.",
    },
};

/// Past tenses that do not end in `ed`, and words for a state that has come about.
const IRREGULAR: &[&str] = &[
    "sent", "paid", "made", "lost", "won", "sold", "bought", "brought", "built", "begun", "broken", "chosen", "done", "drawn",
    "driven", "fallen", "found", "forgotten", "frozen", "given", "gone", "grown", "held", "hidden", "hit", "kept", "known", "laid",
    "led", "left", "lent", "let", "met", "put", "read", "reset", "run", "rerun", "overrun", "seen", "set", "shown", "shut", "spent",
    "split", "spoken", "stolen", "stuck", "sunk", "taken", "taught", "thought", "thrown", "told", "undone", "understood", "withdrawn",
    "withheld", "written", "rewritten", "woken", "cut", "bid", "overridden", "rebuilt", "resent", "unset", "up", "down", "offline",
    "online", "outbid", "cast", "broadcast", "overdue", "became", "began", "broke", "chose", "fell", "forgot", "gave", "went", "grew", "rose",
    "risen", "saw", "took", "threw", "withdrew", "wrote", "ready", "due", "available",
];

/// Whether a name tells of something that has happened: one of its words is a past tense.
#[must_use]
pub fn tells_the_past(name: &str) -> bool {
    names::words(name).iter().any(|word| word.ends_with("ed") || IRREGULAR.contains(&word.as_str()))
}

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for event in &subject.spec.events {
        if !tells_the_past(&event.name) {
            reporter.report(event.span, format!("`{}` does not say what has happened", event.name));
        }
    }
}
