//! `textDocument/completion`: keys, values, sections, declared names, types and units.

use specwave_spec::completion::{self, Completion, Proposal, ProposalKind};
use specwave_spec::feature;
use specwave_spec::names::SymbolKind;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse, CompletionTextEdit, Documentation,
    InsertTextFormat, MarkupContent, MarkupKind, Range, TextEdit,
};

use crate::analysis::{Analysis, is_readme};
use crate::convert;

/// Characters behind which something is proposed without being asked for.
pub(crate) const TRIGGERS: [&str; 4] = ["`", ".", "#", " "];

/// What an editor can insert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inserts {
    /// Text only.
    Text,
    /// Text with places to fill in.
    Snippets,
}

/// What could be typed at the cursor, best first.
pub(crate) fn handle(analysis: &Analysis, (params, inserts): (CompletionParams, Inserts)) -> CompletionResponse {
    let text = &analysis.text;
    let offset = text.offset(params.text_document_position.position);
    let in_place = || completion::at(&analysis.spec, analysis.names(), text.text(), text.own(), offset);
    let found = in_new_file(analysis, offset).unwrap_or_else(in_place);
    let range = text.range(found.replaces);
    let items = found.proposals.into_iter().enumerate().map(|(at, proposal)| item(at, proposal, range, inserts));
    CompletionResponse::List(CompletionList { items: items.collect(), ..CompletionList::default() })
}

/// A whole specification in a file that has nothing yet, unless it is one of a feature with a form of its own.
fn in_new_file(analysis: &Analysis, offset: usize) -> Option<Completion> {
    let path = convert::path(&analysis.uri).unwrap_or_default();
    if is_readme(&path) || feature::folder(&path).is_some() {
        return None;
    }
    completion::in_new_file(&path, analysis.text.text(), analysis.text.own(), offset)
}

fn item(at: usize, proposal: Proposal, range: Range, inserts: Inserts) -> CompletionItem {
    let snippet = proposal.snippet.filter(|_| inserts == Inserts::Snippets);
    let format = snippet.as_ref().map(|_| InsertTextFormat::SNIPPET);
    let new_text = snippet.or(proposal.insert).unwrap_or_else(|| proposal.label.clone());
    let documentation = MarkupContent { kind: MarkupKind::Markdown, value: proposal.documentation };
    CompletionItem {
        kind: Some(kind(proposal.kind)),
        detail: Some(proposal.detail),
        documentation: (!documentation.value.is_empty()).then_some(Documentation::MarkupContent(documentation)),
        // Editors sort by this, and ours are sorted already.
        sort_text: Some(format!("{at:04}")),
        insert_text_format: format,
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        label: proposal.label,
        ..CompletionItem::default()
    }
}

fn kind(kind: ProposalKind) -> CompletionItemKind {
    match kind {
        ProposalKind::Key => CompletionItemKind::PROPERTY,
        ProposalKind::Value => CompletionItemKind::VALUE,
        ProposalKind::Section => CompletionItemKind::MODULE,
        ProposalKind::Template => CompletionItemKind::SNIPPET,
        ProposalKind::GoType => CompletionItemKind::TYPE_PARAMETER,
        ProposalKind::Unit => CompletionItemKind::UNIT,
        ProposalKind::Regime => CompletionItemKind::CONSTANT,
        ProposalKind::Name(symbol) => match symbol {
            SymbolKind::Entity => CompletionItemKind::CLASS,
            SymbolKind::ValueObject | SymbolKind::Struct | SymbolKind::Type | SymbolKind::Table => CompletionItemKind::STRUCT,
            SymbolKind::EnumValue => CompletionItemKind::ENUM_MEMBER,
            SymbolKind::Event => CompletionItemKind::EVENT,
            SymbolKind::Service | SymbolKind::Repository | SymbolKind::Interface => CompletionItemKind::INTERFACE,
            SymbolKind::Field => CompletionItemKind::FIELD,
            SymbolKind::Operation => CompletionItemKind::METHOD,
            SymbolKind::Function | SymbolKind::Endpoint => CompletionItemKind::FUNCTION,
            SymbolKind::Constant | SymbolKind::Regime => CompletionItemKind::CONSTANT,
            SymbolKind::Requirement | SymbolKind::ListedTask => CompletionItemKind::REFERENCE,
        },
    }
}
