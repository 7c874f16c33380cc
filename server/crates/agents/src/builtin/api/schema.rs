//! JSON schemas of DTOs and of the values in them.

use serde_json::{Map, Value, json};
use specwave_golang::Type;
use specwave_plan::contract::{Contract, Dto, DtoField, DtoRole, Field, Source, ValueKind};

use super::example::example_of;
use crate::builtin::go_text::sentence;

/// The schema of an error; a name that no DTO is likely to have.
pub(super) const PROBLEM: &str = "ProblemDetails";

/// A reference to a schema of the document.
pub(super) fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// The schemas of all bodies, of the values in them, and of errors.
pub(super) fn schemas(contract: &Contract) -> Value {
    let mut schemas = Map::new();
    for dto in &contract.dtos {
        let has_body = dto.fields.iter().any(|field| field.source == Source::Body);
        if has_body || dto.role != DtoRole::Request {
            schemas.insert(dto.name.clone(), object_schema(contract, dto));
        }
    }
    for (name, fields) in struct_values(contract) {
        schemas.entry(value_schema_name(contract, name)).or_insert_with(|| struct_schema(contract, fields));
    }
    schemas.insert(PROBLEM.to_owned(), problem_schema());
    Value::Object(schemas)
}

/// Struct values, whose JSON is an object with the keys of their fields.
fn struct_values(contract: &Contract) -> impl Iterator<Item = (&str, &[Field])> {
    contract.values.iter().filter_map(|value| match &value.kind {
        ValueKind::Struct { fields } => Some((value.name.as_str(), fields.as_slice())),
        _ => None,
    })
}

/// The name of a value's schema; DTOs have the first claim on a name.
fn value_schema_name(contract: &Contract, name: &str) -> String {
    if contract.dtos.iter().any(|dto| dto.name == name) { format!("{name}Value") } else { name.to_owned() }
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "field": { "type": "string" },
            "instance": { "type": "string" },
            "request_id": { "type": "string" },
        },
    })
}

fn object_schema(contract: &Contract, dto: &Dto) -> Value {
    let fields: Vec<&DtoField> = dto.fields.iter().filter(|field| field.source == Source::Body).collect();
    let mut schema = json!({ "type": "object" });
    let description = sentence(&dto.doc);
    if !description.is_empty() {
        schema["description"] = Value::from(description);
    }
    let required: Vec<&str> = fields.iter().filter(|field| field.field.required).map(|field| field.field.key.as_str()).collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let properties = fields.iter().map(|field| (field.field.key.clone(), field_schema(contract, field)));
    schema["properties"] = Value::Object(properties.collect());
    if dto.role == DtoRole::Request {
        schema["additionalProperties"] = Value::from(false);
    }
    schema
}

fn struct_schema(contract: &Contract, fields: &[Field]) -> Value {
    let property = |field: &Field| (field.key.clone(), type_schema(contract, &field.ty, &Value::Null));
    json!({ "type": "object", "properties": fields.iter().map(property).collect::<Map<_, _>>() })
}

/// The schema of a DTO's field.
pub(super) fn field_schema(contract: &Contract, field: &DtoField) -> Value {
    let example = example_of(contract, field);
    let mut schema = type_schema(contract, &field.field.ty, &example);
    let doc = sentence(&field.field.doc);
    if !doc.is_empty() {
        schema["description"] = Value::from(doc);
    }
    if !field.format.is_empty() {
        schema["format"] = Value::from(field.format.as_str());
    }
    if !field.one_of.is_empty() {
        schema["enum"] = json!(field.one_of);
    }
    if !example.is_null() && schema.get("$ref").is_none() {
        schema["examples"] = json!([example]);
    }
    // A pointer that may be left out is absent when it is nil; one that is always there is null.
    let is_null = field.field.required && field.field.ty.starts_with('*');
    if is_null { nullable(schema) } else { schema }
}

/// The same schema with null allowed.
fn nullable(mut schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        return json!({ "anyOf": [schema, { "type": "null" }] });
    }
    if let Some(texts) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        texts.push(Value::Null);
    }
    if let Some(ty) = schema.get_mut("type") {
        *ty = json!([ty.take(), "null"]);
    }
    schema
}

