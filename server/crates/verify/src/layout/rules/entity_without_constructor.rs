//! SW1313: an entity that nothing makes.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::entities;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1313",
    name: "entity-without-constructor",
    group: Group::Layout,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an entity, a struct of the domain with an `ID`, that no function of its package makes (`New…`, \
               `Restore…`, `Parse…` and their kin).",
        why: "Whoever needs one writes a literal, and nothing says when it is valid.",
        example: "```go\n// internal/domain/billing/invoice.go\ntype Invoice struct {\n\tID     values.UUID\n\tAmount values.Money\n}\n```",
        fix: "Add a constructor that checks what it is given and returns an error.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for entity in entities(subject).filter(|entity| entity.package.makers(entity.name()).is_empty()) {
        let message = format!("nothing in this package makes `{0}`: add a `New{0}` that checks it", entity.name());
        found.report(&RULE, &entity.file.path, entity.declared.name.span, message);
    }
}
