//! The keys of a tree as a flat list, for rules and editor features.

use super::{Node, Value};
use crate::model::YamlKey;

/// Adds the keys of a document to `keys`, each in front of those below it.
pub(crate) fn add_keys(document: &Node, keys: &mut Vec<YamlKey>) {
    add(document, None, keys);
}

fn add(node: &Node, parent: Option<usize>, keys: &mut Vec<YamlKey>) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| add(item, parent, keys)),
        Value::Map(entries) => {
            let map = keys.len();
            for (key, value) in entries {
                let scalar = if let Value::Scalar(text) = &value.value { Some(text.clone()) } else { None };
                keys.push(YamlKey { name: key.text().to_owned(), span: key.span, value: value.span, scalar, map, parent });
                add(value, Some(keys.len() - 1), keys);
            }
        }
    }
}
