//! Declarations in plain Markdown: headings, labels, list items and table rows that name entities, value
//! objects, events, services and repositories, with fields and operations in tables and lists below them.

mod acting;
mod body;
mod called;
mod cues;
mod described;
mod drawn;
mod fenced;
mod fields;
mod headed;
mod led;
mod listed;
mod named;
mod offered;
mod sentence;
mod tabled;
mod told;
mod typed;

use crate::declared::Declared;
use crate::kinds::Kind;
use crate::outline::Outline;
pub(crate) use cues::denies_identity;
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

/// Reads the services and repositories that tables name, and whatever tables say the kind of, in the parts of the text that
/// are wanted.
pub(crate) fn read_tables(text: &str, outline: &Outline, is_wanted: impl Fn(usize) -> bool, out: &mut Declared) {
    let acting = tabled::read(text, outline, &[]).into_iter();
    let acting = acting.filter(|named| matches!(named.kind, Kind::Service | Kind::Repository));
    for named in acting.chain(tabled::read_of_kinds(text, outline)).filter(|named| is_wanted(named.span.start)) {
        named.declare(out);
    }
}

/// Declares what the text names in ways of its own, beside those of its format: what nobody has declared yet, where it is wanted.
pub(crate) fn complete(text: &str, outline: &Outline, is_wanted: impl Fn(&str, usize) -> bool, out: &mut Declared) {
    let named = named(text, outline).into_iter().filter(|named| named.kind != Kind::Event);
    let (named, described): (Vec<Named>, Vec<Named>) = named.partition(Named::says_what_it_is);
    for named in named {
        if out.is_declared(&named.name) || (is_wanted(&named.name, named.span.start) && !out.is_spelled(&named.name)) {
            named.declare(out);
        }
    }
    declare_types(described.into_iter().filter(|named| is_wanted(&named.name, named.span.start)), out);
}

/// Declares those of the described names that are types of fields: "**TimeSlot**: a quarter of an hour".
fn declare_types(described: impl Iterator<Item = Named>, out: &mut Declared) {
    let described: Vec<Named> = described.filter(|named| !out.is_declared(&named.name) && !out.is_spelled(&named.name)).collect();
    if described.is_empty() {
        return;
    }
    let types = out.types_of_fields();
    described.into_iter().filter(|named| types.contains(&named.name)).for_each(|named| named.declare(out));
}

/// The names that the text gives, in its order.
pub(crate) fn named(text: &str, outline: &Outline) -> Vec<Named> {
    let mut found = headed::read(text, outline);
    let bodies = found.bodies;
    found.named.extend(listed::read(text, outline, &bodies));
    found.named.extend(fenced::read(text, outline, &bodies));
    found.named.extend(tabled::read(text, outline, &bodies));
    found.named.extend(typed::read(text, outline));
    found.named.extend(described::read(text, outline));
    found.named.extend(led::read(text, outline));
    found.named.sort_by_key(|named| named.span.start);
    found.named
}

/// Declares what no code declares: where a fence declares a name, that is its declaration.
pub(crate) fn declare(named: impl IntoIterator<Item = Named>, out: &mut Declared) {
    let (named, described): (Vec<Named>, Vec<Named>) = named.into_iter().partition(Named::says_what_it_is);
    named.into_iter().for_each(|named| named.declare(out));
    declare_types(described.into_iter(), out);
}

/// The events that sentences and diagrams say are raised, and the services and repositories that sentences introduce, in the
/// order of the text.
pub(crate) fn told(text: &str, outline: &Outline) -> Vec<Named> {
    let (mut told, heard_of) = told::read(text, outline);
    // What sentences say that others raise is drawn as what arrives.
    told.extend(drawn::read(text, outline).into_iter().filter(|named| !heard_of.contains(&named.name.as_str())));
    told.extend(called::read(text, outline));
    told.extend(acting::read(text, outline));
    told.sort_by_key(|named| named.span.start);
    told
}

/// Declares what is told and nothing has declared.
pub(crate) fn declare_told(told: impl IntoIterator<Item = Named>, out: &mut Declared) {
    for mut named in told {
        let other = named.name.strip_suffix("Event").map_or_else(|| format!("{}Event", named.name), str::to_owned);
        let plain = |name: &str| name.replace(['.', '_', '-'], "").to_lowercase();
        let is_known =
            || named.name.contains('.') && out.spec.events.iter().any(|event| plain(&event.name) == plain(&named.name));
        if !out.has_event(&other) && !is_known() {
            // A type that a sentence mentions is no operation.
            named.body.operations.retain(|operation| !out.is_declared(&operation.name));
            named.declare(out);
        }
    }
}
