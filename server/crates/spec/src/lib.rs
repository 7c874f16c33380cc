//! Markdown to [`Spec`](model::Spec): dialects, facts with source ranges, rules.

mod bytes;
mod chapters;
pub mod completion;
mod compliance;
mod declared;
mod endpoints;
pub mod feature;
pub mod folding;
mod formats;
mod go_dialect;
mod header;
mod kept;
mod kinds;
pub mod links;
pub mod model;
pub mod names;
mod outline;
mod parse;
mod pattern;
mod prose_dialect;
mod proto;
mod recognise;
pub mod rules;
mod sql;
mod statements;
pub mod symbols;
mod targets;
mod template;
pub mod view;
mod yaml;
mod yaml_dialect;

pub use bytes::{Decoded, decode};
pub use kept::Kept;
pub use parse::{parse, parse_as, parse_bytes, parse_sources};
pub use sql::tables;
pub use template::{domain_of_name, template};
