//! The facts of Go source text, read with tree-sitter-go: types, declarations, names, imports.

pub mod names;
mod types;

pub use types::{ChannelDirection, Type};
