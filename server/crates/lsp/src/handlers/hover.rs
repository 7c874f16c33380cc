//! `textDocument/hover`: what is known of the word under the cursor.

use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use crate::analysis::Analysis;
use crate::hover::{symbol, vocabulary};

/// A declared name, a rule's code, or the name of a role; nothing elsewhere.
pub(crate) fn handle(analysis: &Analysis, params: HoverParams) -> Option<Hover> {
    let offset = analysis.text.offset(params.text_document_position_params.position);
    let named = analysis.names().at(offset).map(|place| (place.span, symbol::markdown(analysis, place.symbol)));
    let (span, value) = named.or_else(|| vocabulary::markdown(analysis.text.text(), offset))?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(analysis.text.range(span)),
    })
}
