//! The files of the domain tester.

use serde::Serialize;
use serde_json::json;
use specwave_plan::contract::{Contract, Entity, Field, Value, ValueKind};

use super::event_architect;
use crate::builtin::api::path_in;
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::{File, go_values};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let mut files = Vec::new();
    for value in contract.values.iter().filter(|value| !value.exists && value.package == "values") {
        if let Some(template) = property_template(value) {
            let template = format!("domain_tester/{template}_property_test.go.j2");
            let text = renderer.go(&template, "values", json!({ "value": value }))?;
            files.push(File::new(value.file.replace(".go", "_property_test.go"), text));
        }
    }
    let context = DomainContext::new(contract);
    for stem in ["domain_property_test", "domain_rules_test"] {
        let text = renderer.external_test(&format!("domain_tester/{stem}.go.j2"), "domain", &context)?;
        files.push(File::new(path_in(contract, "domain", &format!("{stem}.go")), text));
    }
    Ok(files)
}

/// The template of a value's property tests, for those that have some.
fn property_template(value: &Value) -> Option<&'static str> {
    match &value.kind {
        ValueKind::Enum { .. } => Some("enum"),
        ValueKind::Named { underlying } if underlying == "string" => Some("named"),
        ValueKind::Support => match value.name.as_str() {
            "Decimal" => Some("decimal"),
            "Money" => Some("money"),
            "UUID" => Some("uuid"),
            _ => None,
        },
        ValueKind::Named { .. } | ValueKind::Struct { .. } | ValueKind::Opaque => None,
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
