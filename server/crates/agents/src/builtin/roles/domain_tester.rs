//! The files of the domain tester.

use serde::Serialize;
use specwave_plan::contract::{Contract, Entity, Field, Value, ValueKind};

use super::event_architect;
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::{File, go_values};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let dir = |key: &str| contract.package(key).map(|package| package.dir.as_str()).unwrap_or_default();
    let values = renderer.go("domain_tester/values_property_test.go.j2", "values", ValuesContext::new(contract))?;
    let mut files = vec![File::new(format!("{}/values_property_test.go", dir("values")), values)];
    let context = DomainContext::new(contract);
    for stem in ["domain_property_test", "domain_rules_test"] {
        let text = renderer.external_test(&format!("domain_tester/{stem}.go.j2"), "domain", &context)?;
        files.push(File::new(format!("{}/{stem}.go", dir("domain")), text));
    }
    Ok(files)
}

#[derive(Debug, Serialize)]
struct ValuesContext<'a> {
    enums: Vec<&'a Value>,
    /// Named texts.
    texts: Vec<&'a Value>,
    has_money: bool,
    has_decimal: bool,
}

impl<'a> ValuesContext<'a> {
    fn new(contract: &'a Contract) -> Self {
        let own = || contract.values.iter().filter(|value| !value.exists && value.package == "values");
        let support = |name: &str| own().any(|value| value.name == name && value.kind == ValueKind::Support);
        Self {
            enums: own().filter(|value| matches!(value.kind, ValueKind::Enum { .. })).collect(),
            texts: own()
                .filter(|value| matches!(&value.kind, ValueKind::Named { underlying } if underlying == "string"))
                .collect(),
            has_money: support("Money"),
            has_decimal: support("Decimal"),
        }
    }
}

#[derive(Debug, Serialize)]
struct DomainContext<'a> {
    events: Vec<event_architect::Item<'a>>,
    entities: Vec<Item<'a>>,
    queries: Vec<&'a str>,
    values: String,
    domain: String,
}

/// An entity with what its rules are about.
#[derive(Debug, Serialize)]
struct Item<'a> {
    entity: &'a Entity,
    sample: String,
    /// Fields whose values form a closed set.
    closed: Vec<Closed<'a>>,
    /// References to other things that must be given.
    references: Vec<&'a Field>,
}

#[derive(Debug, Serialize)]
struct Closed<'a> {
    field: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
}

impl<'a> DomainContext<'a> {
    fn new(contract: &'a Contract) -> Self {
        Self {
            events: event_architect::items(contract),
            entities: contract.entities.iter().map(|entity| Item::new(contract, entity)).collect(),
            queries: contract.repositories.iter().map(|repository| repository.query.name.as_str()).collect(),
            values: go_values::qualifier(contract, "", "values"),
            domain: go_values::qualifier(contract, "", "domain"),
        }
    }
}

impl<'a> Item<'a> {
    fn new(contract: &Contract, entity: &'a Entity) -> Self {
        let is_closed = |field: &&Field| {
            let of = contract.values.iter().find(|value| format!("{}.{}", value.package, value.name) == field.ty);
            field.required && of.is_some_and(|value| matches!(value.kind, ValueKind::Enum { .. }))
        };
        let closed = entity.fields.iter().filter(is_closed).map(|field| Closed { field: &field.name, ty: &field.ty });
        let is_reference = |field: &&Field| field.required && field.ty == "values.UUID" && field.default.is_none();
        Self {
            entity,
            sample: go_values::sample_params(contract, "", &entity.fields, 1),
            closed: closed.collect(),
            references: entity.fields.iter().filter(is_reference).collect(),
        }
    }
}
