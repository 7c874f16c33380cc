//! Operations with the way their bodies are made, and what was inferred.

use serde::Serialize;
use serde_json::Value;
use specwave_golang::names;
use specwave_plan::contract::{Body, Contract, Operation};

/// The operations of one entity, repository or service.
#[derive(Debug, Serialize)]
pub(crate) struct Owner<'a> {
    name: &'a str,
    operations: Vec<Made<'a>>,
}

/// An operation and how its body was made.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Made<'a> {
    owner: &'a str,
    name: &'a str,
    line: Option<u32>,
    way: String,
    kind: Kind,
    reason: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Kind {
    Spec,
    Pattern,
    Open,
}

/// All owners that have operations, from the domain outwards.
pub(crate) fn owners(contract: &Contract) -> Vec<Owner<'_>> {
    let entities = contract.entities.iter().map(|entity| {
        let methods = entity.factory.iter().chain(&entity.methods);
        Owner { name: &entity.name, operations: methods.map(|method| made(&entity.name, method)).collect() }
    });
    let repositories = contract.repositories.iter().map(|repository| Owner {
        name: &repository.name,
        operations: repository.operations.iter().map(|operation| made(&repository.name, operation)).collect(),
    });
    let services = contract.services.iter().map(|service| Owner {
        name: &service.name,
        operations: service.operations.iter().map(|operation| made(&service.name, operation)).collect(),
    });
    entities.chain(repositories).chain(services).filter(|owner| !owner.operations.is_empty()).collect()
}

fn made<'a, P: Serialize>(owner: &'a str, operation: &'a Operation<P>) -> Made<'a> {
    let (kind, way, reason) = match &operation.body {
        Body::Spec(_) => (Kind::Spec, "the specification's own Go".to_owned(), ""),
        Body::Pattern(pattern) => (Kind::Pattern, format!("pattern: {}", pattern_name(pattern)), ""),
        Body::NotImplemented(reason) => (Kind::Open, "not implemented".to_owned(), reason.as_str()),
    };
    Made { owner, name: &operation.name, line: operation.origin.line, way, kind, reason }
}

/// The name of a pattern in words: the tag under which it is written down.
fn pattern_name(pattern: &impl Serialize) -> String {
    let tag = match serde_json::to_value(pattern) {
        Ok(Value::String(tag)) => tag,
        Ok(Value::Object(tagged)) => tagged.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    names::words(&tag).join(" ")
}

/// The operations that return `ErrNotImplemented`.
pub(crate) fn open_operations<'a>(owners: &[Owner<'a>]) -> Vec<Made<'a>> {
    owners.iter().flat_map(|owner| &owner.operations).filter(|made| made.kind == Kind::Open).cloned().collect()
}

/// How many operations there are, with the specification's own Go, by pattern, and not implemented.
pub(crate) fn totals_of_operations(owners: &[Owner<'_>]) -> [usize; 4] {
    let count = |kind| owners.iter().flat_map(|owner| &owner.operations).filter(|made| made.kind == kind).count();
    let [spec, pattern, open] = [Kind::Spec, Kind::Pattern, Kind::Open].map(count);
    [spec + pattern + open, spec, pattern, open]
}

/// An item that the specification leaves out.
#[derive(Debug, Serialize)]
pub(crate) struct Inferred<'a> {
    kind: &'static str,
    name: &'a str,
    line: Option<u32>,
    why: &'a str,
}

/// Everything in the contract that was inferred.
pub(crate) fn inferred(contract: &Contract) -> Vec<Inferred<'_>> {
    let values = contract.values.iter().map(|value| ("value", value.name.as_str(), &value.origin));
    let entities = contract.entities.iter().map(|entity| ("entity", entity.name.as_str(), &entity.origin));
    let events = contract.events.iter().map(|event| ("event", event.name.as_str(), &event.origin));
    let repositories =
        contract.repositories.iter().map(|repository| ("repository", repository.name.as_str(), &repository.origin));
    let tables = contract.tables.iter().map(|table| ("table", table.name.as_str(), &table.origin));
    let services = contract.services.iter().map(|service| ("service", service.name.as_str(), &service.origin));
    let models = contract.models.iter().map(|model| ("model", model.name.as_str(), &model.origin));
    let ports = contract.ports.iter().map(|port| ("port", port.name.as_str(), &port.origin));
    let dtos = contract.dtos.iter().map(|dto| ("DTO", dto.name.as_str(), &dto.origin));
    let endpoints = contract.endpoints.iter().map(|endpoint| ("endpoint", endpoint.handler.as_str(), &endpoint.origin));
    let operations = contract.services.iter().flat_map(|service| &service.operations);
    let operations = operations.map(|operation| ("operation", operation.name.as_str(), &operation.origin));
    values
        .chain(entities)
        .chain(events)
        .chain(repositories)
        .chain(tables)
        .chain(services)
        .chain(operations)
        .chain(models)
        .chain(ports)
        .chain(endpoints)
        .chain(dtos)
        .filter_map(|(kind, name, origin)| Some(Inferred { kind, name, line: origin.line, why: origin.inferred.as_deref()? }))
        .collect()
}
