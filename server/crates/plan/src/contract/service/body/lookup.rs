//! How an operation finds the entity that it is about.

use specwave_golang::{Type, names};

use crate::contract::service::conversion::conversion;
use crate::contract::service::draft::Draft;
use crate::contract::service::matching;
use crate::contract::service::operand::{Operand, operands};
use crate::contract::service::subject::telling_words;
use crate::contract::service::words::singular_words;
use crate::contract::service::workbench::Workbench;
use crate::contract::{Conversion, Lookup, Mapping, QueryFilter, Selector};

/// The parameter, or the field of one, that is the identity of the draft's entity.
pub(in crate::contract::service) fn identity(bench: &Workbench<'_>, draft: &Draft<'_>) -> Option<Mapping> {
    let entity = draft.entity?;
    let own = telling_words(entity);
    let at_hand = operands(bench.contract, &bench.models, &draft.params);
    let names_entity = |operand: &&Operand| {
        let words = names::words(&operand.name);
        let Some((last, before)) = words.split_last() else { return false };
        // `consentID` and `id` are the consent's; `callID` is not.
        last == "id" && before.iter().all(|word| own.contains(word) || matches!(word.as_str(), "entity" | "record" | "aggregate"))
    };
    let mapping = |operand: &Operand| {
        let conversion = conversion(bench.contract, &operand.ty, &identity_type())?;
        Some(Mapping { field: "ID".to_owned(), from: operand.expression.clone(), conversion })
    };
    let is_single = |operand: &&Operand| matches!(operand.ty, Type::Named { .. });
    at_hand.iter().filter(is_single).filter(names_entity).find_map(mapping)
}

/// The identity that a parameter must be because it is the only one there is.
fn only_identity(bench: &Workbench<'_>, draft: &Draft<'_>) -> Option<Mapping> {
    let whole: Vec<Operand> = draft.params.iter().filter_map(|param| Operand::new(&param.name, &param.ty, &param.name)).collect();
    let mut identities = whole
        .iter()
        .filter(|operand| operand.ty == identity_type() || names::words(&operand.name).last().is_some_and(|word| word == "id"));
    let only = identities.next()?;
    if identities.next().is_some() || is_of_another(bench, draft, &only.name) {
        return None;
    }
    let conversion = conversion(bench.contract, &only.ty, &identity_type())?;
    Some(Mapping { field: "ID".to_owned(), from: only.expression.clone(), conversion })
}

/// Whether an identity is that of something else: of another entity, or of what a field of the draft's refers to.
fn is_of_another(bench: &Workbench<'_>, draft: &Draft<'_>, name: &str) -> bool {
    let words = names::words(name);
    let of = &words[..words.len().saturating_sub(1)];
    if of.is_empty() {
        return false;
    }
    let others = bench.contract.entities.iter().filter(|other| draft.entity.is_some_and(|entity| entity.name != other.name));
    let names_other = others.map(telling_words).any(|known| of.iter().all(|word| known.contains(word)));
    let mentioned = bench.contract.values.iter().any(|value| match &value.kind {
        crate::contract::ValueKind::Struct { fields } => fields.iter().any(|field| names::words(&field.name) == words),
        _ => false,
    });
    names_other || mentioned
}

fn identity_type() -> Type {
    Type::Named { package: Some("values".to_owned()), name: "UUID".to_owned() }
}

/// How the draft's entity is found: by identity, else by whatever parameters say about its fields.
pub(super) fn lookup(bench: &Workbench<'_>, draft: &Draft<'_>) -> Option<Lookup> {
    if let Some(id) = identity(bench, draft) {
        return Some(Lookup::Id(id));
    }
    let selector = selector(bench, draft, None);
    if !selector.filters.is_empty() || selector.given.is_some() {
        return Some(Lookup::First(selector));
    }
    only_identity(bench, draft).map(Lookup::Id)
}

