//! What the roles of Wave 2 share: they write Go and SQL for the same tables and have to agree on both.

mod clause;
mod column_type;
mod constraint;
mod expression;
mod identifier;
mod json_form;
mod names;
mod noun;
mod operation;
mod packages;
mod repository;
mod schema;
mod statements;
mod table;

pub(crate) use expression::localize;
pub(crate) use json_form::has_json_form;
pub(crate) use names::spoken;
pub(crate) use noun::Noun;
pub(crate) use operation::{Action, SelectionAction, StoredOperation, is_struct_value};
pub(crate) use packages::Packages;
pub(crate) use repository::StoredRepository;
pub(crate) use schema::{TableSchema, schema};
pub(crate) use statements::{Statements, Use};
pub(crate) use table::{Codec, StoredColumn};
