//! Fenced SQL: tables with columns, constraints and indexes.
//!
//! Tables are read by a tolerant reader of our own, statement by statement, so that what PostgreSQL
//! refuses does not cost a table. `sqlparser` only says what does not parse.

mod indexes;
mod split;
mod tables;
mod validate;

use specwave_source::Span;

use crate::declared::Declared;
use crate::model::{Language, Problem};

/// Reads the statements of `text[block]`.
pub(crate) fn read(text: &str, block: Span, out: &mut Declared) {
    for statement in split::statements(text, block) {
        let written = &text[statement.start..statement.end];
        if let Some(table) = tables::read(written, statement.start) {
            out.table(table);
        } else if let Some((table, index)) = indexes::read(written, statement.start)
            && let Some(table) = out.table_named(&table)
        {
            table.indexes.push(index);
        }
        if let Some((span, message)) = validate::problem(written, statement.start) {
            out.spec.problems.push(Problem { language: Language::Sql, span, message });
        }
    }
}
