//! `textDocument/references`: every place where something is named.

use tower_lsp::ls_types::{Location, ReferenceParams};

use super::definition::named;
use crate::analysis::Analysis;

/// The places in all files of the feature, with or without those that declare it.
pub(crate) fn handle(analysis: &Analysis, params: ReferenceParams) -> Vec<Location> {
    let Some(here) = named(analysis, &params.text_document_position) else { return Vec::new() };
    let places = analysis.names().places(here.symbol);
    let wanted = places.filter(|place| params.context.include_declaration || !place.declares);
    wanted.map(|place| analysis.text.location(place.span)).collect()
}
