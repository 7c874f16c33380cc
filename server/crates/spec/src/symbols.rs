//! The outline of a specification as editors show it: its sections with what is declared in them.

use specwave_source::Span;

use crate::model::{Endpoint, Field, Operation, Spec, Struct};
use crate::names::SymbolKind;
use crate::view;

/// One entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name; with its owner's in front where it does not stand below that.
    pub name: String,
    /// What it is, or its type.
    pub detail: String,
    /// What is declared here; `None` for a section.
    pub kind: Option<SymbolKind>,
    /// All of it, the children included.
    pub span: Span,
    /// Its name's place.
    pub name_span: Span,
    /// What stands below it, in the order of the text.
    pub children: Vec<Symbol>,
}

impl Symbol {
    /// Whether it is a value object that lists its values.
    #[must_use]
    pub fn is_enumeration(&self) -> bool {
        self.children.iter().any(|child| child.kind == Some(SymbolKind::EnumValue))
    }
}

/// The outline: sections inside sections, declared things inside the innermost one, their parts inside them.
#[must_use]
pub fn outline(spec: &Spec) -> Vec<Symbol> {
    let mut declared = declared(spec).into_iter().peekable();
    let mut roots = Vec::new();
    let mut open: Vec<Symbol> = Vec::new();
    for heading in &spec.headings {
        while let Some(symbol) = declared.next_if(|symbol| symbol.name_span.start < heading.span.start) {
            place(symbol, &mut open, &mut roots);
        }
        close(&mut open, &mut roots, heading.section.start);
        open.push(Symbol {
            name: heading.text.clone(),
            detail: String::new(),
            kind: None,
            span: heading.section,
            name_span: heading.span,
            children: Vec::new(),
        });
    }
    declared.for_each(|symbol| place(symbol, &mut open, &mut roots));
    close(&mut open, &mut roots, usize::MAX);
    roots
}

/// Puts a declared thing into the innermost open section that holds it.
fn place(symbol: Symbol, open: &mut [Symbol], roots: &mut Vec<Symbol>) {
    let section = open.iter_mut().rev().find(|section| section.span.touches(symbol.name_span.start));
    section.map_or(roots, |section| &mut section.children).push(symbol);
}

/// Ends the sections that end at or before `offset`.
fn close(open: &mut Vec<Symbol>, roots: &mut Vec<Symbol>, offset: usize) {
    while let Some(section) = open.pop_if(|section| section.span.end <= offset) {
        open.last_mut().map_or(&mut *roots, |above| &mut above.children).push(section);
    }
}

/// Everything that is declared, in the order of the text. A part that stands apart from its owner, such as a method
/// behind the next type, is an entry of its own.
#[must_use]
pub fn declared(spec: &Spec) -> Vec<Symbol> {
    let mut owners = owners(spec);
    owners.sort_by_key(|owner| owner.name_span.start);
    let starts: Vec<usize> = owners.iter().map(|owner| owner.name_span.start).collect();
    let mut all = Vec::new();
    for (at, mut owner) in owners.into_iter().enumerate() {
        let next = starts.get(at + 1).copied().unwrap_or(usize::MAX);
        let below = owner.name_span.start..next.min(end_of_section(spec, owner.name_span.start));
        let (own, apart): (Vec<Symbol>, Vec<Symbol>) =
            std::mem::take(&mut owner.children).into_iter().partition(|child| below.contains(&child.name_span.start));
        owner.children = own;
        owner.children.sort_by_key(|child| child.name_span.start);
        let end = owner.children.iter().map(|child| child.span.end).max().unwrap_or_default();
        owner.span.end = owner.span.end.max(end);
        all.extend(apart.into_iter().map(|part| Symbol { name: format!("{}.{}", owner.name, part.name), ..part }));
        all.push(owner);
    }
    all.sort_by_key(|symbol| symbol.name_span.start);
    all
}

/// Where the innermost section around `offset` ends, or the next heading comes.
fn end_of_section(spec: &Spec, offset: usize) -> usize {
    let next = spec.headings.partition_point(|heading| heading.span.start <= offset);
    spec.headings.get(next).map_or(usize::MAX, |heading| heading.span.start)
}

