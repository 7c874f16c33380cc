//! SW1202: an entity in the code that the specification does not have.

use std::path::Path;

use specwave_golang::facts::{TypeDecl, TypeKind};
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule, Span};

use super::{Subject, elsewhere};
use crate::{GoFile, Place};

pub(super) const RULE: Rule = Rule {
    code: "SW1202",
    name: "entity-not-specified",
    group: Group::Drift,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a Go struct of the domain's package that looks like an entity, with an `ID` and a constructor, and that \
               the specification does not name.",
        why: "Who reads the specification does not know about it, and no rule or Task looks after it.",
        example: "`type Reminder struct { ID values.UUID }` with `NewReminder`, and no entity `Reminder`.",
        fix: "Add the entity to the specification, or move it to the domain it belongs to.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(package) = subject.contract.package("domain") else { return };
    let known = |name: &str| {
        let contract = subject.contract;
        contract.entities.iter().any(|entity| entity.name == name)
            || contract.values.iter().any(|value| value.name == name)
            || contract.events.iter().any(|event| event.name == name)
    };
    let title = subject.spec.name.as_ref().map_or(Span::default(), |name| name.span);
    for file in subject.code.go_files().filter(|file| file.directory() == Path::new(&package.dir)) {
        for declared in file.facts.types.iter().filter(|declared| !known(&declared.name.text) && is_entity(file, declared)) {
            let name = &declared.name.text;
            let mut finding =
                RULE.finding(title, format!("the code has an entity `{name}` that the specification does not name"));
            let place = Place { file, span: declared.name.span };
            finding.elsewhere.push(elsewhere(subject.code, place, "declared here"));
            findings.push(finding);
        }
    }
}

fn is_entity(file: &GoFile, declared: &TypeDecl) -> bool {
    let has_id = matches!(&declared.kind, TypeKind::Struct(fields) if fields.iter().any(|field| field.name.text.eq_ignore_ascii_case("id")));
    let constructor = format!("New{}", declared.name.text);
    has_id && file.facts.functions.iter().any(|function| function.receiver.is_none() && function.name.text == constructor)
}
