//! The lines of `codex exec --json`.

use std::io::Write;

use serde_json::Value;
use specwave_engine::usage::Usage;

use super::{count, text};
use crate::narrator::Narrator;

/// Tells what a line says; a complaint where it says that the Task is not done.
pub(super) fn tell<W: Write>(event: &Value, narrator: &mut Narrator<W>) -> Option<String> {
    match text(event, "/type") {
        "item.started" | "item.updated" | "item.completed" => tell_item(event, narrator),
        "turn.completed" => narrator.used(Usage {
            // Those that were cached are among them.
            input_tokens: count(event, "/usage/input_tokens"),
            output_tokens: count(event, "/usage/output_tokens"),
            ..Usage::default()
        }),
        "turn.failed" => return Some(text(event, "/error/message").to_owned()),
        _ => narrator.progress("thinking"),
    }
    None
}

fn tell_item<W: Write>(event: &Value, narrator: &mut Narrator<W>) {
    let is_over = text(event, "/type") == "item.completed";
    // Older versions have another name for the kind.
    let kind = ["/item/type", "/item/item_type"].map(|pointer| text(event, pointer)).into_iter().find(|kind| !kind.is_empty());
    match kind.unwrap_or_default() {
        "agent_message" | "assistant_message" => narrator.says(text(event, "/item/text")),
        "command_execution" if is_over => {}
        "command_execution" => narrator.uses(text(event, "/item/command")),
        "mcp_tool_call" => narrator.uses(&format!("{} {}", text(event, "/item/server"), text(event, "/item/tool"))),
        "file_change" => {
            let changes = event.pointer("/item/changes").and_then(Value::as_array);
            let paths: Vec<&str> = changes.into_iter().flatten().map(|change| text(change, "/path")).collect();
            narrator.uses(&format!("changed {}", paths.join(", ")));
        }
        "todo_list" => {
            let items = event.pointer("/item/items").and_then(Value::as_array);
            let is_open = |item: &&Value| item.get("completed").and_then(Value::as_bool) == Some(false);
            narrator.progress(items.into_iter().flatten().find(is_open).map_or("planning", |item| text(item, "/text")));
        }
        _ => narrator.progress("thinking"),
    }
}
