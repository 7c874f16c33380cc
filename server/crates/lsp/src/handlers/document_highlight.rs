//! `textDocument/documentHighlight`: the places of what is named under the cursor.

use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use super::definition::named;
use crate::analysis::Analysis;

/// Declarations are shown as written to, all other places as read.
pub(crate) fn handle(analysis: &Analysis, params: DocumentHighlightParams) -> Vec<DocumentHighlight> {
    let Some(here) = named(analysis, &params.text_document_position_params) else { return Vec::new() };
    let highlight = |declares| if declares { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ };
    let places = analysis.names().places(here.symbol).filter(|place| analysis.text.owns(place.span));
    places
        .map(|place| DocumentHighlight { range: analysis.text.range(place.span), kind: Some(highlight(place.declares)) })
        .collect()
}
