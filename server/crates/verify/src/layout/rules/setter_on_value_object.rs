//! SW1311: a value object that can be set.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::values;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1311",
    name: "setter-on-value-object",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a method `Set…` of a value object.",
        why: "A value does not become another one: who holds it would see it change.",
        example: "```go\n// internal/domain/values/money.go\nfunc (m *Money) SetAmount(amount int64) { m.amount = amount }\n```",
        fix: "Return a new value: `func (m Money) WithAmount(amount int64) (Money, error)`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for value in values(subject) {
        for (file, method) in value.package.methods(value.name()).iter().filter(|(_, method)| is_setter(&method.name.text)) {
            let message = format!("`{}` sets a value object `{}`: return a new one", method.name.text, value.name());
            found.report(&RULE, &file.path, method.name.span, message);
        }
    }
}

/// Whether a name is that of a setter: `SetAmount`, not `Settle`, nor the `Set` that package `flag` asks for.
pub(super) fn is_setter(name: &str) -> bool {
    name.strip_prefix("Set").is_some_and(|rest| rest.starts_with(char::is_uppercase))
}
