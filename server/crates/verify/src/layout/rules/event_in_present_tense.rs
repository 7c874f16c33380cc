//! SW1316: an event that is named like a command.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_spec::rules::tells_the_past;

use crate::layout::domain::events;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1316",
    name: "event-in-present-tense",
    group: Group::Layout,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an event of the domain whose name has no verb in the past tense: `InvoicePayEvent`, `SendReminder`.",
        why: "An event tells what has happened, and nobody can refuse it any more. A name in another tense reads like a command.",
        example: "```go\n// internal/domain/billing/events.go\ntype InvoicePayEvent struct {\n\tMeta values.EventMetadata\n}\n```",
        fix: "Name it after what has happened: `InvoicePaidEvent`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for event in events(subject).filter(|event| !tells_the_past(event.name())) {
        let message = format!("`{}` does not say what has happened", event.name());
        found.report(&RULE, &event.file.path, event.declared.name.span, message);
    }
}
