//! Which types of the domain are entities, value objects and events.

use specwave_golang::facts::{StructField, TypeDecl, TypeKind};

use super::folders::Role;
use super::found::Subject;
use super::package::Package;
use crate::GoFile;

/// Ends of names that say that a struct only carries something for others.
const CARRIERS: [&str; 24] = [
    "Params", "Query", "Filter", "Filters", "Options", "Option", "Config", "Criteria", "Metadata", "Snapshot", "View", "Summary",
    "DTO", "Dto", "Request", "Response", "Input", "Output", "Error", "Result", "Command", "Stats", "Event", "Builder",
];

/// A struct and where it is declared.
#[derive(Clone, Copy)]
pub(super) struct Struct<'s, 'a> {
    pub(super) package: &'s Package<'a>,
    pub(super) file: &'a GoFile,
    pub(super) declared: &'a TypeDecl,
    pub(super) fields: &'a [StructField],
}

impl<'a> Struct<'_, 'a> {
    pub(super) fn name(&self) -> &'a str {
        &self.declared.name.text
    }
}

/// The exported structs of a package.
pub(super) fn structs<'s, 'a>(package: &'s Package<'a>) -> impl Iterator<Item = Struct<'s, 'a>> {
    package.types().filter_map(move |(file, declared)| match &declared.kind {
        TypeKind::Struct(fields) if is_exported(&declared.name.text) => Some(Struct { package, file, declared, fields }),
        _ => None,
    })
}

/// Things with an identity: structs of the domain that have an `ID`.
pub(super) fn entities<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = Struct<'s, 'a>> {
    subject.of_role(Role::Domain).flat_map(structs).filter(is_entity)
}

pub(super) fn is_entity(found: &Struct<'_, '_>) -> bool {
    let has_identity = found.fields.iter().any(|field| field.name.text.eq_ignore_ascii_case("id") && !field.embedded);
    has_identity && !carries(found.name()) && !is_event(found)
}

/// Things that are what they hold: structs beside the value objects that can be made or asked, and only carry nothing.
pub(super) fn values<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = Struct<'s, 'a>> {
    subject.of_role(Role::Values).flat_map(structs).filter(|found| {
        let (makers, methods) = (found.package.makers(found.name()), found.package.methods(found.name()));
        !carries(found.name()) && (!makers.is_empty() || !methods.is_empty())
    })
}

/// Things that have happened: structs of the domain that are called events, or that say what they are called as such.
pub(super) fn events<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = Struct<'s, 'a>> {
    subject.of_role(Role::Domain).flat_map(structs).filter(is_event)
}

fn is_event(found: &Struct<'_, '_>) -> bool {
    let own_name = found.name().strip_suffix("Event").filter(|name| !matches!(*name, "" | "Base" | "Domain"));
    let says_so = |name: &str| matches!(name, "EventName" | "EventType");
    own_name.is_some() || found.package.methods(found.name()).iter().any(|(_, method)| says_so(&method.name.text))
}

fn carries(name: &str) -> bool {
    CARRIERS.iter().any(|end| name.ends_with(end))
}

pub(super) fn is_exported(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

/// Whether a name ends with a word: `orderRepository` and `Repository` end with `Repository`, `Myrepository` does not.
pub(super) fn ends_with_word(name: &str, word: &str) -> bool {
    name.ends_with(word) || name.eq_ignore_ascii_case(word)
}
