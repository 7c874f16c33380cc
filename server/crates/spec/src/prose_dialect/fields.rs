//! Fields of list items and tables: `` `id` (UUID): why ``, `id: uuid`, `| id | uuid | yes | why |`.

use specwave_source::Span;

use super::named::bare;
use crate::model::Field;
use crate::outline::Table;

/// The field that a list item describes.
pub(super) fn of_item(text: &str, span: Span) -> Option<Field> {
    let written = &text[span.start..span.end];
    let marked = written.starts_with(['`', '*']);
    let plain = written.trim_start_matches(['`', '*']);
    let end = plain.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(plain.len());
    let (name, rest) = plain.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || (rest.is_empty() && !marked) {
        return None;
    }
    let rest = rest.trim_start_matches(['`', '*', '?']);
    let rest_trimmed = rest.trim_start_matches([' ', ':', '`', '*']);
    let (ty, doc) = match rest_trimmed.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((inside, doc)) => (inside, doc),
        None => split_type(rest_trimmed),
    };
    let told = marked || rest.trim_start().starts_with([':', '(']) || (doc.is_empty() && !ty.contains(' '));
    let start = span.start + (written.len() - plain.len());
    told.then(|| field(name, ty, doc, Span::new(start, start + name.len())))
}

/// The type in front of what is said about it; a sentence has no type.
fn split_type(written: &str) -> (&str, &str) {
    let marks = [" - ", " – ", " — ", " (", ", ", "; ", " // ", " # ", ": "];
    let end = marks.iter().filter_map(|mark| written.find(mark)).min().unwrap_or(written.len());
    let ty = written[..end].trim().trim_matches(['`', '*', '.']);
    let listed = ["list of ", "array of ", "set of ", "map of "].iter().any(|list| ty.to_lowercase().starts_with(list));
    let is_type = !ty.contains(' ') || listed;
    if is_type { (ty, &written[end..]) } else { ("", written) }
}

fn field(name: &str, ty: &str, doc: &str, span: Span) -> Field {
    let (ty, remark) = ty.split_once([',', ';']).unwrap_or((ty, ""));
    let ty = ty.trim().trim_matches('`');
    // `string(120)` is a string; `timestamp?` may be left out.
    let bare_type = ty.trim_end_matches('?').split('(').next().unwrap_or(ty);
    let remarks = format!("{remark} {doc}").to_lowercase();
    Field {
        name: name.into(),
        ty: bare_type.trim().into(),
        optional: ty.ends_with('?') || ["optional", "nullable", "if any", "if present"].iter().any(|word| remarks.contains(word)),
        doc: doc.trim_matches(|c: char| c.is_whitespace() || "-–—:,;()".contains(c)).into(),
        span,
    }
}

/// Words in front of the fields that a sentence names.
const HOLDS: &[&str] = &["carries", "has", "have", "holds", "keeps", "stores", "contains", "fields", "attributes", "with"];

/// The fields between backticks that a sentence says something has: ``Carries `id`, `origin` and `total`.``
pub(super) fn in_sentence(text: &str, span: Span) -> Vec<Field> {
    let written = &text[span.start..span.end];
    let Some((said, _)) = written.split_once('`') else { return Vec::new() };
    let verb = said.split_whitespace().next_back().unwrap_or_default().trim_matches([':', ',']).to_lowercase();
    if !HOLDS.contains(&verb.as_str()) {
        return Vec::new();
    }
    let marks: Vec<usize> = written.match_indices('`').map(|(at, _)| span.start + at).collect();
    let quoted = marks.chunks_exact(2).map(|pair| Span::new(pair[0] + 1, pair[1]));
    let is_field = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let named = quoted.map(|quoted| (&text[quoted.start..quoted.end], quoted)).filter(|(name, _)| is_field(name));
    let fields: Vec<Field> = named.map(|(name, span)| field(name, "", "", span)).collect();
    if fields.len() > 1 { fields } else { Vec::new() }
}

/// Headers of the column that names fields.
const NAMES: &[&str] = &["field", "attribute", "property", "column", "name", "field name", "parameter"];

/// The fields of a table, if it is one of fields.
pub(super) fn of_table(text: &str, table: &Table) -> Vec<Field> {
    let cell = |span: &Span| bare(&text[span.start..span.end]);
    let headers: Vec<String> = table.header.iter().map(|span| cell(span).to_lowercase()).collect();
    let column = |names: &[&str]| headers.iter().position(|header| names.contains(&header.as_str()));
    let (Some(name), Some(ty)) = (column(NAMES), column(&["type", "data type", "go type"])) else { return Vec::new() };
    let doc = column(&["description", "notes", "note", "purpose", "meaning", "comment", "details"]);
    let required = column(&["required", "mandatory"]);
    let nullable = column(&["optional", "nullable", "null"]);
    let rows = table.rows.iter().filter_map(|row| {
        let span = *row.get(name)?;
        let at = |column: Option<usize>| column.and_then(|at| row.get(at)).map_or("", cell);
        let mut read = field(cell(&span), at(Some(ty)), at(doc), span);
        read.optional |= is_no(at(required)) || is_yes(at(nullable));
        read.name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(read)
    });
    rows.collect()
}

fn is_no(cell: &str) -> bool {
    ["no", "n", "false", "❌", "✗"].iter().any(|no| cell.eq_ignore_ascii_case(no))
}

fn is_yes(cell: &str) -> bool {
    ["yes", "y", "true", "✅", "✓"].iter().any(|yes| cell.eq_ignore_ascii_case(yes))
}
