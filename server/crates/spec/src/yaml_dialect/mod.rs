//! Fenced YAML with the keys of the template: `entities`, `services`, `endpoints` and so on.

mod domain;
mod endpoints;
mod fields;
mod items;
mod operations;
mod services;

use crate::declared::Declared;
use crate::yaml::{Node, is_key};

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
    (&["domain_events", "events", "new_events"], domain::events),
    (&["services", "new_services", "service_updates", "domain_services", "application_services"], services::services),
    (&["repositories", "new_repositories", "repository_updates"], services::repositories),
    (&["endpoints", "apis", "api_endpoints", "api", "rest_endpoints", "new_endpoints", "rest"], endpoints::endpoints),
    (&["paths"], endpoints::paths),
];

/// Keys whose values use the same words for other things.
const FOREIGN: &[&str] = &[
    "websocket",
    "websockets",
    "kafka",
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
];

/// Reads the declarations of one YAML document.
pub(crate) fn read(text: &str, document: &Node, out: &mut Declared) {
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
}

/// The keys that something reads.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    READERS.iter().flat_map(|(keys, _)| keys.iter().copied())
}

fn reader(key: &str) -> Option<Reader> {
    READERS.iter().find(|(keys, _)| keys.iter().any(|known| is_key(key, known))).map(|(_, reader)| *reader)
}
