//! SW205: a field without a type.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW205",
    name: "field-without-type",
    group: Group::Model,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports fields of an entity, a value object or an event that have no type; once, where none of its fields has \
               one. Formats that only list names are left out.",
        why: "The type is guessed from the name: `created_at` becomes a time, and most others become text.",
        example: "```yaml\nentities:\n  - name: Invoice\n    fields:\n      - ID uuid.UUID\n      - total\n```",
        fix: "Write the type behind the name.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    if spec.format.is_some() {
        return;
    }
    let values = spec.value_objects.iter().map(|value| &value.base);
    for declared in spec.entities.iter().chain(values).chain(&spec.events) {
        // What a body raises has the types of what it is made of.
        let is_raised = spec.raised.iter().any(|raised| raised.span.touches(declared.span.start));
        let untyped: Vec<_> = declared.fields.iter().filter(|field| field.ty.is_empty() && !is_raised).collect();
        if untyped.len() > 1 && untyped.len() == declared.fields.len() {
            reporter.report(declared.span, format!("no field of `{}` has a type", declared.name));
            continue;
        }
        for field in untyped {
            reporter.report(field.span, format!("`{}.{}` has no type", declared.name, field.name));
        }
    }
}