fn owners(spec: &Spec) -> Vec<Symbol> {
    let mut owners = Vec::new();
    owners.extend(spec.entities.iter().map(|it| structure(SymbolKind::Entity, it)));
    owners.extend(spec.value_objects.iter().map(|it| {
        let mut symbol = structure(SymbolKind::ValueObject, &it.base);
        symbol.children.extend(it.values.iter().map(|value| {
            let name = if value.constant.is_empty() { &value.value } else { &value.constant };
            leaf(SymbolKind::EnumValue, name, String::new(), value.span)
        }));
        symbol
    }));
    owners.extend(spec.events.iter().map(|it| structure(SymbolKind::Event, it)));
    owners.extend(spec.structs.iter().map(|it| structure(SymbolKind::Struct, it)));
    owners.extend(spec.services.iter().map(|it| owner(SymbolKind::Service, &it.name, it.span, operations(&it.operations))));
    owners
        .extend(spec.repositories.iter().map(|it| owner(SymbolKind::Repository, &it.name, it.span, operations(&it.operations))));
    owners.extend(spec.interfaces.iter().map(|it| owner(SymbolKind::Interface, &it.name, it.span, operations(&it.operations))));
    owners.extend(spec.endpoints.iter().map(endpoint));
    owners.extend(spec.tables.iter().map(|it| {
        // Columns have no places of their own.
        owner(SymbolKind::Table, &it.name, it.span, Vec::new())
    }));
    owners
}

fn owner(kind: SymbolKind, name: &str, span: Span, children: Vec<Symbol>) -> Symbol {
    Symbol { children, ..leaf(kind, name, kind.words().to_owned(), span) }
}

fn leaf(kind: SymbolKind, name: &str, detail: String, span: Span) -> Symbol {
    Symbol { name: name.to_owned(), detail, kind: Some(kind), span, name_span: span, children: Vec::new() }
}

fn structure(kind: SymbolKind, it: &Struct) -> Symbol {
    let mut children = fields(&it.fields);
    children.extend(operations(&it.methods));
    owner(kind, &it.name, it.span, children)
}

fn fields(fields: &[Field]) -> Vec<Symbol> {
    fields.iter().map(|field| leaf(SymbolKind::Field, &field.name, field.ty.to_string(), field.span)).collect()
}

fn operations(operations: &[Operation]) -> Vec<Symbol> {
    let operation = |it: &Operation| {
        let signature = it.signature.as_ref().map(view::signature).unwrap_or_default();
        let mut symbol = leaf(SymbolKind::Operation, &it.name, signature, it.span);
        symbol.span.end = it.body.as_ref().map_or(symbol.span.end, |body| body.span.end.max(symbol.span.end));
        symbol
    };
    operations.iter().map(operation).collect()
}

fn endpoint(it: &Endpoint) -> Symbol {
    let bodies = [&it.request, &it.response].into_iter().flatten();
    let mut children = fields(&it.query);
    children.extend(bodies.flat_map(|body| fields(&body.fields)));
    let name = format!("{} {}", it.method, it.path);
    owner(SymbolKind::Endpoint, name.trim(), it.span, children)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(symbols: &[Symbol], indent: usize, out: &mut String) {
        for symbol in symbols {
            assert!(symbol.span.start <= symbol.name_span.start && symbol.name_span.end <= symbol.span.end, "{symbol:?}");
            out.push_str(&format!("{}{} ({})\n", " ".repeat(indent), symbol.name, symbol.detail));
            for child in &symbol.children {
                assert!(symbol.span.start <= child.span.start && child.span.end <= symbol.span.end, "{child:?} in {symbol:?}");
            }
            shown(&symbol.children, indent + 1, out);
        }
    }

    fn outline_of(text: &str) -> String {
        let mut out = String::new();
        shown(&outline(&crate::parse(text)), 0, &mut out);
        out
    }

    #[test]
    fn things_stand_in_their_sections_and_parts_below_their_owners() {
        let text = "# Seats\n## Domain Model\n```go\npackage seats\n\ntype Seat struct {\n\tID string\n\tRow int\n}\n\n\
            type SeatService interface {\n\tReserve(ctx context.Context, id string) (*Seat, error)\n}\n\n\
            func (s *Seat) Free() bool { return true }\n```\n## API\n### Reserve\n- `POST /api/v1/seats`\n";
        let expected = "Seats ()\n Domain Model ()\n  Seat (entity)\n   ID (string)\n   Row (int)\n  SeatService (service)\n   \
            Reserve ((ctx context.Context, id string) (*Seat, error))\n  Seat.Free (() bool)\n API ()\n  Reserve ()\n   \
            POST /api/v1/seats (endpoint)\n";
        assert_eq!(outline_of(text), expected);
    }

    #[test]
    fn what_stands_above_every_heading_is_there_too() {
        let text = "```go\ntype Seat struct {\n\tID string\n}\n```\n## Later\n";
        assert!(outline_of(text).starts_with("Seat ("), "{}", outline_of(text));
        assert_eq!(outline_of(""), "");
    }
}
