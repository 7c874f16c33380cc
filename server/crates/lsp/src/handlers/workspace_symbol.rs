//! `workspace/symbol`: what all specifications of the workspace declare.

use std::sync::Arc;

use tower_lsp::ls_types::{self as lsp, SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse};

use super::document_symbol::kind;
use crate::analysis::Analysis;
use crate::convert;
use crate::event::Reply;
use crate::fuzzy;
use crate::index::Declared;
use crate::session::Session;

/// Nobody reads more, and slow clients choke on more.
const MOST: usize = 500;

/// A request, and where its answer goes.
pub(crate) type Asked = (WorkspaceSymbolParams, Reply<Option<WorkspaceSymbolResponse>>);

/// Answers the requests that wait, on another thread, once everything that was to be read and analysed has been.
pub(crate) fn answer(session: &mut Session) {
    let is_ready = session.index.is_complete() && session.documents.values().all(|open| open.current_analysis().is_some());
    if session.asked_for_symbols.is_empty() || !is_ready {
        return;
    }
    let open: Vec<Arc<Analysis>> = session.documents.values().filter_map(|open| open.analysis.clone()).collect();
    let paths: Vec<_> = session.documents.keys().filter_map(convert::path).collect();
    let closed = session.index.closed(|path| paths.iter().any(|open| open == path));
    let asked = std::mem::take(&mut session.asked_for_symbols);
    tokio::task::spawn_blocking(move || {
        let open: Vec<Vec<Declared>> = open.iter().map(|analysis| analysis.declared()).collect();
        for (params, reply) in asked {
            let all = closed.iter().flat_map(|declared| declared.iter()).chain(open.iter().flatten());
            // A reply that nobody waits for any more was cancelled by the client.
            drop(reply.send(Ok(Some(WorkspaceSymbolResponse::Flat(fitting(&params.query, all))))));
        }
    });
}

/// The names that fit, the best first.
fn fitting<'index>(query: &str, all: impl Iterator<Item = &'index Declared>) -> Vec<SymbolInformation> {
    let ranked = all.filter_map(|declared| Some((fuzzy::rank(query.trim(), &declared.name)?, declared)));
    let mut ranked: Vec<(u32, &Declared)> = ranked.collect();
    ranked.sort_by(|(a, first), (b, second)| {
        let key = |declared: &Declared| {
            let start = declared.location.range.start;
            (declared.name.clone(), declared.location.uri.as_str().to_owned(), start.line, start.character)
        };
        (a, first.name.len()).cmp(&(b, second.name.len())).then_with(|| key(first).cmp(&key(second)))
    });
    ranked.into_iter().take(MOST).map(|(_, declared)| information(declared)).collect()
}

#[expect(deprecated, reason = "the protocol's type has a field that nobody should use and everybody has to set")]
fn information(declared: &Declared) -> SymbolInformation {
    let is_feature = declared.kind == specwave_spec::symbols::SymbolKind::Section;
    SymbolInformation {
        name: declared.name.clone(),
        kind: if is_feature { lsp::SymbolKind::MODULE } else { kind(declared.kind) },
        tags: None,
        deprecated: None,
        location: declared.location.clone(),
        container_name: Some(declared.container.clone()).filter(|container| !container.is_empty()),
    }
}
