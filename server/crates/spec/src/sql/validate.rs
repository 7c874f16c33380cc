//! What PostgreSQL would refuse.

use specwave_source::Span;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use super::{LONGEST, foreign, inline_indexes};

/// Why a statement does not parse, if it does not, and where in it.
pub(super) fn problem(statement: &str) -> Option<(Span, String)> {
    if statement.len() > LONGEST {
        return None;
    }
    if !is_judged(statement) {
        return None;
    }
    let error = Parser::parse_sql(&PostgreSqlDialect {}, statement).err()?;
    // MySQL's ways have rules of their own, which say more than a parser of PostgreSQL.
    if !inline_indexes(statement).is_empty() || !foreign(statement).is_empty() {
        return None;
    }
    let said = error.to_string();
    let message = said.trim_start_matches("sql parser error: ");
    let (message, place) = message.rsplit_once(" at Line: ").unwrap_or((message, ""));
    let at = place_of(statement, place).unwrap_or(0);
    let line_end = statement[at..].find('\n').map_or(statement.len(), |newline| at + newline);
    let end = at + statement[at..line_end].trim_end().len();
    Some((Span::new(at, end.max(at)), message.to_owned()))
}

/// Statements that `sqlparser` knows well enough to be believed.
const JUDGED: &[&str] = &["CREATE", "ALTER", "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "DROP"];

/// Objects whose `CREATE` it knows.
const CREATED: &[&str] = &["TABLE", "INDEX", "UNIQUE", "VIEW", "MATERIALIZED", "TYPE", "TEMP", "TEMPORARY", "UNLOGGED", "OR"];

/// What PostgreSQL allows and it does not know.
const UNKNOWN_TO_PARSER: &[&str] = &["INCLUDING ", "EXCLUDING ", "WITH NO DATA", "WITH DATA"];

fn is_judged(statement: &str) -> bool {
    let upper = statement.to_ascii_uppercase();
    let mut words = upper.split_whitespace();
    let first = words.next().unwrap_or_default();
    let created = first != "CREATE" || words.next().is_some_and(|object| CREATED.contains(&object));
    JUDGED.contains(&first) && created && !UNKNOWN_TO_PARSER.iter().any(|phrase| upper.contains(phrase))
}

/// Offset of `3, Column: 5`, which counts from 1 and in characters.
fn place_of(statement: &str, place: &str) -> Option<usize> {
    let (line, column) = place.split_once(", Column: ")?;
    let (line, column): (usize, usize) = (line.trim().parse().ok()?, column.trim().parse().ok()?);
    let start: usize = statement.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let line = statement[start..].lines().next()?;
    Some(start + line.char_indices().nth(column.checked_sub(1)?).map_or(line.len(), |(at, _)| at))
}
