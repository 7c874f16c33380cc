//! SW1315: an event that does not say when it happened.

use specwave_golang::facts::StructField;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::events;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1315",
    name: "event-without-metadata",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an event of the domain without metadata: neither a field of a type `…Metadata` or an embedded event, \
               nor a time.",
        why: "Whoever receives it can neither order it nor tell it from one that came twice.",
        example: "```go\n// internal/domain/billing/events.go\ntype InvoicePaidEvent struct {\n\tInvoiceID values.UUID\n}\n```",
        fix: "Add a field with what every event carries: its ID, the aggregate's, and when it happened.",
    },
};

/// Ends of the types that hold what every event carries.
const METADATA: [&str; 5] = ["Metadata", "Meta", "Event", "Header", "Envelope"];

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for event in events(subject).filter(|event| !event.fields.iter().any(tells_when)) {
        let message = format!("`{}` has no metadata: nothing says when it happened", event.name());
        found.report(&RULE, &event.file.path, event.declared.name.span, message);
    }
}

fn tells_when(field: &StructField) -> bool {
    let ty = field.ty.trim_start_matches('*');
    let carries = METADATA.iter().any(|end| ty.ends_with(end)) || field.embedded && ty.contains("Base");
    carries || ty == "time.Time" || field.name.text.contains("Timestamp")
}
