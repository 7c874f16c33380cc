//! SW1325: a name that is written otherwise than in Go.

use specwave_golang::facts::TypeKind;
use specwave_golang::names;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::is_exported;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1325",
    name: "unidiomatic-name",
    group: Group::Layout,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports exported names with underscores or with an initialism in mixed case (`UserId`, `HttpClient`), and \
               receivers called `this` or `self`.",
        why: "Go's own libraries write `ID` and `HTTP`, and readers guess names from them.",
        example: "```go\n// internal/domain/customer/customer.go\ntype Customer struct {\n\tUserId string\n}\n```",
        fix: "Rename it as the finding says.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for file in subject.judged().flat_map(|package| &package.files) {
        let facts = &file.facts;
        let fields = facts.types.iter().filter_map(|declared| match &declared.kind {
            TypeKind::Struct(fields) => Some(fields.iter().filter(|field| !field.embedded).map(|field| &field.name)),
            _ => None,
        });
        let types = facts.types.iter().map(|declared| &declared.name);
        let constants = facts.constants.iter().map(|constant| &constant.name);
        let functions = facts.functions.iter().map(|function| &function.name);
        for name in types.chain(fields.flatten()).chain(constants).chain(&facts.variables).chain(functions) {
            if let Some(better) = better(&name.text) {
                found.report(&RULE, &file.path, name.span, format!("Go writes `{better}` for `{}`", name.text));
            }
        }
        for function in &facts.functions {
            let receiver = function.receiver.as_ref().filter(|receiver| matches!(receiver.name.as_str(), "this" | "self"));
            if let Some(receiver) = receiver {
                let message = format!("Go calls the receiver after its type, not `{}`", receiver.name);
                found.report(&RULE, &file.path, function.name.span, message);
            }
        }
    }
}

/// How Go writes an exported name, where that is different.
fn better(name: &str) -> Option<String> {
    if !is_exported(name) || !name.is_ascii() {
        return None;
    }
    let better = names::exported(name);
    let has_underscore = name.contains('_');
    // Initialisms only ever become upper case; anything else is a way to split words that is as good.
    let raises = better.len() == name.len()
        && better.bytes().zip(name.bytes()).all(|(new, old)| new == old || new == old.to_ascii_uppercase());
    (better != name && (has_underscore || raises)).then_some(better)
}
