//! `textDocument/documentSymbol`: the outline of a specification.

use specwave_spec::symbols::{self, Symbol, SymbolKind};
use tower_lsp::ls_types::{self as lsp, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse};

use crate::analysis::Analysis;
use crate::convert::Text;

/// Sections with what is declared in them; nothing for what is no specification.
pub(crate) fn handle(analysis: &Analysis, _: DocumentSymbolParams) -> DocumentSymbolResponse {
    let mut outline = if analysis.spec.recognised { symbols::outline(&analysis.spec) } else { Vec::new() };
    outline.retain(|symbol| analysis.text.owns(symbol.span));
    DocumentSymbolResponse::Nested(outline.into_iter().map(|symbol| converted(symbol, &analysis.text)).collect())
}

#[expect(deprecated, reason = "the protocol's type has a field that nobody should use and everybody has to set")]
fn converted(symbol: Symbol, text: &Text) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| converted(child, text)).collect();
    DocumentSymbol {
        // The protocol forbids empty names, and headings may have none.
        name: if symbol.name.is_empty() { "-".to_owned() } else { symbol.name },
        detail: Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: text.range(symbol.span),
        selection_range: text.range(symbol.name_span),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

/// The protocol's kind that editors show the most fitting sign for.
pub(crate) fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Section => lsp::SymbolKind::STRING,
        SymbolKind::Entity => lsp::SymbolKind::CLASS,
        SymbolKind::ValueObject | SymbolKind::Struct => lsp::SymbolKind::STRUCT,
        SymbolKind::Enumeration => lsp::SymbolKind::ENUM,
        SymbolKind::Event => lsp::SymbolKind::EVENT,
        SymbolKind::Service | SymbolKind::Repository | SymbolKind::Interface => lsp::SymbolKind::INTERFACE,
        SymbolKind::Endpoint => lsp::SymbolKind::FUNCTION,
        SymbolKind::Table => lsp::SymbolKind::OBJECT,
        SymbolKind::Field => lsp::SymbolKind::FIELD,
        SymbolKind::Operation => lsp::SymbolKind::METHOD,
        SymbolKind::Value => lsp::SymbolKind::ENUM_MEMBER,
    }
}
