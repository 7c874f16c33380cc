//! Which entity an operation is about.

use specwave_golang::{Type, names};

use super::conversion::kind;
use super::draft::Draft;
use super::operand::{element, entity_of};
use super::words::{Verb, singular_words};
use super::workbench::Workbench;
use crate::contract::{Contract, Entity, MethodPattern, ValueKind};

/// Words in names of entities that say nothing about what they are.
const HOLLOW: &[&str] = &["record", "aggregate", "entity", "model", "root", "item", "data"];

/// Finds the entity and its repository: from the types first, then from the names.
pub(super) fn find<'a>(bench: &Workbench<'a>, draft: &mut Draft<'a>, service: &str) {
    let typed = draft.results.iter().chain(&draft.params).find_map(|param| stored_in(bench, &param.ty));
    let found = typed
        .or_else(|| counted_by(bench, draft))
        .or_else(|| below_parent(bench, draft))
        .or_else(|| changed(bench, draft))
        .or_else(|| by_many_identities(bench, draft))
        .or_else(|| by_words(bench, &draft.object, service))
        .or_else(|| by_state(bench, &draft.object))
        .or_else(|| by_identities(bench, draft))
        .or_else(|| primary(bench, service));
    draft.entity = found;
    draft.repository = found.and_then(|entity| bench.repository_of(&entity.name));
}

/// The stored entity whose identity a parameter is by its name.
fn by_identities<'a>(bench: &Workbench<'a>, draft: &Draft<'_>) -> Option<&'a Entity> {
    draft.params.iter().find_map(|param| {
        let words = names::words(&param.name);
        let (last, of) = words.split_last()?;
        (last == "id" && !of.is_empty()).then(|| by_words(bench, of, ""))?
    })
}

/// The stored entity that a map of counts counts by the values of one of its fields.
fn counted_by<'a>(bench: &Workbench<'a>, draft: &Draft<'_>) -> Option<&'a Entity> {
    let [result] = draft.results.as_slice() else { return None };
    let Type::Map(key, count) = Type::parse(&result.ty)? else { return None };
    let has_field = |entity: &&Entity| entity.fields.iter().any(|field| field.ty == key.to_string());
    let counted = bench.contract.entities.iter().filter(|entity| bench.repository_of(&entity.name).is_some()).find(has_field);
    counted.filter(|_| count.to_string() == "int")
}

/// The stored entity that an operation changes which gives nothing and takes the entity's identity first:
/// `CheckInPatient(appointmentID)` changes an appointment.
fn changed<'a>(bench: &Workbench<'a>, draft: &Draft<'_>) -> Option<&'a Entity> {
    let changes = matches!(draft.verb, Verb::Act | Verb::Check) && draft.has_signature && draft.results.is_empty();
    let words = names::words(&draft.params.first().filter(|_| changes)?.name);
    let (last, of) = words.split_last()?;
    (last == "id" && !of.is_empty()).then(|| by_words(bench, of, ""))?
}

/// The stored entity whose identities a parameter has by its name: `consentIDs`.
fn by_many_identities<'a>(bench: &Workbench<'a>, draft: &Draft<'_>) -> Option<&'a Entity> {
    draft.params.iter().filter(|param| param.ty == "[]values.UUID").find_map(|param| {
        let words = singular_words(&param.name);
        let (last, of) = words.split_last()?;
        (last == "id" && !of.is_empty()).then(|| by_words(bench, of, ""))?
    })
}

/// The stored entity that can be in a state of that name: `CountNoShows` counts what can be a `no_show`.
fn by_state<'a>(bench: &Workbench<'a>, object: &[String]) -> Option<&'a Entity> {
    let wanted: Vec<String> = object.iter().map(|word| names::singular(word)).collect();
    let has_state = |entity: &&&Entity| {
        entity.fields.iter().any(|field| {
            constants(bench.contract, &field.ty).iter().any(|(_, value)| singular_words(value) == wanted && !wanted.is_empty())
        })
    };
    let stored: Vec<&Entity> =
        bench.contract.entities.iter().filter(|entity| bench.repository_of(&entity.name).is_some()).collect();
    stored.iter().find(has_state).copied()
}

