//! SW207: a value object without any content.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW207",
    name: "empty-value-object",
    group: Group::Model,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a value object that has neither fields nor values nor a validation.",
        why: "A value object exists for what it allows. Without that it becomes a text that holds anything.",
        example: "```yaml\nvalue_objects:\n  - name: InvoiceNumber\n```",
        fix: "List its fields or its values, or say what is valid.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for value in &subject.spec.value_objects {
        // A named basic type in Go says at least what it is made of.
        let is_basic = value.underlying.is_some() && value.base.dialect == crate::model::Dialect::Go;
        if value.base.fields.is_empty() && value.values.is_empty() && value.validation.is_empty() && !is_basic {
            reporter.report(value.base.span, format!("`{}` says nothing of what it allows", value.base.name));
        }
    }
}
