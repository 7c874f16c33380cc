//! SW1310: a value object whose fields anybody can change.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::{is_exported, values};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1310",
    name: "mutable-value-object",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an exported field of a value object. Structs that only carry something for others (`…Params`, \
               `…Metadata`, `…Error`, …) are none.",
        why: "A value object is what it holds, and was checked when it was made. With a field that can be set it may become \
              what its constructor refuses.",
        example: "```go\n// internal/domain/values/money.go\ntype Money struct {\n\tAmount   int64\n\tCurrency string\n}\n```",
        fix: "Make the field unexported, and give it a method of its name.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for value in values(subject) {
        for field in value.fields.iter().filter(|field| !field.embedded && is_exported(&field.name.text)) {
            let message = format!("anybody can change the `{}` of a value object `{}`", field.name.text, value.name());
            found.report(&RULE, &value.file.path, field.name.span, message);
        }
    }
}
