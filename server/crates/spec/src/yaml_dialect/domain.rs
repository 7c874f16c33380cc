//! Entities, value objects and events.

use specwave_source::Span;

use super::fields::{fields, in_line, is_plain_type, spaced};
use super::items::{Item, items, locate};
use super::operations::{operation, operations};
use crate::declared::Declared;
use crate::model::{Dialect, EnumValue, Field, Operation, Struct, ValueObject};
use crate::yaml::{Node, Value, is_key};

pub(super) fn entities(text: &str, node: &Node, out: &mut Declared) {
    for item in items(text, node) {
        let entity = structure(text, &item);
        out.entity(entity);
        // What an aggregate consists of.
        if let Some(parts) = item.body.and_then(|body| body.get(&["entities", "child_entities"])) {
            entities(text, parts, out);
        }
        if let Some(parts) = item.body.and_then(|body| body.get(&["value_objects"])) {
            value_objects(text, parts, out);
        }
        if let Some(body) = item.body {
            raised(text, body, &["domain_events", "events", "emits", "publishes", "raises"], out);
        }
    }
}

/// `events: [OrderPlaced, OrderPaid]` of an aggregate, `publishes: …` of a service.
pub(super) fn raised(text: &str, body: &Node, keys: &[&str], out: &mut Declared) {
    let Some(listed) = body.get(keys) else { return };
    if super::lists_names(listed) || super::is_name(listed.text()) {
        events(text, listed, out);
    }
}

/// `topics: [{name: orders, events: [OrderPlaced]}]`: what is published there.
pub(super) fn events_of_topics(text: &str, node: &Node, out: &mut Declared) {
    let topics = node.items().iter().chain(node.entries().iter().map(|(_, topic)| topic));
    topics.for_each(|topic| raised(text, topic, &["events", "publishes"], out));
}

pub(super) fn events(text: &str, node: &Node, out: &mut Declared) {
    for item in items(text, node) {
        let event = structure(text, &item);
        out.event(event);
    }
}

pub(super) fn value_objects(text: &str, node: &Node, out: &mut Declared) {
    for item in items(text, node) {
        let base = structure(text, &item);
        let validation = item.body.map_or("", |body| body.text_of(&["validation", "validations", "rules", "constraints"]));
        let mut values = item.body.map_or_else(Vec::new, |body| values(text, body, validation));
        if values.is_empty() {
            values = one_of(text, item.body.map_or(item.span, |body| body.span), &item.doc);
        }
        let written = item.body.map_or("", |body| body.text_of(&["type", "underlying", "base_type"]));
        let enumerated = !values.is_empty() || base.fields.is_empty();
        let underlying = match written {
            "" | "enum" if enumerated => Some("string".to_owned()),
            "" | "enum" | "struct" => None,
            named => Some(named.to_owned()),
        };
        out.value_object(ValueObject { base, underlying, values, validation: validation.to_owned() });
    }
}

/// Name, fields and methods, from `fields`, `methods` and `changes`.
fn structure(text: &str, item: &Item<'_>) -> Struct {
    let list = |keys: &[&str]| item.body.and_then(|body| body.get(keys));
    let mut read = list(&["fields", "properties", "attributes", "payload", "data", "add_fields", "added_fields", "new_fields"])
        .map_or_else(Vec::new, |node| fields(text, node));
    if let Some(body) = item.body.filter(|body| is_only_fields(body) || lists_fields(body)) {
        read = fields(text, body);
    }
    // `BookingCreated(bookingId, guestId)`.
    if let Some((listed, _)) = item.doc.strip_prefix('(').and_then(|rest| rest.split_once(')')).filter(|_| item.body.is_none()) {
        read = in_line(text, item.place, listed);
    }
    let mut methods = list(&["methods", "operations", "behaviors", "behaviours", "add_methods", "new_methods"])
        .map_or_else(Vec::new, |node| operations(text, node));
    if let Some(changes) = list(&["changes", "modifications", "additions"]) {
        for change in changes.items() {
            apply_change(text, change, &mut read, &mut methods);
        }
    }
    Struct {
        name: item.name.clone(),
        span: item.span,
        dialect: Dialect::Yaml,
        doc: item.doc.clone(),
        package: None,
        fields: read,
        methods,
    }
}

/// `- Order: [id uuid.UUID, total Money]`: a list in the place of a body whose entries have a type each.
fn lists_fields(body: &Node) -> bool {
    let is_field = |item: &Node| match &item.value {
        Value::Scalar(written) => written.contains(' ') && !written.contains('('),
        Value::Map(entries) => entries.len() == 1 && item.get(&["name"]).is_none(),
        Value::List(_) => false,
    };
    !body.items().is_empty() && body.items().iter().all(is_field)
}

