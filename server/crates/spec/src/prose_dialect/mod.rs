//! Declarations in plain Markdown: headings, labels, list items and table rows that name entities, value
//! objects, events, services and repositories, with fields and operations in tables and lists below them.

mod body;
mod called;
mod drawn;
mod fenced;
mod fields;
mod headed;
mod listed;
mod named;
mod tabled;
mod told;

use crate::declared::Declared;
use crate::kinds::Kind;
use crate::outline::Outline;
pub(crate) use named::Named;

/// Reads the events alone, for formats that say in their own way what else there is.
pub(crate) fn read_events(text: &str, outline: &Outline, out: &mut Declared) {
    let named = [listed::read(text, outline, &[]), fenced::read(text, outline, &[]), tabled::read(text, outline, &[])]
        .into_iter()
        .flatten();
    for event in named.filter(|named| named.kind == Kind::Event && named::is_compound(&named.name)) {
        event.declare(out);
    }
}

/// Reads the services and repositories that tables name, in the parts of the text that are wanted.
pub(crate) fn read_acting(text: &str, outline: &Outline, is_wanted: impl Fn(usize) -> bool, out: &mut Declared) {
    let acting = tabled::read(text, outline, &[]).into_iter().filter(|named| is_wanted(named.span.start));
    for named in acting.filter(|named| matches!(named.kind, Kind::Service | Kind::Repository)) {
        named.declare(out);
    }
}

/// The names that the text gives, in its order.
pub(crate) fn named(text: &str, outline: &Outline) -> Vec<Named> {
    let mut found = headed::read(text, outline);
    let bodies = found.bodies;
    found.named.extend(listed::read(text, outline, &bodies));
    found.named.extend(fenced::read(text, outline, &bodies));
    found.named.extend(tabled::read(text, outline, &bodies));
    found.named.sort_by_key(|named| named.span.start);
    found.named
}

/// Declares what no code declares: where a fence declares a name, that is its declaration.
pub(crate) fn declare(named: impl IntoIterator<Item = Named>, out: &mut Declared) {
    named.into_iter().for_each(|named| named.declare(out));
}

/// The events that sentences and diagrams say are raised, in the order of the text.
pub(crate) fn raised(text: &str, outline: &Outline) -> Vec<Named> {
    let mut raised = told::read(text, outline);
    raised.extend(drawn::read(text, outline));
    raised.extend(called::read(text, outline));
    raised.sort_by_key(|named| named.span.start);
    raised
}

/// Declares the events that nothing has declared.
pub(crate) fn declare_raised(raised: impl IntoIterator<Item = Named>, out: &mut Declared) {
    for event in raised {
        let other = event.name.strip_suffix("Event").map_or_else(|| format!("{}Event", event.name), str::to_owned);
        if !out.has_event(&other) {
            event.declare(out);
        }
    }
}
