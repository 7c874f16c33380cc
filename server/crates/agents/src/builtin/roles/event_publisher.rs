//! The files of the event publisher: an ordered publisher with its log, retries, dead letters and replay.

use serde::Serialize;
use specwave_plan::contract::{Contract, Event};

use crate::builtin::File;
use crate::builtin::api::{feature_identifier, feature_stem};
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::storage::{Packages, has_json_form};

/// Files that are the same for every feature.
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
    feature: String,
}

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let packages = Packages::of(contract);
    let is_data = |event: &&Event| event.fields.iter().all(|field| has_json_form(contract, &field.ty));
    let events = contract.events.iter().filter(is_data).collect();
    let context = Context { packages, events, feature: feature_identifier(contract) };
    let dir = packages.directory("events");
    let render = |name: &str| {
        let text = renderer.go(&format!("event_publisher/{name}.j2"), "events", &context)?;
        Ok(File::new(format!("{dir}/{name}"), text))
    };
    let mut files = GENERIC.iter().map(|name| render(name)).collect::<Result<Vec<_>, _>>()?;
    if !context.events.is_empty() {
        let text = renderer.go("event_publisher/feature_events_test.go.j2", "events", &context)?;
        files.push(File::new(format!("{dir}/{}_events_test.go", feature_stem(contract)), text));
    }
    Ok(files)
}
