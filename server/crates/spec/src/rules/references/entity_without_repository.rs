//! SW303: an entity that nothing loads or stores.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use super::declaration;
use super::unknown_entity::{belongs_to, mentions};

pub(super) const RULE: Rule = Rule {
    code: "SW303",
    name: "entity-without-repository",
    group: Group::References,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an entity without a repository. Entities that are part of another entity are left out: they are \
               stored with it.",
        why: "The contract has to infer a repository with the usual operations, and cannot know which queries you need.",
        example: "```yaml\nentities:\n  - name: Invoice\n  - name: Reminder\nrepositories:\n  - name: InvoiceRepository\n```",
        fix: "Declare the repository with its operations; the fix begins that.",
    },
};

/// What parts of a whole are called: an `InvoiceLine` is stored with its `Invoice`.
const PARTS: &[&str] = &["Line", "LineItem", "Item", "Entry", "Row", "Detail"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    // The other formats leave repositories to the design, which may have none.
    if spec.format.is_some() && spec.repositories.is_empty() {
        return;
    }
    for entity in &spec.entities {
        let others = || spec.entities.iter().filter(|other| other.name != entity.name);
        let is_held = others().any(|other| other.fields.iter().any(|field| mentions(&field.ty, &entity.name)));
        let is_named_a_part = || PARTS.iter().filter_map(|part| entity.name.strip_suffix(part)).any(|whole| others().any(|other| other.name.ends_with(whole) || other.name.starts_with(whole)));
        let is_part = is_held || is_named_a_part();
        if !is_part && !spec.repositories.iter().any(|repository| belongs_to(repository, &entity.name)) {
            let message = format!("nothing loads or stores `{0}`: declare `{0}Repository`", entity.name);
            let name = format!("{}Repository", entity.name);
            let fix = declaration::repository(subject, entity.span, &name, Some(&entity.name));
            reporter.report(entity.span, message).fixes.extend(fix);
        }
    }
}
