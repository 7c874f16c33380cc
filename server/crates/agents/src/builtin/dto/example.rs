//! Examples of DTOs as JSON: in comments, and for tests.

use serde_json::{Map, Value};
use specwave_plan::contract::{Dto, Source};

/// The body of a DTO with every field that its spec gives an example for.
pub(super) fn body(dto: &Dto) -> Value {
    let fields = dto.fields.iter().filter(|field| field.source == Source::Body);
    let entries = fields.filter_map(|field| {
        let value: Value = serde_json::from_str(&field.example).ok()?;
        (!value.is_null()).then(|| (field.field.key.clone(), value))
    });
    Value::Object(entries.collect::<Map<String, Value>>())
}

/// The lines of the body, as they stand in a comment; nothing for an empty one.
pub(super) fn lines(dto: &Dto) -> Vec<String> {
    let body = body(dto);
    if body.as_object().is_none_or(Map::is_empty) {
        return Vec::new();
    }
    let text = serde_json::to_string_pretty(&body).unwrap_or_default();
    text.lines().map(|line| line.replace("  ", "\t")).collect()
}

/// The text that a field of path or query has in a sample.
pub(super) fn text(example: &str) -> String {
    match serde_json::from_str(example) {
        Ok(Value::String(text)) => text,
        Ok(value) => value.to_string(),
        Err(_) => "sample".to_owned(),
    }
}
