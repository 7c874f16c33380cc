//! SW302: a repository that stores nothing which is declared.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use super::undefined_type::{is_known, names_in};
use crate::rules::check::{Reporter, Subject};
use crate::model::Repository;

pub(super) const RULE: Rule = Rule {
    code: "SW302",
    name: "repository-for-unknown-entity",
    group: Group::References,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a repository that neither by its name nor by the types of its operations belongs to an entity that is declared or \
               that a sentence tells of.",
        why: "A repository loads and stores one entity. Without it there is no table, no query and nothing to return.",
        example: "```yaml\nentities:\n  - name: Invoice\nrepositories:\n  - name: CustomerRepository\n```",
        fix: "Declare the entity, or name the repository after one that is declared.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let entities: Vec<&str> = subject.spec.entities.iter().map(|entity| entity.name.as_str()).collect();
    for repository in &subject.spec.repositories {
        if !entities.iter().any(|entity| belongs_to(repository, entity)) && !stores_what_is_told(subject, repository) {
            let message = format!("`{}` belongs to no declared entity", repository.name);
            reporter.report(repository.span, message);
        }
    }
}

/// Whether a sentence or a Go struct tells of what it stores, by its name or by what its operations return, although that was not
/// understood as an entity.
fn stores_what_is_told(subject: &Subject<'_>, repository: &Repository) -> bool {
    let is_told = |name: &str| subject.told().contains(name) || subject.spec.structs.iter().any(|declared| declared.name == name);
    let results = repository.operations.iter().filter_map(|it| it.signature.as_ref()).flat_map(|signature| &signature.results);
    is_told(stem(repository)) || results.flat_map(|result| names_in(&result.ty)).any(|name| !is_known(&name) && is_told(&name))
}

fn stem(repository: &Repository) -> &str {
    repository.name.strip_suffix("Repository").unwrap_or(&repository.name)
}

/// By its name (also as a part: `ConsentRepository` for `ConsentRecord`, `BatchRepository` for `SettlementBatch`), or by what
/// its operations take and return.
pub(super) fn belongs_to(repository: &Repository, entity: &str) -> bool {
    is_named_after(stem(repository), entity)
        || repository
            .operations
            .iter()
            .filter_map(|operation| operation.signature.as_ref())
            .any(|signature| signature.params.iter().chain(&signature.results).any(|param| mentions(&param.ty, entity)))
}

/// Whether a repository whose name begins with `stem` is named after an entity.
#[must_use]
pub fn is_named_after(stem: &str, entity: &str) -> bool {
    !stem.is_empty() && (entity.starts_with(stem) || entity.ends_with(stem) || stem.starts_with(entity))
}

pub(super) fn mentions(ty: &str, entity: &str) -> bool {
    ty.contains(entity) && ty.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == entity)
}
