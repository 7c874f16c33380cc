//! `textDocument/definition` and `textDocument/declaration`: from a name to where it is declared.

use specwave_spec::names::Occurrence;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, TextDocumentPositionParams};

use crate::analysis::Analysis;

/// All declarations: a thing may be declared in YAML, in Go and in SQL. Who stands on one of several is led to the others.
pub(crate) fn definition(analysis: &Analysis, params: GotoDefinitionParams) -> GotoDefinitionResponse {
    let Some(here) = named(analysis, &params.text_document_position_params) else { return locations(analysis, []) };
    let declarations: Vec<&Occurrence> = analysis.names().declarations(here.symbol).collect();
    let several = declarations.len() > 1;
    locations(analysis, declarations.into_iter().filter(|declared| !several || declared.span != here.span))
}

/// The first declaration.
pub(crate) fn declaration(analysis: &Analysis, params: GotoDefinitionParams) -> GotoDefinitionResponse {
    let here = named(analysis, &params.text_document_position_params);
    locations(analysis, here.and_then(|here| analysis.names().declarations(here.symbol).next()))
}

/// What is named at a position.
pub(crate) fn named<'analysis>(analysis: &'analysis Analysis, at: &TextDocumentPositionParams) -> Option<&'analysis Occurrence> {
    analysis.names().at(analysis.text.offset(at.position))
}

fn locations<'place>(analysis: &Analysis, places: impl IntoIterator<Item = &'place Occurrence>) -> GotoDefinitionResponse {
    GotoDefinitionResponse::Array(places.into_iter().map(|place| analysis.text.location(place.span)).collect())
}
