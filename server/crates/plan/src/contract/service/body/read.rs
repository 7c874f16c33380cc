//! Operations that only read.

use specwave_golang::{Type, names};

use super::Found;
use super::ignored::is_remark;
use super::lookup::{lookup, selector};
use super::write::record;
use crate::contract::service::draft::Draft;
use crate::contract::service::operand::{Operand, model, named, operands};
use crate::contract::service::reply::reply;
use crate::contract::service::subject::constants;
use crate::contract::service::words::singular_words;
use crate::contract::service::workbench::Workbench;
use crate::contract::{
    Breakdown, Compare, Conversion, Entity, Mapping, NamedCount, QueryFilter, Reply, Repository, Selector, ServicePattern,
    Unanswered,
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
    let query = unanswered(bench, draft, qualified(bench, draft, query)?);
    Ok(ServicePattern::List { entity: entity.name.clone(), query, reply })
}

fn is_empty(query: &Selector) -> bool {
    query.given.is_none() && query.ids.is_none() && query.filters.is_empty() && query.limit.is_none() && query.offset.is_none()
}

/// The query with those parts of the question that it does not answer.
fn unanswered(bench: &Workbench<'_>, draft: &Draft<'_>, mut query: Selector) -> Selector {
    if query.given.is_some() || query.ids.is_some() {
        return query;
    }
    let used: Vec<&String> = query.filters.iter().map(|filter| &filter.from).chain(&query.limit).chain(&query.offset).collect();
    let parts = operands(bench.contract, &bench.models, &draft.params).into_iter().filter(|part| {
        let is_part = part.expression.contains('.') && !is_remark(&part.name);
        let selects = !matches!(names::words(&part.name).last().map(String::as_str), Some("order" | "sort" | "format" | "page"));
        is_part && selects && !used.contains(&&part.expression)
    });
    let unanswered = parts.map(|part| Unanswered { from: part.expression.clone(), ty: part.ty.to_string() });
    query.unanswered = unanswered.filter(|part| can_be_left_out(&part.ty)).collect();
    query
}

/// Whether a value of that type may be missing: those that may not are no filters.
fn can_be_left_out(ty: &str) -> bool {
    ty.starts_with(['*', '[']) || ty.starts_with("map[") || matches!(ty, "string" | "time.Time")
}

/// Words that say which entities are meant. Where neither a state nor a moment answers to them, nothing does.
const QUALIFIERS: &[&str] = &[
    "best",
    "current",
    "duplicate",
    "due",
    "expiring",
    "inactive",
    "latest",
    "low",
    "nearby",
    "open",
    "overdue",
    "past",
    "popular",
    "recent",
    "similar",
    "stale",
    "top",
    "trending",
    "unpaid",
    "upcoming",
    "worst",
];

/// `GetActiveAlerts` wants those whose state is `active`, and `GetUpcomingVisits` those that begin after now, though no
/// parameter says so.
fn qualified(bench: &Workbench<'_>, draft: &Draft<'_>, mut query: Selector) -> Result<Selector, String> {
    let Some(repository) = draft.repository else { return Ok(query) };
    let own = draft.entity.map(|entity| names::words(&entity.name)).unwrap_or_default();
    let object: Vec<String> = draft.object.iter().map(|word| names::singular(word)).filter(|word| !own.contains(word)).collect();
    let mut said: Vec<String> = Vec::new();
    for filter in repository.query.filters.iter().filter(|filter| filter.compare == Compare::Equal) {
        let constant = constants(bench.contract, &filter.ty).into_iter().find(|(_, value)| {
            let words = singular_words(value);
            !words.is_empty() && words.iter().all(|word| object.contains(word))
        });
        if let Some((constant, value)) = constant.filter(|_| !query.filters.iter().any(|other| other.field == filter.name)) {
            query.filters.push(of_constant(filter, &constant));
            said.extend(singular_words(&value));
        }
    }
    if let Some((word, filter)) = in_time(repository, &object) {
        let conversion = Conversion::Pointer(Box::new(Conversion::Same));
        query.filters.push(Mapping { field: filter, from: "time.Now().UTC()".to_owned(), conversion });
        said.push(word);
    }
    let unanswered = object.iter().find(|word| QUALIFIERS.contains(&word.as_str()) && !said.contains(word));
    match unanswered {
        Some(word) => Err(format!("nothing says which ones are `{word}`")),
        None if !said.is_empty() && query.ids.is_some() => Err("identities say already which ones are meant".to_owned()),
        None => Ok(query),
    }
}