/// Keys that say something of a thing and are no fields of it.
const ABOUT: &[&str] = &[
    "name",
    "description",
    "purpose",
    "doc",
    "summary",
    "notes",
    "type",
    "underlying",
    "base_type",
    "validation",
    "validations",
    "rules",
    "constraints",
    "values",
    "allowed_values",
    "enum",
    "options",
    "constants",
    "allowed",
    "format",
    "one_of",
    "fields",
    "properties",
    "attributes",
    "payload",
    "data",
    "methods",
    "operations",
    "behaviors",
    "behaviours",
    "changes",
    "modifications",
    "additions",
    "add_fields",
    "added_fields",
    "new_fields",
    "add_methods",
    "new_methods",
    "events",
    "domain_events",
    "emits",
    "publishes",
    "raises",
    "topic",
    "trigger",
    "invariants",
    "entity",
    "event",
    "value_object",
    "aggregate",
    "root",
    "new",
];

/// Whether a map by name holds the fields themselves: `Order: {id: uuid, total: Money}`.
fn is_only_fields(body: &Node) -> bool {
    let entries = body.entries();
    // A name that is a `string` is a field, too.
    let is_about =
        |(key, value): &(Node, Node)| ABOUT.iter().any(|about| is_key(key.text(), about)) && !is_plain_type(value.text());
    !entries.is_empty() && !entries.iter().any(is_about)
}

/// `Add field: ID uuid.UUID`, `Add method: IsValid() bool`.
fn apply_change(text: &str, change: &Node, fields: &mut Vec<Field>, methods: &mut Vec<Operation>) {
    let (what, span, written): (&str, Span, &str) = match &change.value {
        Value::Map(entries) => match entries.first() {
            Some((key, value)) => (key.text(), value.span, value.text()),
            None => return,
        },
        Value::Scalar(written) => match written.split_once(':') {
            Some((what, rest)) => (what, change.span, rest),
            None => ("", change.span, written),
        },
        Value::List(_) => return,
    };
    let what = what.to_lowercase();
    let written = written.trim();
    if what.contains("remove") || what.contains("delete") || what.contains("deprecate") {
        return;
    }
    if what.contains("method") || written.split_whitespace().next().is_some_and(|word| word.contains('(')) {
        methods.extend(operation(text, span, written, ""));
    } else if what.contains("field") || what.is_empty() {
        fields.extend(spaced(text, span, written));
    }
}

/// The values of an enumeration: a list, or the names behind "one of".
fn values(text: &str, body: &Node, validation: &str) -> Vec<EnumValue> {
    if let Value::List(items) = &body.value {
        return items.iter().filter_map(|item| enum_value(text, item.span, item.text())).collect();
    }
    let listed = body.get(&["values", "allowed_values", "enum", "options", "constants", "allowed"]);
    if let Some(list) = listed {
        let names = list.items().iter().map(|item| match &item.value {
            Value::Map(entries) => entries.first().map_or(item, |(key, _)| key),
            _ => item,
        });
        let scalars = names.chain(list.entries().iter().map(|(key, _)| key));
        let nodes: Vec<EnumValue> = scalars.filter_map(|node| enum_value(text, node.span, node.text())).collect();
        return if nodes.is_empty() { split_values(text, list.span, list.text()) } else { nodes };
    }
    let validation_span = body.get(&["validation", "validations", "rules", "constraints"]).map_or(body.span, |node| node.span);
    one_of(text, validation_span, validation)
}

/// The values behind "one of".
fn one_of(text: &str, span: Span, sentence: &str) -> Vec<EnumValue> {
    let lower = sentence.to_lowercase();
    let Some(at) = lower.find("one of").filter(|_| lower.len() == sentence.len()) else { return Vec::new() };
    split_values(text, span, &sentence[at + "one of".len()..])
}

fn split_values(text: &str, span: Span, list: &str) -> Vec<EnumValue> {
    let list = list.trim().trim_start_matches(':').trim().trim_matches(['[', ']', '(', ')', '.']);
    let parts = list.split([',', '|']).map(|part| {
        let part = part.trim();
        part.strip_prefix("or ").or_else(|| part.strip_prefix("and ")).unwrap_or(part)
    });
    parts.filter_map(|part| enum_value(text, span, part)).collect()
}

fn enum_value(text: &str, span: Span, written: &str) -> Option<EnumValue> {
    let value = written.trim().trim_matches(['`', '"', '\'']);
    let value = value.split(" (").next().unwrap_or(value).split(" - ").next().unwrap_or(value).trim();
    let plain = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "_- ./+".contains(c));
    plain.then(|| EnumValue { constant: String::new(), value: value.to_owned(), span: locate(text, span, value) })
}
