//! Tables in fenced SQL: where a statement expects a table, or in front of the dot of a column.

use specwave_source::Span;

use super::prose::read_bare;
use super::symbol::Occurrence;
use super::symbols::Symbols;
use super::words::words;
use crate::outline::lines;

/// Words that a table's name follows.
const BEFORE_TABLE: &[&str] =
    &["EXISTS", "FROM", "INTO", "JOIN", "OF", "ON", "ONLY", "REFERENCES", "TABLE", "TRUNCATE", "UPDATE", "USING", "VIEW"];

/// Adds the tables that a SQL fence names.
pub(super) fn read(text: &str, content: Span, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    let mut before = "";
    for line in lines(&text[content.start..content.end]) {
        let line = line.shifted(content.start);
        let written = &text[line.start..line.end];
        let comment = line.start + written.find("--").unwrap_or(written.len());
        let mut quoted = QuotedParts::default();
        for word in words(text, Span::new(line.start, comment)) {
            let name = &text[word.start..word.end];
            if let Some(table) = symbols.tables.get(name).filter(|_| !quoted.is_inside(text, line.start, word.start)) {
                let is_column_of = text[word.end..].starts_with('.');
                let is_expected = BEFORE_TABLE.iter().any(|known| known.eq_ignore_ascii_case(before));
                // A schema stands between the keyword and the table.
                let is_qualified = text[..word.start].ends_with('.');
                match symbols.pinned.get(&word.start) {
                    Some(known) => out.push(*known),
                    None if is_column_of || is_expected || is_qualified => {
                        out.push(Occurrence { symbol: *table, span: word, declares: false });
                    }
                    None => {}
                }
            }
            before = name;
        }
        read_bare(text, Span::new(comment, line.end), symbols, out);
    }
}

/// Counts the quotes of a line once, from its start to its end.
#[derive(Default)]
struct QuotedParts {
    counted: usize,
    inside: bool,
}

impl QuotedParts {
    fn is_inside(&mut self, text: &str, line: usize, at: usize) -> bool {
        let from = self.counted.max(line);
        let quotes = text[from..at].bytes().filter(|byte| *byte == b'\'').count();
        self.inside ^= quotes % 2 == 1;
        self.counted = at;
        self.inside
    }
}
