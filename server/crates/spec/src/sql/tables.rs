//! `CREATE TABLE`.

use specwave_source::Span;

use super::split::{bracketed, words};
use crate::model::{Column, Index, Table};

/// Reads a `CREATE TABLE` statement; `None` for any other, and for partitions.
pub(super) fn read(statement: &str) -> Option<Table> {
    let name = table_name(statement)?;
    let head = statement[..name.end].to_owned();
    let behind = statement[name.end..].trim_start();
    if behind.get(..12).is_some_and(|word| word.eq_ignore_ascii_case("PARTITION OF")) {
        return None;
    }
    let mut table = Table {
        name: bare_name(&head[name.start..]),
        span: name,
        columns: Vec::new(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        sql: statement.to_owned(),
        statement: Span::new(0, statement.len()),
    };
    if let Some((parts, _)) = bracketed(&statement[name.end..]) {
        for part in parts {
            let part = part.shifted(name.end);
            entry(&statement[part.start..part.end], part.start, &mut table);
        }
    }
    Some(table)
}

/// Where the name stands in `CREATE [TEMP] TABLE [IF NOT EXISTS] name`.
pub(super) fn table_name(statement: &str) -> Option<Span> {
    let mut rest = Words { text: statement, at: 0 };
    if !rest.next()?.1.eq_ignore_ascii_case("create") {
        return None;
    }
    let mut word = rest.next()?.1;
    while ["temp", "temporary", "unlogged", "global", "local", "foreign"].iter().any(|kind| word.eq_ignore_ascii_case(kind)) {
        word = rest.next()?.1;
    }
    if !word.eq_ignore_ascii_case("table") {
        return None;
    }
    let (span, word) = rest.next()?;
    if !word.eq_ignore_ascii_case("if") {
        return Some(span);
    }
    // IF NOT EXISTS
    rest.next()?;
    rest.next()?;
    rest.next().map(|(span, _)| span)
}

/// Words that end at white space or an opening bracket.
struct Words<'sql> {
    text: &'sql str,
    at: usize,
}

impl<'sql> Words<'sql> {
    fn next(&mut self) -> Option<(Span, &'sql str)> {
        let rest = &self.text[self.at..];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let rest = &self.text[start..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';')).unwrap_or(rest.len());
        self.at = start + end;
        (end > 0).then(|| (Span::new(start, start + end), &rest[..end]))
    }
}

/// The name without schema and quotes.
pub(super) fn bare_name(written: &str) -> String {
    written.rsplit('.').next().unwrap_or(written).trim_matches(['"', '`', '[', ']']).to_owned()
}

/// One entry of a table's list: a column, a constraint, or MySQL's inline index.
fn entry(written: &str, offset: usize, table: &mut Table) {
    let words = words(written);
    let Some(first) = words.first() else { return };
    let keyword = first.split('(').next().unwrap_or(first).to_uppercase();
    match keyword.as_str() {
        "CONSTRAINT" | "PRIMARY" | "FOREIGN" | "UNIQUE" | "CHECK" | "EXCLUDE" => {
            let constraint = words.join(" ");
            mark_primary_key(&constraint, table);
            table.constraints.push(constraint);
        }
        "INDEX" | "KEY" | "FULLTEXT" | "SPATIAL" => table.indexes.extend(inline_index(written, offset)),
        "LIKE" => table.constraints.push(words.join(" ")),
        _ => table.columns.push(column(&words)),
    }
}

fn mark_primary_key(constraint: &str, table: &mut Table) {
    let Some(at) = constraint.to_ascii_uppercase().find("PRIMARY KEY") else { return };
    let Some((parts, _)) = bracketed(&constraint[at..]) else { return };
    let names: Vec<String> = parts.iter().map(|part| bare_name(constraint[at..][part.start..part.end].trim())).collect();
    for column in table.columns.iter_mut().filter(|column| names.contains(&column.name)) {
        column.primary_key = true;
        column.nullable = false;
    }
}

/// `INDEX idx_name (a, b)`.
fn inline_index(written: &str, offset: usize) -> Option<Index> {
    let (parts, _) = bracketed(written)?;
    let trimmed = written.trim_start();
    let name = trimmed.split(|c: char| c.is_whitespace() || c == '(').nth(1).unwrap_or_default();
    let start = offset + (written.len() - trimmed.len());
    Some(Index {
        name: bare_name(name),
        columns: parts.iter().map(|part| written[part.start..part.end].trim().to_owned()).collect(),
        unique: false,
        predicate: None,
        span: Span::new(start, start + trimmed.trim_end().len()),
    })
}

/// Words that end a column's type.
const AFTER_TYPE: &[&str] = &[
    "NOT",
    "NULL",
    "DEFAULT",
    "PRIMARY",
    "REFERENCES",
    "UNIQUE",
    "CHECK",
    "CONSTRAINT",
    "GENERATED",
    "COLLATE",
    "COMMENT",
    "AUTO_INCREMENT",
    "ON",
];

fn column(words: &[String]) -> Column {
    let upper: Vec<String> = words.iter().map(|word| word.split('(').next().unwrap_or(word).to_uppercase()).collect();
    let is = |at: usize, word: &str| upper.get(at).is_some_and(|known| known == word);
    let type_end = (1..words.len()).find(|at| AFTER_TYPE.contains(&upper[*at].as_str())).unwrap_or(words.len());
    let position = |word: &str| (1..words.len()).find(|at| is(*at, word));
    let primary_key = position("PRIMARY").is_some_and(|at| is(at + 1, "KEY"));
    let not_null = position("NOT").is_some_and(|at| is(at + 1, "NULL"));
    let default = position("DEFAULT").map(|at| {
        let end = (at + 1..words.len()).find(|next| *next > at + 1 && AFTER_TYPE.contains(&upper[*next].as_str()));
        words[at + 1..end.unwrap_or(words.len())].join(" ")
    });
    let references = position("REFERENCES").map(|at| {
        let bracket = words.get(at + 2).filter(|word| word.starts_with('('));
        format!("{}{}", words.get(at + 1).map_or("", String::as_str), bracket.map_or("", String::as_str))
    });
    Column {
        name: bare_name(&words[0]),
        ty: words[1.min(words.len())..type_end.max(1)].join(" "),
        nullable: !not_null && !primary_key,
        default: default.filter(|default| !default.is_empty()),
        references: references.filter(|target| !target.is_empty()),
        primary_key,
    }
}
