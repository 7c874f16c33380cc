//! `textDocument/implementation`: from a declared name to the Go that implements it.

use specwave_plan::contract;
use specwave_plan::module::ModuleFacts;
use specwave_source::Span;
use specwave_spec::names::{Symbol, SymbolKind};
use specwave_verify::{Links, Place};
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, Location, Uri};

use super::definition::named;
use crate::analysis::Analysis;
use crate::convert;

/// An entity's type, an operation's method, a field, an endpoint's handler and its route.
pub(crate) fn handle(analysis: &Analysis, params: GotoDefinitionParams) -> GotoDefinitionResponse {
    let here = named(analysis, &params.text_document_position_params);
    let locations =
        here.map_or_else(Vec::new, |here| with_links(analysis, |links| places(analysis, links, here.symbol, here.span)));
    GotoDefinitionResponse::Array(locations)
}

/// Gives the links between the specification and the code of its module to whoever asks.
pub(super) fn with_links<R>(analysis: &Analysis, ask: impl FnOnce(&Links<'_>) -> R) -> R {
    let contract =
        contract::compute(&analysis.spec, analysis.text.text(), &ModuleFacts::default(), &analysis.config.layout).contract;
    ask(&Links::of(&analysis.spec, &contract, analysis.text.sources().lines(), &analysis.code))
}

fn places(analysis: &Analysis, links: &Links<'_>, id: specwave_spec::names::SymbolId, here: Span) -> Vec<Location> {
    let names = analysis.names();
    let symbol = names.symbol(id);
    let found: Vec<Place<'_>> = match symbol.owner.map(|owner| names.symbol(owner)) {
        Some(owner) => member(links, owner, symbol).into_iter().collect(),
        None if symbol.kind == SymbolKind::Endpoint => {
            let declared = |span: Span| names.places(id).any(|place| place.span.touches(span.start)) || span.touches(here.start);
            let link = links.endpoints.iter().find(|link| declared(link.endpoint.span));
            link.map_or_else(Vec::new, |link| link.handler.into_iter().chain(link.route_place()).collect())
        }
        None => links.find(&symbol.name).and_then(|link| link.go.as_ref()).map(|go| go.place()).into_iter().collect(),
    };
    found.into_iter().filter_map(|place| location(analysis, place)).collect()
}

/// The field or method that implements a member of a type.
fn member<'code>(links: &Links<'code>, owner: &Symbol, symbol: &Symbol) -> Option<Place<'code>> {
    let go = links.find(&owner.name)?.go.as_ref()?;
    go.method(&symbol.name).or_else(|| go.field(&symbol.name))
}

/// A place of the code as the client sees it.
pub(super) fn location(analysis: &Analysis, place: Place<'_>) -> Option<Location> {
    let uri = Uri::from_file_path(analysis.code.root().join(&place.file.path))?;
    Some(Location { uri, range: convert::range(place.file.lines().range(&place.file.text, place.span, analysis.text.encoding)) })
}
