//! The files of the event publisher: an ordered publisher with its log, retries, dead letters and replay.

use serde::Serialize;
use specwave_plan::contract::{Contract, Event};

use crate::builtin::File;
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::storage::{Packages, has_json_form};

/// Files that are the same for every feature but for the packages they import.
const GENERIC: &[&str] = &[
    "log.go",
    "memory_log.go",
    "memory_log_test.go",
    "handler.go",
    "handler_test.go",
    "options.go",
    "subscription.go",
    "publisher.go",
    "publisher_test.go",
    "dead_letter.go",
    "replay.go",
    "replay_test.go",
    "fixture_test.go",
];

#[derive(Serialize)]
struct Context<'a> {
    #[serde(flatten)]
    packages: Packages<'a>,
    events: Vec<&'a Event>,
}

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let packages = Packages::of(contract);
    let is_data = |event: &&Event| event.fields.iter().all(|field| has_json_form(contract, &field.ty));
    let events = contract.events.iter().filter(is_data).collect();
    let context = Context { packages, events };
    let dir = packages.directory("events");
    let render = |name: &str| {
        let text = renderer.go(&format!("event_publisher/{name}.j2"), "events", &context)?;
        Ok(File::new(format!("{dir}/{name}"), text))
    };
    let mut files = GENERIC.iter().map(|name| render(name)).collect::<Result<Vec<_>, _>>()?;
    if !context.events.is_empty() {
        files.push(render("domain_events_test.go")?);
    }
    Ok(files)
}
