//! Names that are rows of a table: `| OrderPlaced | after payment | order_id, total |`.

use specwave_source::Span;

use super::body::{self, Body};
use super::headed::Found;
use super::named::{Named, bare, fits, is_compound, name, topic};
use crate::kinds::Kind;
use crate::outline::{Outline, Section, Table};

pub(super) fn read(text: &str, outline: &Outline, bodies: &[Span]) -> Vec<Named> {
    let free = |table: &&Table| table.header.first().is_some_and(|cell| !Found::holds(bodies, cell.start));
    outline.tables.iter().filter(free).flat_map(|table| of_table(text, outline, table)).collect()
}

/// The rows of tables that have a column for what each name is.
pub(super) fn read_of_kinds(text: &str, outline: &Outline) -> Vec<Named> {
    let ours =
        outline.tables.iter().filter(|table| kind_column(text, table).is_some() && !Kind::is_foreign(outline, table.heading));
    ours.flat_map(|table| of_table(text, outline, table)).collect()
}

/// The column that says what each name is: `| DunningPause | entity |`.
fn kind_column(text: &str, table: &Table) -> Option<usize> {
    let cell = |span: &Span| bare(&text[span.start..span.end]);
    let says_kinds = |at: &usize| {
        let kinds = table.rows.iter().filter_map(|row| row.get(*at)).map(|written| Kind::of_word(cell(written)));
        !table.rows.is_empty() && kinds.clone().count() == table.rows.len() && kinds.flatten().count() == table.rows.len()
    };
    (1..table.header.len()).find(says_kinds)
}

fn of_table(text: &str, outline: &Outline, table: &Table) -> Vec<Named> {
    let cell = |span: &Span| bare(&text[span.start..span.end]);
    let headers: Vec<String> = table.header.iter().map(|span| cell(span).to_lowercase()).collect();
    let kinds = kind_column(text, table).filter(|_| !Kind::is_foreign(outline, table.heading));
    let Some(common) = kind(outline, table, &headers).or(kinds.map(|_| Kind::Model)) else { return Vec::new() };
    let column = |names: &[&str]| headers.iter().skip(1).position(|header| names.contains(&header.as_str())).map(|at| at + 1);
    let doc = column(&[
        "description",
        "purpose",
        "responsibility",
        "responsibilities",
        "raised when",
        "when",
        "trigger",
        "meaning",
        "what it does",
        "does",
    ]);
    let operations = column(&["operations", "methods", "key methods", "interface"]);
    // One camel in the column tells what the words of all its cells are.
    let small =
        operations.is_some_and(|at| table.rows.iter().filter_map(|row| row.get(at)).any(|cell| body::has_camel(text, *cell)));
    let fields = column(&["fields", "payload", "attributes", "key fields", "data", "key attributes"]);
    let values = column(&["values", "allowed values", "validation", "options"]);
    let dependencies = column(&["depends on", "dependencies", "uses"]);
    // `OrderPaid` / `OrderRefused` are two events of one row.
    let named = table.rows.iter().filter_map(|row| Some((row, *row.first()?)));
    let of_row = |row: &[Span]| kinds.and_then(|at| Kind::of_word(cell(row.get(at)?))).unwrap_or(common);
    let named = named.flat_map(|(row, first)| alternatives(text, of_row(row), first).into_iter().map(move |part| (row, part)));
    let rows = named.filter_map(|(row, written)| {
        let kind = of_row(row);
        let name = name(cell(&written)).or_else(|| topic(cell(&written)).filter(|_| kind == Kind::Event))?;
        let marked = text[written.start..].starts_with(['`', '*']) || headers[0] != "name";
        if !fits(kind, &name) || !(is_compound(&name) || marked || matches!(kind, Kind::Entity | Kind::ValueObject)) {
            return None;
        }
        let at = |column: Option<usize>| column.and_then(|at| row.get(at)).copied();
        let mut body = Body::default();
        // What it does may be told in code.
        let in_code = at(doc)
            .filter(|span| matches!(kind, Kind::Service | Kind::Repository) && text[span.start..span.end].starts_with('`'));
        if let Some(span) = at(operations).or(in_code) {
            body.operations = body::operations_among(text, span, small || body::has_camel(text, span));
        }
        if let Some(span) = at(dependencies) {
            body.dependencies = body::names(text, span);
        }
        let listed = at(fields).or(at(values).filter(|_| kind == Kind::ValueObject));
        body.words = listed.map_or_else(Vec::new, |span| body::list(text, span));
        let doc = at(doc).map_or("", |span| cell(&span)).to_owned();
        let kind = if kind == Kind::Model && body.words.iter().all(|word| !word.value.eq_ignore_ascii_case("id")) {
            Kind::ValueObject
        } else {
            kind
        };
        Some(Named { kind, name, span: located(text, written), doc, body })
    });
    rows.collect()
}

/// The events that a cell names, between slashes; the cell itself where it names something else.
fn alternatives(text: &str, kind: Kind, cell: Span) -> Vec<Span> {
    let written = &text[cell.start..cell.end];
    if kind != Kind::Event || !written.contains('/') {
        return vec![cell];
    }
    let parts = written.split('/').map(|part| {
        let bare = part.trim();
        let start = cell.start + (bare.as_ptr() as usize - written.as_ptr() as usize);
        Span::new(start, start + bare.len())
    });
    parts.collect()
}

/// Sections that speak of entities without declaring any.
const OF_OTHERS: Section = Section::SECURITY.with(Section::COMPLIANCE).with(Section::PERFORMANCE).with(Section::BUSINESS);

/// What the rows are: the first header says it, or the section does.
fn kind(outline: &Outline, table: &Table, headers: &[String]) -> Option<Kind> {
    let first = headers.first()?;
    let duties = ["responsib", "purpose", "does", "operation", "method", "duties"];
    let has_duties = headers.iter().any(|header| duties.iter().any(|duty| header.starts_with(duty)));
    let components = matches!(first.as_str(), "component" | "service") && has_duties;
    // A table of "Entity" and "Attributes" needs no section that says so.
    let details = ["attribute", "field", "description", "values"];
    let has_details = headers.iter().skip(1).any(|header| details.iter().any(|detail| header.contains(detail)));
    let is_ours = !Kind::is_foreign(outline, table.heading);
    let of_section = match Kind::of_section(outline, table.heading) {
        None if components && is_ours => return Some(Kind::Service),
        None if has_details && is_ours && !outline.announced_by_chain(table.heading).any(OF_OTHERS) => {
            return Kind::of_word(first).filter(|kind| matches!(kind, Kind::Entity | Kind::ValueObject | Kind::Event));
        }
        told => told?,
    };
    if let Some(kind) = Kind::of_word(first) {
        return (kind == of_section || of_section == Kind::Model).then_some(kind);
    }
    let named = matches!(first.as_str(), "name" | "type" | "model" | "class");
    (named && of_section != Kind::Model).then_some(of_section)
}

/// The cell without marks of emphasis and code.
fn located(text: &str, cell: Span) -> Span {
    let written = &text[cell.start..cell.end];
    let name = bare(written);
    let start = cell.start + written.find(name).unwrap_or(0);
    Span::new(start, start + name.len())
}