/// The schema of a contract type; `example` tells what the JSON of a type looks like that only Go knows.
fn type_schema(contract: &Contract, ty: &str, example: &Value) -> Value {
    Type::parse(ty).map_or_else(|| json!({}), |ty| parsed_schema(contract, &ty, example))
}

fn parsed_schema(contract: &Contract, ty: &Type, example: &Value) -> Value {
    let element = |inner: &Type| {
        let example = example.as_array().and_then(|elements| elements.first()).unwrap_or(&Value::Null);
        json!({ "type": "array", "items": parsed_schema(contract, inner, example) })
    };
    match ty {
        Type::Named { package: None, name } => match name.as_str() {
            "string" => json!({ "type": "string" }),
            "bool" => json!({ "type": "boolean" }),
            "float32" | "float64" => json!({ "type": "number" }),
            "any" | "error" => json!({}),
            _ => json!({ "type": "integer" }),
        },
        Type::Named { package: Some(package), name } => named_schema(contract, package, name, example),
        Type::Pointer(inner) => parsed_schema(contract, inner, example),
        Type::Slice(inner) if matches!(inner.as_ref(), Type::Named { package: None, name } if name == "byte") => {
            json!({ "type": "string", "contentEncoding": "base64" })
        }
        Type::Slice(inner) | Type::Array(_, inner) => element(inner),
        Type::Map(_, value) => {
            let example = example.as_object().and_then(|members| members.values().next()).unwrap_or(&Value::Null);
            json!({ "type": "object", "additionalProperties": parsed_schema(contract, value, example) })
        }
        Type::Variadic(_) | Type::Channel(..) | Type::Other(_) => json!({}),
    }
}

fn named_schema(contract: &Contract, package: &str, name: &str, example: &Value) -> Value {
    match (package, name) {
        ("rest", dto) if contract.dtos.iter().any(|declared| declared.name == dto) => return reference(dto),
        ("time", "Time") => return json!({ "type": "string", "format": "date-time" }),
        ("values", "UUID") => return json!({ "type": "string", "format": "uuid" }),
        _ => {}
    }
    let value = contract.values.iter().find(|value| value.package == package && value.name == name);
    match value.map(|value| &value.kind) {
        Some(ValueKind::Struct { .. }) => reference(&value_schema_name(contract, name)),
        Some(ValueKind::Enum { constants }) => {
            let texts: Vec<&str> = constants.iter().map(|constant| constant.value.as_str()).collect();
            json!({ "type": "string", "enum": texts })
        }
        Some(ValueKind::Named { underlying }) => type_schema(contract, underlying, example),
        _ => schema_of_example(example),
    }
}

/// A schema that the example meets.
fn schema_of_example(example: &Value) -> Value {
    match example {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(elements) => {
            json!({ "type": "array", "items": elements.first().map_or_else(|| json!({}), schema_of_example) })
        }
        Value::Object(members) => {
            let properties: Map<String, Value> =
                members.iter().map(|(key, member)| (key.clone(), schema_of_example(member))).collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{nullable, schema_of_example};

    #[test]
    fn null_is_added_wherever_a_schema_names_types() {
        let cases = [
            (json!({ "type": "string" }), json!({ "type": ["string", "null"] })),
            (json!({ "type": "string", "enum": ["a"] }), json!({ "type": ["string", "null"], "enum": ["a", null] })),
            (json!({ "$ref": "#/x" }), json!({ "anyOf": [{ "$ref": "#/x" }, { "type": "null" }] })),
            (json!({}), json!({})),
        ];
        for (schema, expected) in cases {
            assert_eq!(nullable(schema), expected);
        }
    }

    #[test]
    fn an_example_meets_its_own_schema() {
        let example = json!({ "amount": 1250, "rate": 0.5, "tags": ["a"], "open": true, "none": null });
        let expected = json!({ "type": "object", "properties": {
            "amount": { "type": "integer" },
            "rate": { "type": "number" },
            "tags": { "type": "array", "items": { "type": "string" } },
            "open": { "type": "boolean" },
            "none": {},
        } });
        assert_eq!(schema_of_example(&example), expected);
        assert_eq!(schema_of_example(&Value::Array(Vec::new())), json!({ "type": "array", "items": {} }));
    }
}
