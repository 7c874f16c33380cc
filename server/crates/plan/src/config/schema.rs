//! The JSON schema of `specwave.toml`, for editors: what the code that reads it says about itself.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Map, Value, json};

use super::Config;
use crate::reporting::{rule_groups, rule_names};
use crate::{Catalog, rules};

/// The schema, in the draft that all editors know.
#[must_use]
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<Config>();
    RecursiveTransform(as_toml).transform(&mut schema);
    schema.to_value()
}

/// TOML has no null: what is not set is not written.
fn as_toml(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|word| word != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| *choice != json!({ "type": "null" }));
        if let [only] = choices.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            schema.insert("allOf".to_owned(), json!([only]));
        }
    }
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    if let Some(Value::Object(table)) = schema.get_mut("default") {
        table.retain(|_, value| !value.is_null());
    }
    // How wide a number is in our memory is nobody's business.
    schema.remove("format");
}

/// The keys of `[roles.…]` are those of the catalog.
pub(super) fn of_roles(schema: &mut Schema) {
    let roles = Catalog::builtin().map_or(&[][..], |catalog| &catalog.roles);
    named(schema, roles.iter().map(|role| (role.id.0.clone(), role.position.clone())));
}

/// The keys of `[waves.…]` are numbers.
pub(super) fn of_waves(schema: &mut Schema) {
    let waves = Catalog::builtin().map_or(&[][..], |catalog| &catalog.waves);
    named(schema, waves.iter().enumerate().map(|(number, wave)| (number.to_string(), wave.title.clone())));
}

/// The keys of `[rules]` are names of rules and groups, or codes, which may be written in small letters.
pub(crate) fn of_rules(schema: &mut Schema) {
    let level = schema.get("additionalProperties").cloned().unwrap_or_default();
    let summary =
        |code: &str| rules().find(|rule| rule.code == code).map_or_else(String::new, |rule| format!(": {}", rule.summary()));
    let groups = rule_groups().map(|group| (group.to_owned(), format!("All rules of the group `{group}`.")));
    named(schema, groups.chain(rule_names().map(|(code, name)| (name.to_owned(), format!("{code}{}", summary(code))))));
    schema.insert("patternProperties".to_owned(), json!({ "^[Ss][Ww][0-9]{3,4}$": level }));
}

/// The keys of a table are these, each with what it is about.
fn named(schema: &mut Schema, keys: impl Iterator<Item = (String, String)>) {
    let value = schema.insert("additionalProperties".to_owned(), json!(false)).unwrap_or_default();
    let described = |(key, about): (String, String)| (key, json!({ "description": about, "allOf": [value] }));
    schema.insert("properties".to_owned(), Value::Object(keys.map(described).collect::<Map<_, _>>()));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The schema of a table's value behind references.
    fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
        let reference = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
        reference.map_or(schema, |reference| root.pointer(reference.trim_start_matches('#')).unwrap())
    }

    /// The numbers of the tables that every file has, as `table.key` with what the schema says of them.
    fn numbers(root: &Value) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        let mut tables = vec![(String::new(), root.clone())];
        while let Some((prefix, table)) = tables.pop() {
            for (key, schema) in table["properties"].as_object().unwrap() {
                let value = resolved(root, schema);
                if matches!(schema["type"].as_str(), Some("integer" | "number")) {
                    found.push((format!("{prefix}{key}"), schema.clone()));
                } else if value["properties"].is_object() && key != "rules" && key != "roles" && key != "waves" {
                    tables.push((format!("{prefix}{key}."), value.clone()));
                }
            }
        }
        found
    }

    #[test]
    fn bounds_of_numbers_are_those_that_reading_holds() {
        let read = |key: &str, value: f64| {
            let text = if value.fract() == 0.0 { format!("{key} = {value:.0}") } else { format!("{key} = {value}") };
            Config::parse(&text, Path::new("specwave.toml"))
        };
        let numbers = numbers(&schema());
        assert!(numbers.len() > 20, "{numbers:?}");
        for (key, schema) in numbers {
            let minimum = schema["minimum"].as_f64().unwrap();
            assert!(read(&key, minimum).is_ok(), "{key} = {minimum} is within the schema: {:?}", read(&key, minimum));
            assert!(read(&key, minimum - 1.0).is_err(), "{key} = {} is outside the schema", minimum - 1.0);
            if let Some(maximum) = schema["maximum"].as_f64() {
                assert!(read(&key, maximum).is_ok() && read(&key, maximum + 1.0).is_err(), "{key} ends at {maximum}");
            }
        }
    }

    #[test]
    fn keys_are_described_and_have_their_defaults() {
        let schema = schema();
        assert_eq!(schema["properties"]["jobs"]["default"], 10);
        assert_eq!(schema["properties"]["agent"]["default"], "builtin");
        assert_eq!(schema["additionalProperties"], false);
        for (key, value) in schema["properties"].as_object().unwrap() {
            assert!(value["description"].is_string(), "{key} has no description");
        }
        assert!(!schema.to_string().contains("null"), "TOML has no null");
        let levels = resolved(&schema, &schema["properties"]["rules"]);
        assert!(levels["properties"]["vague-words"]["description"].as_str().unwrap().starts_with("SW801: "));
        assert_eq!(levels["properties"]["type-not-implemented"]["description"], "SW1201");
    }
}
