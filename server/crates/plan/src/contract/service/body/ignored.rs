//! Parameters that a body would not use. An operation that ignores what it is asked answers another question.

use serde_json::Value;
use specwave_golang::names;

use crate::contract::ServicePattern;
use crate::contract::service::draft::Draft;

/// The first parameter that a pattern leaves out although it says what is wanted.
pub(super) fn ignored(draft: &Draft<'_>, pattern: &ServicePattern) -> Option<String> {
    if matches!(pattern, ServicePattern::Forward { .. } | ServicePattern::Audit { .. } | ServicePattern::Validate { .. }) {
        return None;
    }
    let mut texts = Vec::new();
    collect(&serde_json::to_value(pattern).unwrap_or_default(), &mut texts);
    let uses =
        |name: &str| texts.iter().any(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|token| token == name));
    draft.params.iter().find(|param| !uses(&param.name) && !is_remark(&param.name)).map(|param| param.name.clone())
}

/// Whether a parameter only says why something is done, by whom, or how much is told about it.
pub(super) fn is_remark(name: &str) -> bool {
    let words = names::words(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    matches!(last, "reason" | "note" | "notes" | "comment" | "remark" | "by" | "actor" | "user" | "operator" | "options" | "tags")
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(entries) => entries.values().for_each(|entry| collect(entry, texts)),
        _ => {}
    }
}
