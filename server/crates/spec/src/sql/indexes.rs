//! `CREATE INDEX`.

use specwave_source::Span;

use super::split::bracketed;
use super::tables::bare_name;
use crate::model::Index;

/// Reads `CREATE [UNIQUE] INDEX … ON table (…) [WHERE …]` as the table's name and the index.
pub(super) fn read(statement: &str) -> Option<(String, Index)> {
    let mut words = statement.split_whitespace();
    let second = words.next().filter(|word| word.eq_ignore_ascii_case("create")).and_then(|_| words.next())?;
    let unique = second.eq_ignore_ascii_case("unique");
    let third = if unique { words.next()? } else { second };
    if !third.eq_ignore_ascii_case("index") {
        return None;
    }
    let noise = |word: &&str| ["concurrently", "if", "not", "exists"].iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut words = words.skip_while(noise);
    let first = words.next()?;
    let name = if first.eq_ignore_ascii_case("on") { "" } else { first };
    let table = if name.is_empty() { words.next()? } else { words.nth(1)? };
    let table = bare_name(table.split('(').next().unwrap_or(table));
    let (parts, close) = bracketed(statement)?;
    let behind = statement.get(close + 1..).unwrap_or_default();
    let at = behind.to_ascii_uppercase().find("WHERE");
    let predicate = at.map(|at| behind[at + "WHERE".len()..].split_whitespace().collect::<Vec<_>>().join(" "));
    let columns = parts.iter().map(|part| statement[part.start..part.end].split_whitespace().collect::<Vec<_>>().join(" "));
    let index =
        Index { name: bare_name(name), columns: columns.collect(), unique, predicate, span: Span::new(0, statement.len()) };
    Some((table, index))
}
