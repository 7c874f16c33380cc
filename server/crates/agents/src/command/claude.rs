//! The lines of `claude --print --output-format stream-json --verbose`.

use std::io::Write;

use serde_json::Value;
use specwave_engine::usage::Usage;

use super::{count, text};
use crate::narrator::Narrator;

/// Tells what a line says; a complaint where it says that the Task is not done.
pub(super) fn tell<W: Write>(event: &Value, narrator: &mut Narrator<W>) -> Option<String> {
    match text(event, "/type") {
        "assistant" => {
            let content = event.pointer("/message/content").and_then(Value::as_array);
            content.into_iter().flatten().for_each(|block| tell_block(block, narrator));
            None
        }
        "result" => tell_result(event, narrator),
        _ => {
            narrator.progress("thinking");
            None
        }
    }
}

fn tell_block<W: Write>(block: &Value, narrator: &mut Narrator<W>) {
    match text(block, "/type") {
        "text" => narrator.says(text(block, "/text")),
        "tool_use" => {
            let object = ["/input/file_path", "/input/command", "/input/pattern", "/input/description"];
            let object = object.map(|pointer| text(block, pointer)).into_iter().find(|object| !object.is_empty());
            narrator.uses(format!("{} {}", text(block, "/name"), object.unwrap_or_default()).trim_end());
        }
        _ => narrator.progress("thinking"),
    }
}

/// The last line has the usage of all that came before.
fn tell_result<W: Write>(event: &Value, narrator: &mut Narrator<W>) -> Option<String> {
    let read = ["/usage/input_tokens", "/usage/cache_creation_input_tokens", "/usage/cache_read_input_tokens"];
    narrator.used(Usage {
        input_tokens: read.map(|pointer| count(event, pointer)).into_iter().fold(0, u64::saturating_add),
        output_tokens: count(event, "/usage/output_tokens"),
        ..Usage::default()
    });
    if let Some(cost) = event.get("total_cost_usd").and_then(Value::as_f64) {
        narrator.has_cost(cost, "USD");
    }
    let has_failed = event.get("is_error").and_then(Value::as_bool).unwrap_or(false);
    let why = ["/result", "/subtype"].map(|pointer| text(event, pointer)).into_iter().find(|why| !why.is_empty());
    has_failed.then(|| why.unwrap_or("it says so without a reason").to_owned())
}
