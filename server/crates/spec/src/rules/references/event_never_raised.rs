//! SW307: an event that nothing raises.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use super::unknown_entity::mentions;
use crate::model::{Dialect, Spec, Struct};
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW307",
    name: "event-never-raised",
    group: Group::References,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a declared event that no Go body raises, in a specification whose bodies raise most others.",
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
    // What a sentence, a row or a diagram names is raised where that says so.
    let is_told = |event: &Struct| event.dialect == Dialect::Prose && event.fields.is_empty();
    let is_raised = |event: &Struct| spec.raised.iter().any(|raised| raised.value == event.name);
    let (raised, others): (Vec<_>, Vec<_>) = spec.events.iter().filter(|event| !is_told(event)).partition(|event| is_raised(event));
    // Fewer are samples of how it is done.
    if raised.len() < others.len() {
        return;
    }
    for event in others.into_iter().filter(|event| !is_handed_in(spec, &event.name)) {
        reporter.report(event.span, format!("nothing raises `{}`", event.name));
    }
}

/// Whether an operation takes the event: then it comes from outside.
fn is_handed_in(spec: &Spec, event: &str) -> bool {
    let operations = spec.services.iter().map(|it| &it.operations).chain(spec.interfaces.iter().map(|it| &it.operations)).flatten();
    operations.filter_map(|it| it.signature.as_ref()).flat_map(|it| &it.params).any(|param| mentions(&param.ty, event))
}
