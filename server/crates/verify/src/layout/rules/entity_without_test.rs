//! SW1324: an entity that no test mentions.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::entities;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1324",
    name: "entity-without-test",
    group: Group::Layout,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an entity of the domain whose name stands in no file of tests of its directory.",
        why: "The rules that an entity keeps are what the system is there for; nothing else notices when one of them is lost.",
        example: "`internal/domain/billing/invoice.go` declares `Invoice`, and no `_test.go` beside it says `Invoice`.",
        fix: "Write a test of what its constructor refuses and of what its methods change.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for entity in entities(subject) {
        // A name that is a part of others counts: tests are called `TestNewInvoice`.
        if !entity.package.tests.iter().any(|file| file.text.contains(entity.name())) {
            let message = format!("no test in this directory mentions `{}`", entity.name());
            found.report(&RULE, &entity.file.path, entity.declared.name.span, message);
        }
    }
}
