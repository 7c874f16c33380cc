//! Pipe tables.

use specwave_source::Span;

use super::lines::trimmed;

/// The cells of a table row; a pipe in backticks or behind a backslash does not end a cell.
pub(super) fn cells(text: &str, row: Span) -> Vec<Span> {
    let row = trimmed(text, row);
    let line = &text[row.start..row.end];
    let mut cells = Vec::new();
    let first = usize::from(line.starts_with('|'));
    let mut start = first;
    let (mut in_code, mut escaped) = (false, false);
    for (at, c) in line.char_indices().skip(first) {
        match c {
            '`' => in_code = !in_code,
            '|' if !escaped && !in_code => {
                cells.push(trimmed(text, Span::new(row.start + start, row.start + at)));
                start = at + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    if start < line.len() {
        cells.push(trimmed(text, Span::new(row.start + start, row.end)));
    }
    cells
}

/// Whether a row is the line of dashes under a table's header.
pub(super) fn is_separator(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}
