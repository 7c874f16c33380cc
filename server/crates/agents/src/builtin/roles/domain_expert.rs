//! The files of the domain expert.

mod conditions;
mod methods;

use serde::Serialize;
use serde_json::json;
use specwave_golang::names;
use specwave_plan::contract::{Contract, Entity, Field, Raise};

use super::value_designer::receiver;
use crate::builtin::checks::{self, Check, Nested};
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::{File, go_values};
use methods::Method;

/// Key of the package that is written.
const DOMAIN: &str = "domain";

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let dir = contract.package(DOMAIN).map(|package| package.dir.as_str()).unwrap_or_default();
    let values = go_values::qualifier(contract, DOMAIN, "values");
    let errors = renderer.go("domain_expert/errors.go.j2", DOMAIN, json!({ "values": values }))?;
    let mut files = vec![File::new(format!("{dir}/errors.go"), errors)];
    for entity in &contract.entities {
        let context = EntityContext::new(contract, entity);
        files.push(File::new(entity.file.as_str(), renderer.go("domain_expert/entity.go.j2", DOMAIN, context.clone())?));
        let test = entity.file.replace(".go", "_test.go");
        files.push(File::new(test, renderer.go("domain_expert/entity_test.go.j2", DOMAIN, context)?));
    }
    Ok(files)
}

#[derive(Debug, Clone, Serialize)]
struct EntityContext<'a> {
    entity: &'a Entity,
    receiver: String,
    noun: String,
    defaults: Vec<Default>,
    /// Whether a default is the present moment.
    needs_now: bool,
    checks: Vec<Check>,
    nested: Vec<Nested>,
    moments: Vec<Moments>,
    /// A check that the constructor can fail: one that no default mends.
    refusal: Option<Check>,
    created: Option<Recorded>,
    factory: Option<Method>,
    methods: Vec<Method>,
    /// Fields of a valid `TParams` literal.
    sample: String,
    /// Qualifier of the `values` package.
    values: String,
}

/// A field that takes a value where none is given.
#[derive(Debug, Clone, Serialize)]
struct Default {
    field: String,
    /// Go condition under which nothing is given.
    missing: String,
    value: String,
    zero: String,
    /// Go expression that a test compares with, where the default is always the same.
    constant: Option<String>,
}

/// An event that is recorded, with its arguments.
#[derive(Debug, Clone, Serialize)]
struct Recorded {
    event: String,
    topic: String,
    arguments: Vec<String>,
}

/// Two moments of which the second must not come first.
#[derive(Debug, Clone, Serialize)]
struct Moments {
    first: String,
    second: String,
    key: String,
    words: String,
    first_pointer: bool,
    second_pointer: bool,
    second_zero: String,
}

impl<'a> EntityContext<'a> {
    fn new(contract: &Contract, entity: &'a Entity) -> Self {
        let receiver = receiver(&entity.name);
        let fields = &entity.fields;
        let defaults: Vec<Default> =
            fields.iter().filter(|field| field.name != "ID").filter_map(|field| default(contract, field)).collect();
        let checks: Vec<Check> = fields
            .iter()
            .flat_map(|field| checks::of_field(contract, DOMAIN, field, &format!("{receiver}.{}", field.name)))
            .collect();
        let mended = |check: &&Check| fields.iter().any(|field| field.name == check.field && field.default.is_some());
        let pairs = checks::ordered_moments(fields).into_iter().map(|(first, second)| Moments {
            first: first.name.clone(),
            second: second.name.clone(),
            key: second.key.clone(),
            words: names::words(&first.name).join(" "),
            first_pointer: first.ty.starts_with('*'),
            second_pointer: second.ty.starts_with('*'),
            second_zero: go_values::zero(contract, DOMAIN, &second.ty),
        });
        let method = |operation| Method::new(contract, entity, operation);
        Self {
            entity,
            noun: names::words(&entity.name).join(" "),
            needs_now: defaults.iter().any(|default| default.value == "now"),
            defaults,
            refusal: checks.iter().find(|check| !mended(check)).cloned(),
            checks,
            nested: fields.iter().filter_map(|field| checks::nested(contract, DOMAIN, field)).collect(),
            moments: pairs.collect(),
            created: entity.created.as_ref().map(|raise| recorded(contract, raise, &receiver)),
            factory: entity.factory.as_ref().map(method),
            methods: entity.methods.iter().map(method).collect(),
            sample: go_values::sample_params(contract, DOMAIN, fields, 1),
            values: go_values::qualifier(contract, DOMAIN, "values"),
            receiver,
        }
    }
}

fn default(contract: &Contract, field: &Field) -> Option<Default> {
    let expression = field.default.as_deref()?;
    let access = format!("params.{}", field.name);
    let zero = go_values::zero(contract, DOMAIN, &field.ty);
    let moment = expression == "time.Now().UTC()";
    let value = if moment { "now".to_owned() } else { go_values::local_expression(contract, DOMAIN, expression, "params") };
    let missing = match field.ty.as_str() {
        "time.Time" | "values.UUID" => format!("{access}.IsZero()"),
        _ => format!("{access} == {zero}"),
    };
    Some(Default { field: field.name.clone(), missing, constant: (!moment).then(|| value.clone()), value, zero })
}

/// The event with its arguments as they read in the domain package.
fn recorded(contract: &Contract, raise: &Raise, receiver: &str) -> Recorded {
    let topic = contract.events.iter().find(|event| event.name == raise.event).map(|event| event.topic.clone());
    let local = |argument: &String| go_values::local_expression(contract, DOMAIN, argument, receiver);
    Recorded {
        event: raise.event.clone(),
        topic: topic.unwrap_or_default(),
        arguments: raise.arguments.iter().map(local).collect(),
    }
}