/// The filter for what begins after now, or is due before.
fn in_time(repository: &Repository, object: &[String]) -> Option<(String, String)> {
    let (words, stems, end) = [
        (["upcoming", "future"], ["start", "begin", "schedule"], "After"),
        (["overdue", "past"], ["due", "end", "start"], "Before"),
    ]
    .into_iter()
    .find(|(words, ..)| words.iter().any(|word| object.iter().any(|said| said == word)))?;
    let word = words.iter().find(|word| object.iter().any(|said| said == *word))?;
    let about = |filter: &&QueryFilter, stem: &str| {
        filter.ty == "time.Time" && filter.name.ends_with(end) && names::snake(&filter.field).starts_with(stem)
    };
    let found = stems.iter().find_map(|stem| repository.query.filters.iter().find(|filter| about(filter, stem)))?;
    Some(((*word).to_owned(), found.name.clone()))
}

/// The filter for one constant.
fn of_constant(filter: &QueryFilter, constant: &str) -> Mapping {
    let conversion = Conversion::Pointer(Box::new(Conversion::Constant(constant.to_owned())));
    Mapping { field: filter.name.clone(), from: String::new(), conversion }
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
    let query = unanswered(bench, draft, qualified(bench, draft, query)?);
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
    let query = unanswered(bench, draft, qualified(bench, draft, selector(bench, draft, None))?);
    if query.ids.is_some() {
        return Err("what has been named one by one needs no counting".to_owned());
    }
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
                if let Some(filter) = filter.filter(|_| !constants(bench.contract, &key).is_empty()) {
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
    if let Some(figure) = missing_figure(&result_fields(bench, draft), &reply) {
        return Err(format!("nothing says how `{figure}` is worked out"));
    }
    Ok(ServicePattern::Count { entity: entity.name.clone(), query, counts, breakdowns, reply })
}

/// A figure of the result that would stay zero although nobody counted.
fn missing_figure(fields: &[(String, String)], reply: &Reply) -> Option<String> {
    let Reply::Struct { fields: given, .. } = reply else { return None };
    let is_figure =
        |ty: &str| matches!(ty, "int" | "int32" | "int64" | "float64") || ty.starts_with("map[") && ty.ends_with("]int");
    let missing = |name: &str| !given.iter().any(|mapping| mapping.field == name);
    fields.iter().find(|(name, ty)| is_figure(ty) && missing(name)).map(|(name, _)| name.clone())
}

fn equal_filter<'a>(repository: &'a Repository, ty: &str) -> Option<&'a QueryFilter> {
    repository.query.filters.iter().find(|filter| filter.compare == Compare::Equal && filter.ty == ty)
}

/// The filter for the state that the words of a field name.
fn state_filter(bench: &Workbench<'_>, repository: &Repository, words: &[String]) -> Option<Mapping> {
    repository.query.filters.iter().filter(|filter| filter.compare == Compare::Equal).find_map(|filter| {
        let found = constants(bench.contract, &filter.ty).into_iter().find(|(_, value)| {
            let value = names::words(value);
            !value.is_empty() && value.iter().all(|word| words.contains(word))
        })?;
        Some(of_constant(filter, &found.0))
    })
}

/// Names and types of the fields of the model that is answered, or of the map alone.
fn result_fields(bench: &Workbench<'_>, draft: &Draft<'_>) -> Vec<(String, String)> {
    let ty = draft.results.first().and_then(|result| Type::parse(&result.ty));
    let found = ty.as_ref().and_then(named).filter(|(package, _)| *package == "service");
    if let Some(Type::Map(..)) = &ty {
        return draft.results.first().map(|result| ("counts".to_owned(), result.ty.clone())).into_iter().collect();
    }
    let fields = found.and_then(|(_, name)| model(&bench.models, name)).map(|model| &model.fields);
    fields.map(|fields| fields.iter().map(|field| (field.name.clone(), field.ty.clone())).collect()).unwrap_or_default()
}
