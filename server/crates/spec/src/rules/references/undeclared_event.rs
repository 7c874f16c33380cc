//! SW306: an event that is raised and declared nowhere.

use foldhash::HashSet;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW306",
    name: "undeclared-event",
    group: Group::References,
    level: Level::Information,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an event that a Go body raises and that the specification declares nowhere, be it in a sentence.",
        why: "Its fields are read off the place where it is raised, and their types are guessed. Whoever handles the event \
              works with that guess.",
        example: "```go\nfunc (i *Invoice) Pay() {\n    i.addEvent(InvoicePaid{InvoiceID: i.ID})\n}\n```",
        fix: "Declare the event with the types of its fields; the fix begins that with what is known.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let mut seen = HashSet::default();
    for raised in &spec.raised {
        // The model takes an event that nothing else declares from the place that raises it.
        let own = spec.events.iter().find(|event| event.name == raised.value && raised.span.touches(event.span.start));
        let is_type = spec.go_blocks.iter().flat_map(|block| &block.types).any(|declared| declared.value == raised.value);
        let Some(event) = own.filter(|event| !is_type && seen.insert(&raised.value) && !subject.told().contains(event.name.as_str())) else { continue };
        let finding = reporter.report(event.span, format!("`{}` is raised here and declared nowhere", event.name));
        let fence = subject.fence_at(event.span.start);
        let is_typed = event.fields.iter().all(|field| !field.ty.is_empty());
        if let Some(fence) = fence.filter(|fence| fence.closed && is_typed) {
            let fields: String = event.fields.iter().map(|field| format!("\t{} {}\n", field.name, field.ty)).collect();
            let declaration = format!("\n// {0} tells …\ntype {0} struct {{\n{fields}}}\n", event.name);
            let end = Span::new(fence.content.end, fence.content.end);
            finding.fixes.push(Fix::likely("Declare it at the end of the block", end, declaration));
        }
    }
}
