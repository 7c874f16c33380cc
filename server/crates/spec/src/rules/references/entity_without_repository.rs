//! SW303: an entity that nothing loads or stores.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::model::{Spec, Struct, YamlKey};
use crate::rules::check::{Reporter, Subject};
use super::declaration;
use super::unknown_entity::{belongs_to, is_named_after, mentions};

pub(super) const RULE: Rule = Rule {
    code: "SW303",
    name: "entity-without-repository",
    group: Group::References,
    level: Level::Hint,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports an entity without a repository. Entities that are part of another entity are left out: they are \
               stored with it. So are those whose repository a sentence names.",
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
    let is_root = |entity: &Struct| subject.at(subject.line_at(entity.span.start)).to_lowercase().contains("aggregate root");
    let names_roots = spec.entities.iter().any(is_root);
    let is_stored = |entity: &Struct| spec.repositories.iter().any(|repository| belongs_to(repository, &entity.name));
    // Where the design has one repository for many entities, none is missing.
    if spec.format.is_some() && spec.entities.iter().filter(|entity| is_stored(entity)).count() * 2 < spec.entities.len() {
        return;
    }
    for entity in spec.entities.iter().filter(|entity| !names_roots || is_root(entity)) {
        if is_stored(entity) || is_part(spec, &entity.name) || is_changed_only(spec, &entity.name) || is_told_to_be_stored(subject, entity) {
            continue;
        }
        let name = format!("{}Repository", entity.name);
        let finding = reporter.report(entity.span, format!("nothing loads or stores `{}`: declare `{name}`", entity.name));
        finding.fixes.extend(declaration::repository(subject, entity.span, &name, Some(&entity.name)));
    }
}

/// Whether a sentence names a repository for an entity.
fn is_told_to_be_stored(subject: &Subject<'_>, entity: &Struct) -> bool {
    let mut stems = subject.told().iter().filter_map(|name| name.strip_suffix("Repository"));
    stems.any(|stem| is_named_after(stem, &entity.name))
}

/// Whether an entity is stored with another one: a field holds it, or its name says so.
fn is_part(spec: &Spec, name: &str) -> bool {
    let mut others = spec.entities.iter().filter(|other| other.name != name);
    let wholes: Vec<&str> = PARTS.iter().filter_map(|part| name.strip_suffix(part)).collect();
    others.any(|other| {
        let holds = other.fields.iter().any(|field| mentions(&field.ty, name));
        holds || wholes.iter().any(|whole| other.name.ends_with(whole) || other.name.starts_with(whole))
    })
}

/// Whether the specification only changes an entity that is there already.
fn is_changed_only(spec: &Spec, name: &str) -> bool {
    let of_it = spec.yaml_keys.iter().filter(|key| key.name == "name" && key.scalar.as_deref() == Some(name));
    let maps: Vec<usize> = of_it.map(|key| key.map).collect();
    let changes = |key: &&YamlKey| ["changes", "modifications", "additions"].contains(&key.name.as_str());
    spec.yaml_keys.iter().filter(changes).any(|key| maps.contains(&key.map))
}
