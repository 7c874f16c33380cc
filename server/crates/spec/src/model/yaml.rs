//! Keys of fenced YAML.

use serde::Serialize;
use specwave_source::Span;

/// A key of a map in a fenced YAML block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YamlKey {
    /// As written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// Where its value stands.
    pub value: Span,
    /// Its value, if that is a scalar.
    pub scalar: Option<String>,
    /// Which map it is a key of: the index of that map's first key.
    pub map: usize,
    /// Index of the key whose value the map is, or is an item of; `None` on the outermost level.
    pub parent: Option<usize>,
}
