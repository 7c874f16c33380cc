//! The files of the event architect.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{Contract, Event, Field};

use crate::builtin::api::path_in;
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::{File, go_values};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let context = EventsContext { events: items(contract), values: go_values::qualifier(contract, "domain", "values") };
    let mut written = vec![("values", "event"), ("values", "event_test")];
    written.extend(["events", "events_registry", "events_registry_test"].map(|stem| ("domain", stem)));
    if !context.events.is_empty() {
        written.push(("domain", "events_test"));
    }
    let file = |(package, stem): (&str, &str)| {
        let text = renderer.go(&format!("event_architect/{stem}.go.j2"), package, &context)?;
        Ok(File::new(path_in(contract, package, &format!("{stem}.go")), text))
    };
    written.into_iter().map(file).collect()
}

#[derive(Debug, Serialize)]
struct EventsContext<'a> {
    events: Vec<Item<'a>>,
    values: String,
}

/// An event with the parameters of its constructor.
#[derive(Debug, Serialize)]
pub(super) struct Item<'a> {
    event: &'a Event,
    parts: Vec<Part<'a>>,
}

#[derive(Debug, Serialize)]
struct Part<'a> {
    field: &'a Field,
    param: String,
}

/// Names that a parameter must not have: the first parameter's, and those of packages.
const TAKEN: &[&str] = &["aggregateID", "errors", "fmt", "json", "slices", "time", "values"];

/// The events of the contract.
pub(super) fn items(contract: &Contract) -> Vec<Item<'_>> {
    let item = |event| Item { event, parts: parts(contract, event) };
    contract.events.iter().map(item).collect()
}

fn parts<'a>(contract: &Contract, event: &'a Event) -> Vec<Part<'a>> {
    let param = |field: &Field| {
        let plain = names::unexported(&field.name);
        let alias = contract.packages.iter().any(|package| package.alias == plain);
        if alias || TAKEN.contains(&plain.as_str()) { format!("{plain}Value") } else { plain }
    };
    event.fields.iter().map(|field| Part { param: param(field), field }).collect()
}
