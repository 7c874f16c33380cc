//! Operations that only read.

use specwave_golang::{Type, names};

use super::Found;
use super::lookup::{lookup, selector};
use super::write::record;
use crate::contract::service::draft::Draft;
use crate::contract::service::operand::{Operand, model, named};
use crate::contract::service::reply::reply;
use crate::contract::service::workbench::Workbench;
use crate::contract::{
    Breakdown, Compare, Conversion, Entity, Mapping, NamedCount, QueryFilter, Repository, Selector, ServicePattern, ValueKind,
};

const NO_ENTITY: &str = "no entity of the specification fits the operation";
const NO_REPLY: &str = "the specification does not say how the result is made";

fn stored<'a>(draft: &Draft<'a>) -> Result<(&'a Entity, &'a Repository), String> {
    draft.entity.zip(draft.repository).ok_or_else(|| NO_ENTITY.to_owned())
}

/// Loads one entity.
pub(super) fn load(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let (entity, _) = stored(draft)?;
    let by = lookup(bench, draft).ok_or("nothing says which entity is meant")?;
    let reply = reply(bench, draft, &record(entity)).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Load { entity: entity.name.clone(), by, reply })
}

/// Entities that a body has at hand as `records`, and their number.
fn records(entity: &Entity) -> Vec<Operand> {
    let wanted = [
        ("records", format!("[]*domain.{}", entity.name), "records"),
        ("total", "int".to_owned(), "len(records)"),
        ("count", "int".to_owned(), "len(records)"),
        ("total count", "int".to_owned(), "len(records)"),
    ];
    wanted.iter().filter_map(|(name, ty, expression)| Operand::new(name, ty, expression)).collect()
}

/// Loads entities by what the parameters say about them.
pub(super) fn list(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let (entity, _) = stored(draft)?;
    let query = selector(bench, draft, None);
    if !draft.params.is_empty() && is_empty(&query) {
        return Err("no parameter says which entities are meant".to_owned());
    }
    let reply = reply(bench, draft, &records(entity)).ok_or(NO_REPLY)?;
    Ok(ServicePattern::List { entity: entity.name.clone(), query: with_named_state(bench, draft, query), reply })
}

fn is_empty(query: &Selector) -> bool {
    query.given.is_none() && query.filters.is_empty() && query.limit.is_none() && query.offset.is_none()
}

/// `GetActiveAlerts` wants those whose state is `active`, though no parameter says so.
fn with_named_state(bench: &Workbench<'_>, draft: &Draft<'_>, mut query: Selector) -> Selector {
    let Some(repository) = draft.repository.filter(|_| query.given.is_none()) else { return query };
    for filter in repository.query.filters.iter().filter(|filter| filter.compare == Compare::Equal) {
        let constant = constants(bench, &filter.ty).into_iter().find(|(_, value)| {
            let words = names::words(value);
            !words.is_empty() && words.iter().all(|word| draft.object.contains(word))
        });
        if let Some((constant, _)) = constant.filter(|_| !query.filters.iter().any(|other| other.field == filter.name)) {
            query.filters.push(of_constant(filter, &constant));
        }
    }
    query
}

/// The filter for one constant.
fn of_constant(filter: &QueryFilter, constant: &str) -> Mapping {
    let conversion = Conversion::Pointer(Box::new(Conversion::Constant(constant.to_owned())));
    Mapping { field: filter.name.clone(), from: String::new(), conversion }
}

