//! Fenced YAML with the keys of the template: `entities`, `services`, `endpoints` and so on.

mod domain;
mod endpoints;
mod fields;
mod items;
mod operations;
mod services;

use crate::declared::Declared;
use crate::kinds::Kind;
use crate::yaml::{Node, Value, is_key};

pub(crate) use operations::operation;

/// Keys and what reads their value. A key means the same on the outermost level and one below.
type Reader = fn(&str, &Node, &mut Declared);
const READERS: &[(&[&str], Reader)] = &[
    (
        &[
            "entities",
            "entity_updates",
            "entity_modifications",
            "entity_changes",
            "new_entities",
            "modified_entities",
            "updated_entities",
            "aggregates",
            "domain_entities",
        ],
        domain::entities,
    ),
    (&["value_objects", "new_value_objects", "enums", "enumerations"], domain::value_objects),
    (
        &[
            "domain_events",
            "events",
            "new_events",
            "published_events",
            "events_published",
            "emitted_events",
            "events_emitted",
            "raised_events",
            "produced_events",
            "integration_events",
            "event_definitions",
            "event_catalog",
            "event_schemas",
        ],
        domain::events,
    ),
    (&["topics", "kafka_topics", "streams"], domain::events_of_topics),
    (&["services", "new_services", "service_updates", "domain_services", "application_services"], services::services),
    (&["repositories", "new_repositories", "repository_updates"], services::repositories),
    (&["endpoints", "apis", "api_endpoints", "api", "rest_endpoints", "new_endpoints", "rest"], endpoints::endpoints),
    (&["paths"], endpoints::paths),
];

/// Keys whose values use the same words for other things.
const FOREIGN: &[&str] = &[
    "websocket",
    "websockets",
    "webhooks",
    "monitoring",
    "alerts",
    "metrics",
    "tests",
    "testing",
    "graphql",
    "grpc",
    "integrations",
    "external_apis",
    "external",
    "consumers",
    "subscriptions",
    "logging",
    "logs",
    "analytics",
];

/// Reads the declarations of one YAML document; `kind` is what the section around it says that names are.
pub(crate) fn read(text: &str, document: &Node, kind: Option<Kind>, out: &mut Declared) {
    if let Some(reader) = kind.and_then(headed).filter(|_| lists_names(document)) {
        reader(text, document, out);
        return;
    }
    let known = out.spec.endpoints.len();
    for (key, value) in document.entries() {
        if let Some(reader) = reader(key.text()) {
            reader(text, value, out);
        } else if !FOREIGN.iter().any(|foreign| is_key(key.text(), foreign)) {
            for (key, value) in value.entries() {
                if let Some(reader) = reader(key.text()) {
                    reader(text, value, out);
                }
            }
        }
    }
    endpoints::put_under_base(document, &mut out.spec.endpoints[known..]);
}

/// The keys that something reads.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    READERS.iter().flat_map(|(keys, _)| keys.iter().copied())
}

/// What reads a block that only lists names: the section's heading took the place of a key.
fn headed(kind: Kind) -> Option<Reader> {
    match kind {
        Kind::Entity => Some(domain::entities),
        Kind::ValueObject => Some(domain::value_objects),
        Kind::Event => Some(domain::events),
        Kind::Service => Some(services::services),
        Kind::Repository => Some(services::repositories),
        Kind::Model => None,
    }
}

/// Whether the outermost entries of a block are names, rather than keys.
fn lists_names(document: &Node) -> bool {
    let names_one = |item: &Node| match &item.value {
        Value::Scalar(name) => is_name(name),
        Value::Map(entries) => is_name(item.text_of(&["name"])) || entries.first().is_some_and(|(key, _)| is_name(key.text())),
        Value::List(_) => false,
    };
    match &document.value {
        Value::List(items) => !items.is_empty() && items.iter().all(names_one),
        Value::Map(entries) => {
            !entries.is_empty()
                && entries.iter().all(|(key, value)| is_name(key.text()) && !matches!(value.value, Value::Scalar(_)))
        }
        Value::Scalar(_) => false,
    }
}

/// Whether a word is a name in code: `OrderPlaced`.
fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric) && word.contains(char::is_lowercase)
}

fn reader(key: &str) -> Option<Reader> {
    READERS.iter().find(|(keys, _)| keys.iter().any(|known| is_key(key, known))).map(|(_, reader)| *reader)
}
