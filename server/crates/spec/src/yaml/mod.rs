//! YAML as a tree with spans, read tolerantly: what does not parse is reported and the rest is still read.

mod events;
mod keys;
mod quoting;
mod repair;

use specwave_source::Span;

pub(crate) use keys::add_keys;
pub(crate) use quoting::quoted;
pub(crate) use repair::read;

/// A value with the span of its text in the whole specification.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar; empty for anything else.
    pub(crate) fn text(&self) -> &str {
        match &self.value {
            Value::Scalar(text) => text,
            Value::List(_) | Value::Map(_) => "",
        }
    }

    /// The entries of a map.
    pub(crate) fn entries(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Scalar(_) | Value::List(_) => &[],
        }
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Scalar(_) | Value::Map(_) => &[],
        }
    }

    /// The first entry with one of `keys`, compared as words: `Value Objects` is `value_objects`.
    pub(crate) fn get(&self, keys: &[&str]) -> Option<&Node> {
        let entries = self.entries();
        keys.iter().find_map(|key| entries.iter().find(|(name, _)| is_key(name.text(), key)).map(|(_, value)| value))
    }

    /// The text of the first scalar with one of `keys`; empty without one.
    pub(crate) fn text_of(&self, keys: &[&str]) -> &str {
        self.get(keys).map_or("", Node::text)
    }
}

/// Whether a key as written means `key`.
pub(crate) fn is_key(written: &str, key: &str) -> bool {
    let plain = |c: char| if matches!(c, ' ' | '-') { '_' } else { c.to_ascii_lowercase() };
    written.trim().chars().map(plain).eq(key.chars())
}