/// The constants of an enumeration with their texts; nothing for other types.
pub(super) fn constants(contract: &Contract, ty: &str) -> Vec<(String, String)> {
    let Some((package, name)) = ty.split_once('.') else { return Vec::new() };
    match kind(contract, package, name) {
        Some(ValueKind::Enum { constants }) => {
            constants.iter().map(|constant| (format!("{package}.{}", constant.name), constant.value.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The stored entity that `/parents/{id}/children` lists: one with the parent's identity, and with the last element's
/// word in its name or in its fields.
fn below_parent<'a>(bench: &Workbench<'a>, draft: &Draft<'_>) -> Option<&'a Entity> {
    let path = &draft.endpoint.filter(|_| !draft.has_signature)?.path;
    let elements: Vec<&str> = path.split('/').filter(|element| !element.is_empty()).collect();
    let [.., parent, wildcard, children] = elements.as_slice() else { return None };
    let parent = by_words(bench, &singular_words(parent), "").filter(|_| wildcard.starts_with('{'))?;
    let identity = format!("{}ID", parent.name);
    let wanted = singular_words(children);
    let mentions = |text: &str| wanted.iter().filter(|word| singular_words(text).contains(word)).count();
    let score = |entity: &Entity| {
        if entity.name == parent.name || !entity.fields.iter().any(|field| field.name == identity) {
            return 0;
        }
        let in_fields: usize = entity
            .fields
            .iter()
            .map(|field| mentions(&field.name) + mentions(field.ty.rsplit('.').next().unwrap_or_default()))
            .sum();
        i32::try_from(8 * mentions(&entity.name) + in_fields).unwrap_or(0)
    };
    best(bench, score, 1)
}

/// The stored entity in a type.
fn stored_in<'a>(bench: &Workbench<'a>, ty: &str) -> Option<&'a Entity> {
    let ty = Type::parse(ty)?;
    let inner = element(&ty).unwrap_or(&ty);
    let entity = entity_of(bench.contract, inner)?;
    bench.repository_of(&entity.name).map(|_| entity)
}

/// The stored entity that the words name best; nothing where they name none.
pub(super) fn by_words<'a>(bench: &Workbench<'a>, object: &[String], service: &str) -> Option<&'a Entity> {
    let object: Vec<String> = object.iter().map(|word| names::singular(word)).collect();
    let service = singular_words(service);
    let score = |entity: &Entity| -> i32 {
        let words = telling_words(entity);
        let said = words.iter().filter(|word| object.contains(word)).count();
        if said == 0 {
            return 0;
        }
        let unsaid = words.len() - said;
        let of_service = words.iter().filter(|word| service.contains(word)).count();
        let root = i32::from(entity.parent.is_none());
        8 * i32::try_from(said).unwrap_or(0) - 4 * i32::try_from(unsaid).unwrap_or(0)
            + i32::try_from(of_service).unwrap_or(0)
            + 2 * root
    };
    best(bench, score, 1)
}

/// The stored entity that a service of that name is mainly about.
pub(super) fn primary<'a>(bench: &Workbench<'a>, service: &str) -> Option<&'a Entity> {
    let service = singular_words(service);
    let score = |entity: &Entity| -> i32 {
        let said = telling_words(entity).iter().filter(|word| service.contains(word)).count();
        4 * i32::try_from(said).unwrap_or(0) + i32::from(entity.parent.is_none())
    };
    best(bench, score, 0)
}

/// The first entity with a repository and the highest score of at least `least`.
fn best<'a>(bench: &Workbench<'a>, score: impl Fn(&Entity) -> i32, least: i32) -> Option<&'a Entity> {
    let mut found: Option<(i32, &Entity)> = None;
    for entity in bench.contract.entities.iter().filter(|entity| bench.repository_of(&entity.name).is_some()) {
        let score = score(entity);
        if score >= least && found.is_none_or(|(best, _)| score > best) {
            found = Some((score, entity));
        }
    }
    found.map(|(_, entity)| entity)
}

/// The words of an entity's name that tell it from others.
pub(super) fn telling_words(entity: &Entity) -> Vec<String> {
    let words = singular_words(&entity.name);
    let telling: Vec<String> = words.iter().filter(|word| !HOLLOW.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

/// The method of an entity that does what an operation's name says.
pub(super) fn method<'a>(
    draft: &Draft<'a>,
    accept: impl Fn(&crate::contract::Operation<MethodPattern>) -> bool,
) -> Option<&'a crate::contract::Operation<MethodPattern>> {
    let entity = draft.entity?;
    let known = singular_words(&entity.name);
    let essence = |name: &str| -> Vec<String> { singular_words(name).into_iter().filter(|word| !known.contains(word)).collect() };
    let wanted = essence(&draft.name);
    let accepted = || entity.methods.iter().filter(|method| accept(method));
    accepted()
        .find(|method| method.name == draft.name)
        .or_else(|| accepted().find(|method| essence(&method.name) == wanted && !wanted.is_empty()))
        .or_else(|| {
            // `CalculateDynamicPrice` is what `CalculatePrice` does.
            let all = singular_words(&draft.name);
            let within = |method: &str| singular_words(method).iter().all(|word| all.contains(word));
            accepted().find(|method| draft.verb == Verb::Calculate && within(&method.name))
        })
}
