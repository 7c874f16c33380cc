//! The OpenAPI documents of real and odd specs hold together: everything referred to is there, every parameter of a
//! path is declared, every operation is named once and says what it answers.

#![allow(clippy::unwrap_used, reason = "a document without the expected shape fails the test")]

mod support;

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use specwave_agents::builtin;
use specwave_plan::RoleId;
use specwave_plan::contract::Contract;

use support::{contract_of, specs};

/// Specs whose endpoints are hard to describe, and one without any.
const ODD: &[(&str, &str)] = &[
    ("odd-endpoints", include_str!("fixtures/odd_endpoints.md")),
    ("odd-operations", include_str!("fixtures/odd_operations.md")),
    ("empty", "# Feature: Nothing\n"),
];

/// The odd specs, the examples, and the corpus where it is there.
fn all_specs() -> impl Iterator<Item = (String, String)> {
    ODD.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).chain(specs())
}

fn document_of(contract: &Contract) -> Value {
    let files = builtin::files(&RoleId::from("documentation_writer"), contract).unwrap();
    let yaml = files.iter().find(|file| file.path.starts_with("docs/openapi/")).unwrap();
    serde_norway::from_str(&yaml.text).unwrap()
}

#[test]
fn documents_hold_together() {
    for (name, text) in all_specs() {
        let contract = contract_of(&text);
        let document = document_of(&contract);
        assert_eq!(document["openapi"], "3.1.0", "{name}");
        assert!(!document["info"]["title"].is_null() && document["info"]["version"].is_string(), "{name}");
        check_references(&name, &document, &document);
        check_operations(&name, &document);
        check_coverage(&name, &contract, &document);
    }
}

/// Every `$ref` leads somewhere.
fn check_references(name: &str, document: &Value, part: &Value) {
    if let Some(target) = part.get("$ref").and_then(Value::as_str) {
        let pointer = target.strip_prefix('#').unwrap_or_else(|| panic!("{name}: {target} leads outside"));
        assert!(document.pointer(pointer).is_some(), "{name}: {target} leads nowhere");
    }
    let parts: Vec<&Value> = match part {
        Value::Object(members) => members.values().collect(),
        Value::Array(elements) => elements.iter().collect(),
        _ => Vec::new(),
    };
    for part in parts {
        check_references(name, document, part);
    }
}

/// Operations are named once, declare the parameters of their path, and describe what they answer.
fn check_operations(name: &str, document: &Value) {
    let mut named = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with('/') && !path.contains("...") && !path.contains('$'), "{name}: path {path}");
        for (method, operation) in item.as_object().unwrap() {
            let at = format!("{name}: {method} {path}");
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{at}: no operationId"));
            assert!(named.insert(id.to_owned()), "{at}: operationId {id} is taken");
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{at}: no summary");
            let in_path: BTreeSet<&str> =
                path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect();
            assert_eq!(declared(operation, "path"), in_path, "{at}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{at}: no success");
            let described = |response: &Value| response["description"].is_string() || response["$ref"].is_string();
            assert!(responses.values().all(described), "{at}: a response says nothing");
        }
    }
}

/// Names of the parameters in one place; each has a schema.
fn declared<'a>(operation: &'a Value, place: &str) -> BTreeSet<&'a str> {
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    let inside = parameters.iter().filter(|parameter| parameter["in"] == place);
    inside.filter(|parameter| parameter["schema"].is_object()).filter_map(|parameter| parameter["name"].as_str()).collect()
}

/// Every endpoint and every body of the contract is described, and examples have the keys that are required.
fn check_coverage(name: &str, contract: &Contract, document: &Value) {
    let described: usize = document["paths"].as_object().unwrap().values().filter_map(Value::as_object).map(Map::len).sum();
    let own_health =
        contract.endpoints.iter().filter(|endpoint| matches!(endpoint.path.as_str(), "/healthz" | "/readyz")).count();
    assert_eq!(described + own_health, contract.endpoints.len() + 2, "{name}");
    for endpoint in &contract.endpoints {
        let Some(dto) = endpoint.response_dto() else { continue };
        assert!(document["components"]["schemas"][dto].is_object(), "{name}: no schema of {dto}");
    }
    for item in document["paths"].as_object().unwrap().values().filter_map(Value::as_object) {
        for operation in item.values() {
            let body = &operation["requestBody"]["content"]["application/json"];
            let Some(target) = body["schema"]["$ref"].as_str() else { continue };
            let schema = document.pointer(&target[1..]).unwrap();
            for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                assert!(!body["example"][key].is_null(), "{name}: the example of {target} lacks {key}");
            }
        }
    }
}
