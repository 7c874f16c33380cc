//! SW307: an event that nothing raises.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::model::{Dialect, Struct};
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW307",
    name: "event-never-raised",
    group: Group::References,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a declared event that no Go body raises, in a specification whose bodies raise others.",
        why: "Either a body forgets it, or nobody needs it.",
        example: "```go\ntype InvoicePaid struct { InvoiceID uuid.UUID }\ntype InvoiceLost struct { InvoiceID uuid.UUID }\n\n\
                  func (i *Invoice) Pay() {\n    i.addEvent(InvoicePaid{InvoiceID: i.ID})\n}\n```",
        fix: "Raise it where it happens, or take it out.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    if spec.raised.is_empty() {
        return;
    }
    // What only a sentence or a diagram names is raised there.
    let is_told = |event: &Struct| event.dialect == Dialect::Prose && event.fields.is_empty() && event.doc.is_empty();
    for event in spec.events.iter().filter(|event| !is_told(event)) {
        if !spec.raised.iter().any(|raised| raised.value == event.name) {
            reporter.report(event.span, format!("nothing raises `{}`", event.name));
        }
    }
}
