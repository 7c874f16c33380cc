//! The facts of Go source text, read with tree-sitter-go: types, declarations, names, imports.

pub mod facts;
mod imports;
pub mod names;
pub mod statements;
mod stub;
mod syntax;
mod types;

pub use imports::{Import, add_imports, declared, drop_unused_imports};
pub use stub::stub;
pub use types::{ChannelDirection, Type};
