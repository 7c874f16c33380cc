//! The keys of the front matter that are read, for those who read them, who propose them, and for editors.

use serde_json::{Map, Value, json};

/// A key that is read. It may be written in capital letters, and with `-` for `_`.
pub(crate) struct Key {
    /// As it is usually written.
    pub(crate) name: &'static str,
    /// What it may be called as well.
    pub(crate) also: &'static [&'static str],
    /// What it says of the feature.
    pub(crate) meaning: &'static str,
    /// The values that are usual.
    pub(crate) values: &'static [&'static str],
    kind: Kind,
}

/// What may stand behind a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Any text.
    Text,
    /// One of the values.
    Choice,
    /// One of the values, or `P0` to `P4`.
    Priority,
    /// A text, or a list of them.
    List,
}

pub(crate) const FEATURE: Key =
    Key { name: "feature", also: &["feature_name", "name"], meaning: "name of the feature", values: &[], kind: Kind::Text };

pub(crate) const DOMAIN: Key = Key {
    name: "domain",
    also: &["bounded_context"],
    meaning: "target domain, which names the Go package",
    values: &[],
    kind: Kind::Text,
};

pub(crate) const PRIORITY: Key = Key {
    name: "priority",
    also: &[],
    meaning: "how urgent it is",
    values: &["critical", "high", "medium", "low"],
    kind: Kind::Priority,
};

pub(crate) const COMPLIANCE: Key = Key {
    name: "compliance",
    also: &["regulatory", "regulations"],
    meaning: "regimes that apply, such as `[GDPR, HIPAA]`",
    values: &[],
    kind: Kind::List,
};

/// In the order in which they are proposed.
pub(crate) const KEYS: &[Key] = &[
    FEATURE,
    DOMAIN,
    PRIORITY,
    Key { name: "effort", also: &[], meaning: "how much work it is", values: &["small", "medium", "large"], kind: Kind::Text },
    Key {
        name: "type",
        also: &[],
        meaning: "what kind of change it is",
        values: &["feature", "enhancement", "refactoring"],
        kind: Kind::Text,
    },
    COMPLIANCE,
    Key {
        name: "format",
        also: &[],
        meaning: "format of the specification, where its place and its text do not tell it",
        values: &["spec-kit", "kiro", "openspec", "prd"],
        kind: Kind::Choice,
    },
];

/// The JSON schema of a front matter. Keys of one's own are allowed.
#[must_use]
pub fn schema() -> Value {
    let of_key = |key: &'static Key| std::iter::once(&key.name).chain(key.also).map(|name| ((*name).to_owned(), key.schema()));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Front matter of a specification",
        "type": "object",
        "properties": KEYS.iter().flat_map(of_key).collect::<Map<_, _>>(),
    })
}

impl Key {
    fn schema(&self) -> Value {
        let mut schema = json!({ "description": capitalised(self.meaning) });
        let more = match self.kind {
            Kind::Text if self.values.is_empty() => json!({ "type": "string" }),
            Kind::Text => json!({ "type": "string", "examples": self.values }),
            Kind::Choice => json!({ "enum": self.values }),
            Kind::Priority => {
                let words = self.values.iter().map(|word| in_any_case(word)).collect::<Vec<_>>().join("|");
                let pattern = format!("^(?:{words}|[Pp][0-4])$");
                json!({ "type": "string", "anyOf": [{ "enum": self.values }, { "pattern": pattern }] })
            }
            Kind::List => json!({ "type": ["string", "array"], "items": { "type": "string" } }),
        };
        if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more) {
            schema.extend(more);
        }
        schema
    }
}

fn capitalised(text: &str) -> String {
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}.", first.to_uppercase())
}

/// `[Ll][Oo][Ww]`: the expressions of JSON schemas know no letters without case.
fn in_any_case(word: &str) -> String {
    word.chars().map(|c| format!("[{}{c}]", c.to_ascii_uppercase())).collect()
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn spec_with(front: &str) -> crate::model::Spec {
        crate::parse(&format!("---\n{front}\n---\n\n# Booking\n"))
    }

    #[test]
    fn every_key_of_a_name_is_read_by_all_it_may_be_called() {
        for name in std::iter::once(&FEATURE.name).chain(FEATURE.also) {
            assert_eq!(spec_with(&format!("{name}: Seat Booking")).name.unwrap().value, "Seat Booking", "{name}");
        }
        for name in std::iter::once(&DOMAIN.name).chain(DOMAIN.also) {
            assert_eq!(spec_with(&format!("{name}: seating")).domain.unwrap().value, "seating", "{name}");
        }
        for name in std::iter::once(&COMPLIANCE.name).chain(COMPLIANCE.also) {
            let regimes = spec_with(&format!("{name}: [GDPR]")).compliance;
            assert_eq!(regimes.len(), 1, "{name}");
        }
    }

    #[test]
    fn the_schema_takes_the_priorities_that_the_rule_takes() {
        let schema = schema();
        let pattern = schema["properties"]["priority"]["anyOf"][1]["pattern"].as_str().unwrap();
        let pattern = Regex::new(pattern).unwrap();
        for word in ["low", "High", "CRITICAL", "P0", "p4", "P5", "hihg", "urgent"] {
            let text = format!("---\nfeature: X\npriority: {word}\n---\n\n# X\n");
            let reported =
                crate::rules::check(&crate::parse(&text), &text).iter().any(|finding| finding.name == "unknown-priority");
            assert_eq!(pattern.is_match(word), !reported, "{word}");
        }
    }

    #[test]
    fn formats_are_those_that_have_a_name() {
        let format = KEYS.iter().find(|key| key.name == "format").unwrap();
        for name in format.values {
            assert!(crate::model::Format::named(name).is_some(), "{name}");
        }
    }
}