/// The query specification that the parameters ask for; `item` stands for an element of a slice where there is one.
pub(super) fn selector(bench: &Workbench<'_>, draft: &Draft<'_>, item: Option<Operand>) -> Selector {
    let Some(repository) = draft.repository else { return Selector::default() };
    let mut at_hand = operands(bench.contract, &bench.models, &draft.params);
    let query = format!("domain.{}", repository.query.name);
    if let Some(given) = at_hand.iter().find(|operand| operand.ty.to_string().trim_start_matches('*') == query) {
        let dereferenced = if matches!(given.ty, Type::Pointer(_)) { "*" } else { "" };
        return Selector { given: Some(format!("{dereferenced}{}", given.expression)), ..Selector::default() };
    }
    if let Some(ids) = identities(&at_hand, draft).filter(|_| item.is_none()) {
        return Selector { ids: Some(ids), ..Selector::default() };
    }
    if let Some(item) = item {
        at_hand.insert(0, item);
    }
    let context = draft.context();
    let mut filters: Vec<Mapping> = Vec::new();
    let is_named = |filter: &&QueryFilter| at_hand.iter().any(|operand| matching::likeness(&filter.name, &operand.name, &[]) > 3);
    // `webhookID` is the filter of that name before it is the identity of a webhook event.
    let (named, others): (Vec<_>, Vec<_>) = repository.query.filters.iter().partition(is_named);
    for filter in named.into_iter().chain(others) {
        let found = filter_value(bench, &at_hand, filter, &context);
        if let Some(found) = found.filter(|found| !filters.iter().any(|other| other.from == found.from)) {
            filters.push(found);
        }
    }
    let number = |wanted: &[&str]| {
        let found = at_hand.iter().find(|operand| wanted.contains(&names::snake(&operand.name).as_str()))?;
        (found.ty.to_string() == "int").then(|| found.expression.clone())
    };
    let limit = number(&["limit", "page_size", "per_page", "max_results"]);
    Selector { filters, limit, offset: number(&["offset"]), ..Selector::default() }
}

/// The identities of many entities: `consentIDs`, or just `ids`.
fn identities(at_hand: &[Operand], draft: &Draft<'_>) -> Option<String> {
    let own = draft.entity.map(telling_words)?;
    let of_entity = |operand: &&Operand| {
        let words = singular_words(&operand.name);
        let is_many = operand.ty.to_string() == "[]values.UUID";
        is_many && words.split_last().is_some_and(|(last, of)| last == "id" && of.iter().all(|word| own.contains(word)))
    };
    at_hand.iter().find(of_entity).map(|operand| operand.expression.clone())
}

/// What is at hand for a filter: a value of the field's name, or the beginning or end of a period for a time.
fn filter_value(bench: &Workbench<'_>, at_hand: &[Operand], filter: &QueryFilter, context: &[String]) -> Option<Mapping> {
    let ty = Type::parse(&filter.ty)?;
    let ty = Type::Pointer(Box::new(ty));
    let name = without_at(&filter.name);
    let renamed: Vec<Operand> =
        at_hand.iter().map(|operand| Operand { name: without_at(&operand.name), ..operand.clone() }).collect();
    let found = matching::mapping(bench.contract, &renamed, &name, &ty, context).or_else(|| {
        let end = names::words(&filter.name).pop()?;
        let bounds: &[&str] = match end.as_str() {
            "after" => &["start_time", "start", "since", "from", "after", "start_date", "from_date"],
            "before" => &["end_time", "end", "until", "to", "before", "end_date", "to_date"],
            _ => return None,
        };
        let operand = at_hand.iter().find(|operand| bounds.contains(&names::snake(&operand.name).as_str()))?;
        let conversion = conversion(bench.contract, &operand.ty, &ty)?;
        Some(Mapping { field: String::new(), from: operand.expression.clone(), conversion })
    })?;
    // Filters over slices of a parameter would need a query for each element.
    let is_direct = !matches!(found.conversion, Conversion::Pointer(ref inner) if matches!(**inner, Conversion::Each(_)));
    is_direct.then(|| Mapping { field: filter.name.clone(), ..found })
}

/// `CreatedAtAfter` as people say it: `created after`.
fn without_at(name: &str) -> String {
    let words = names::words(name);
    let bounded = words.last().is_some_and(|word| matches!(word.as_str(), "after" | "before"));
    let kept = words.iter().filter(|word| !(bounded && *word == "at"));
    kept.cloned().collect::<Vec<_>>().join(" ")
}
