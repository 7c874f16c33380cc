//! `workspace/symbol`: what all specifications of the workspace declare.

use tower_lsp::ls_types::{SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse};

use super::document_symbol::information;
use crate::fuzzy;
use crate::index::Declared;
use crate::workspace::Workspace;

/// Nobody reads more, and slow clients choke on more.
const MOST: usize = 500;

/// The names that fit in all specifications.
pub(crate) fn handle(workspace: &Workspace, params: WorkspaceSymbolParams) -> WorkspaceSymbolResponse {
    let open: Vec<Vec<Declared>> = workspace.open.iter().map(|analysis| analysis.declared()).collect();
    let closed = workspace.closed().flat_map(|(_, declared)| declared.iter());
    WorkspaceSymbolResponse::Flat(fitting(&params.query, closed.chain(open.iter().flatten())))
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
    ranked.into_iter().take(MOST).map(|(_, declared)| shown(declared)).collect()
}

fn shown(declared: &Declared) -> SymbolInformation {
    information(declared.name.clone(), declared.kind, declared.location.clone(), &declared.container)
}
