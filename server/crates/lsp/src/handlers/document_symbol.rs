//! `textDocument/documentSymbol`: the outline of a specification.

use specwave_spec::names::SymbolKind;
use specwave_spec::symbols::{self, Symbol};
use tower_lsp::ls_types::{
    self as lsp, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation,
};

use crate::analysis::Analysis;
use crate::convert::Text;

/// Whether a client can show things inside of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A list, in which each entry names what it belongs to.
    Flat,
    /// A tree.
    Nested,
}

/// Sections with what is declared in them; nothing for what is no specification.
pub(crate) fn handle(analysis: &Analysis, (_, shape): (DocumentSymbolParams, Shape)) -> DocumentSymbolResponse {
    let mut outline = if analysis.spec.recognised { symbols::outline(&analysis.spec) } else { Vec::new() };
    outline.retain(|symbol| analysis.text.owns(symbol.span));
    match shape {
        Shape::Nested => DocumentSymbolResponse::Nested(outline.into_iter().map(|it| converted(it, &analysis.text)).collect()),
        Shape::Flat => {
            let mut flat = Vec::new();
            flatten(outline, "", &analysis.text, &mut flat);
            DocumentSymbolResponse::Flat(flat)
        }
    }
}

/// Everything in the order of the text, each with the name of what it stands in.
fn flatten(symbols: Vec<Symbol>, container: &str, text: &Text, out: &mut Vec<SymbolInformation>) {
    for symbol in symbols {
        let (kind, location) = (kind(&symbol), text.location(symbol.span));
        let name = shown_name(symbol.name);
        out.push(information(name.clone(), kind, location, container));
        flatten(symbol.children, &name, text, out);
    }
}

/// The protocol forbids empty names, and headings may have none.
fn shown_name(name: String) -> String {
    if name.is_empty() { "-".to_owned() } else { name }
}

/// An entry of a list.
#[expect(deprecated, reason = "the protocol's type has a field that nobody should use and everybody has to set")]
pub(super) fn information(name: String, kind: lsp::SymbolKind, location: Location, container: &str) -> SymbolInformation {
    let container_name = Some(container.to_owned()).filter(|container| !container.is_empty());
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

#[expect(deprecated, reason = "the protocol's type has a field that nobody should use and everybody has to set")]
fn converted(symbol: Symbol, text: &Text) -> DocumentSymbol {
    let kind = kind(&symbol);
    let children: Vec<_> = symbol.children.into_iter().map(|child| converted(child, text)).collect();
    DocumentSymbol {
        name: shown_name(symbol.name),
        detail: Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind,
        tags: None,
        deprecated: None,
        range: text.range(symbol.span),
        selection_range: text.range(symbol.name_span),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

/// The protocol's kind that editors show the most fitting sign for.
pub(crate) fn kind(symbol: &Symbol) -> lsp::SymbolKind {
    let Some(kind) = symbol.kind else { return lsp::SymbolKind::STRING };
    match kind {
        SymbolKind::Entity => lsp::SymbolKind::CLASS,
        SymbolKind::ValueObject if symbol.is_enumeration() => lsp::SymbolKind::ENUM,
        SymbolKind::ValueObject | SymbolKind::Struct | SymbolKind::Type => lsp::SymbolKind::STRUCT,
        SymbolKind::EnumValue => lsp::SymbolKind::ENUM_MEMBER,
        SymbolKind::Event => lsp::SymbolKind::EVENT,
        SymbolKind::Service | SymbolKind::Repository | SymbolKind::Interface => lsp::SymbolKind::INTERFACE,
        SymbolKind::Endpoint | SymbolKind::Function => lsp::SymbolKind::FUNCTION,
        SymbolKind::Table => lsp::SymbolKind::OBJECT,
        SymbolKind::Field => lsp::SymbolKind::FIELD,
        SymbolKind::Operation => lsp::SymbolKind::METHOD,
        SymbolKind::Constant | SymbolKind::Regime => lsp::SymbolKind::CONSTANT,
        SymbolKind::Requirement | SymbolKind::ListedTask => lsp::SymbolKind::KEY,
    }
}
