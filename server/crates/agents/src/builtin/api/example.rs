//! Example values of DTO fields, as JSON.

use serde_json::{Map, Value};
use specwave_golang::Type;
use specwave_plan::contract::{Contract, Dto, DtoField, Source};

/// How deep examples of nested DTOs go, so that recursive ones end.
const MAX_DEPTH: u8 = 4;

/// The example of a field: its own, or one made from its type.
pub(super) fn example_of(contract: &Contract, field: &DtoField) -> Value {
    example_at(contract, field, 0)
}

/// The body that an example request to `dto` has.
pub(super) fn examples_of_body(contract: &Contract, dto: &Dto) -> Value {
    object(contract, dto, 0)
}

fn example_at(contract: &Contract, field: &DtoField, depth: u8) -> Value {
    serde_json::from_str(&field.example).unwrap_or_else(|_| {
        let of_type = || Type::parse(&field.field.ty).map_or(Value::Null, |ty| of_type(contract, &ty, depth));
        field.one_of.first().map_or_else(of_type, |first| Value::from(first.as_str()))
    })
}

fn of_type(contract: &Contract, ty: &Type, depth: u8) -> Value {
    match ty {
        Type::Named { package: None, name } => match name.as_str() {
            "string" | "any" => Value::from("example"),
            "bool" => Value::from(true),
            "float32" | "float64" => Value::from(1.5),
            _ => Value::from(1),
        },
        Type::Named { package: Some(package), name } if package == "rest" => {
            let dto = contract.dtos.iter().find(|dto| dto.name == *name);
            dto.filter(|_| depth < MAX_DEPTH).map_or(Value::Null, |dto| object(contract, dto, depth + 1))
        }
        Type::Named { .. } | Type::Map(..) => Value::Object(Map::new()),
        Type::Pointer(inner) => of_type(contract, inner, depth),
        Type::Slice(inner) | Type::Array(_, inner) => Value::Array(vec![of_type(contract, inner, depth)]),
        Type::Variadic(_) | Type::Channel(..) | Type::Other(_) => Value::Null,
    }
}

fn object(contract: &Contract, dto: &Dto, depth: u8) -> Value {
    let fields = dto.fields.iter().filter(|field| field.source == Source::Body);
    let member = |field: &DtoField| (field.field.key.clone(), example_at(contract, field, depth));
    Value::Object(fields.map(member).filter(|(_, value)| !value.is_null()).collect())
}

/// A scalar example as text of a path or a query.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