/// The constants of an enumeration with their texts; nothing for other types.
fn constants(bench: &Workbench<'_>, ty: &str) -> Vec<(String, String)> {
    let Some((package, name)) = ty.split_once('.') else { return Vec::new() };
    let value = bench.contract.values.iter().find(|value| value.package == package && value.name == name);
    match value.map(|value| &value.kind) {
        Some(ValueKind::Enum { constants }) => {
            constants.iter().map(|constant| (format!("{package}.{}", constant.name), constant.value.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// Gives entities as a file.
pub(super) fn export(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let (entity, _) = stored(draft)?;
    let query = selector(bench, draft, None);
    if !draft.params.is_empty() && is_empty(&query) && named_filter(draft).is_none() {
        return Err("no parameter says which entities are meant".to_owned());
    }
    let own = [
        ("content", "io.Reader", "&data"),
        ("content", "[]byte", "data.Bytes()"),
        ("data", "[]byte", "data.Bytes()"),
        ("data", "string", "data.String()"),
        ("content", "string", "data.String()"),
        ("count", "int", "len(records)"),
        ("total", "int", "len(records)"),
        ("total records", "int", "len(records)"),
        ("format", "string", "\"jsonl\""),
    ];
    let own: Vec<Operand> = own.iter().filter_map(|(name, ty, expression)| Operand::new(name, ty, expression)).collect();
    let reply = reply(bench, draft, &own).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Export { entity: entity.name.clone(), query, reply })
}

/// A parameter whose type says that it selects, though none of its fields is known to the entity.
fn named_filter<'draft>(draft: &'draft Draft<'_>) -> Option<&'draft str> {
    let selects = |ty: &str| ["Filter", "Query", "Params", "Range", "Period"].iter().any(|ending| ty.ends_with(ending));
    draft.params.iter().map(|param| param.ty.as_str()).find(|ty| selects(ty))
}

/// Counts entities, in all and by the states that the result has fields for.
pub(super) fn count(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let (entity, repository) = stored(draft)?;
    let query = selector(bench, draft, None);
    let mut own: Vec<Operand> =
        ["total", "count", "total count"].iter().filter_map(|name| Operand::new(name, "int", "total")).collect();
    let mut counts = Vec::new();
    let mut breakdowns = Vec::new();
    for field in result_fields(bench, draft) {
        let Some(ty) = Type::parse(&field.1) else { continue };
        match ty {
            Type::Map(key, value) if value.to_string() == "int" => {
                let key = key.to_string();
                let filter = equal_filter(repository, &key);
                if let Some(filter) = filter.filter(|_| !constants(bench, &key).is_empty()) {
                    let name = names::unexported(&field.0);
                    own.extend(Operand::new(&field.0, &field.1, &name));
                    breakdowns.push(Breakdown { name, filter: filter.name.clone(), ty: key });
                }
            }
            _ if matches!(field.1.as_str(), "int" | "int64") => {
                let words = names::words(&field.0);
                if let Some(filter) = state_filter(bench, repository, &words) {
                    let name = names::unexported(&field.0);
                    own.extend(Operand::new(&field.0, "int", &name));
                    counts.push(NamedCount { name, filters: vec![filter] });
                } else if words.iter().any(|word| word == "total") {
                    own.extend(Operand::new(&field.0, "int", "total"));
                }
            }
            _ => {}
        }
    }
    let reply = reply(bench, draft, &own).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Count { entity: entity.name.clone(), query, counts, breakdowns, reply })
}

fn equal_filter<'a>(repository: &'a Repository, ty: &str) -> Option<&'a QueryFilter> {
    repository.query.filters.iter().find(|filter| filter.compare == Compare::Equal && filter.ty == ty)
}

/// The filter for the state that the words of a field name.
fn state_filter(bench: &Workbench<'_>, repository: &Repository, words: &[String]) -> Option<Mapping> {
    repository.query.filters.iter().filter(|filter| filter.compare == Compare::Equal).find_map(|filter| {
        let found = constants(bench, &filter.ty).into_iter().find(|(_, value)| {
            let value = names::words(value);
            !value.is_empty() && value.iter().all(|word| words.contains(word))
        })?;
        Some(of_constant(filter, &found.0))
    })
}

/// Names and types of the fields of the model that is answered.
fn result_fields(bench: &Workbench<'_>, draft: &Draft<'_>) -> Vec<(String, String)> {
    let ty = draft.results.first().and_then(|result| Type::parse(&result.ty));
    let found = ty.as_ref().and_then(named).filter(|(package, _)| *package == "service");
    let fields = found.and_then(|(_, name)| model(&bench.models, name)).map(|model| &model.fields);
    fields.map(|fields| fields.iter().map(|field| (field.name.clone(), field.ty.clone())).collect()).unwrap_or_default()
}
