//! Text and positions: rope documents, the only place that converts between byte offsets, lines and
//! LSP positions, files that are read as one text, work on all cores, and [`Finding`]/[`Fix`]/[`Rule`] as plain data.

mod document;
mod finding;
mod fixing;
mod parallel;
mod position;
pub mod rule;
mod sources;

pub use document::{Document, EditError, TextEdit};
pub use finding::{Edit, Elsewhere, Finding, Fix, Related, Severity};
pub use fixing::{Allowed, apply_fixes};
pub use parallel::in_parallel;
pub use position::{Encoding, LineColumn, LineIndex, Position, PositionRange, Span};
pub use rule::Rule;
pub use sources::{SourceFile, Sources};
