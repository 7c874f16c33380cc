//! SW1312: a method that changes a value object.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::values;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1312",
    name: "changed-value-object",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a method with a pointer receiver that assigns to a part of a value object. What fills one from outside \
               (`UnmarshalJSON`, `Scan` and their kin) apart, and setters, which have a rule of their own.",
        why: "A value does not become another one: who holds it would see it change.",
        example: "```go\n// internal/domain/values/money.go\nfunc (m *Money) Add(other Money) { m.amount += other.amount }\n```",
        fix: "Give the method a value receiver, and return what comes of it.",
    },
};

/// Beginnings of methods that fill a value from outside.
const FILLING: [&str; 5] = ["Unmarshal", "Scan", "Decode", "Gob", "Set"];

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for value in values(subject) {
        for (file, method) in value.package.methods(value.name()) {
            let fills = FILLING.iter().any(|begin| method.name.text.starts_with(begin));
            if let (false, Some(change)) = (fills, method.changes().first()) {
                let message = format!("`{}` changes a value object `{}`: return a new one", method.name.text, value.name());
                found.report(&RULE, &file.path, change.span, message);
            }
        }
    }
}
