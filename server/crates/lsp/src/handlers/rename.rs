//! `textDocument/prepareRename` and `textDocument/rename`: a new name in every block of every file of the feature.

use std::borrow::Cow;
use std::collections::HashMap;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    Location, PrepareRenameResponse, RenameParams, TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit,
};

use super::definition::named;
use crate::analysis::Analysis;

/// The name under the cursor, if there is one that can be changed.
pub(crate) fn prepare(analysis: &Analysis, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
    let Some(here) = named(analysis, &params) else { return Ok(None) };
    analysis.names().can_rename(here.symbol).map_err(refused)?;
    let placeholder = analysis.names().symbol(here.symbol).name.clone();
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range: analysis.text.range(here.span), placeholder }))
}

/// The changes, or why they are refused.
pub(crate) fn handle(analysis: &Analysis, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let Some(here) = named(analysis, &params.text_document_position) else {
        return Err(refused("nothing that is declared is named here".to_owned()));
    };
    let edits = analysis.names().rename(here.symbol, params.new_name.trim()).map_err(refused)?;
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        let Location { uri, range } = analysis.text.location(edit.span);
        changes.entry(uri).or_default().push(TextEdit { range, new_text: edit.text });
    }
    Ok(Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }))
}

/// The protocol's `RequestFailed`: a reason for the user, not a fault of the client.
fn refused(reason: String) -> Error {
    const REQUEST_FAILED: i64 = -32803;
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: Cow::Owned(reason), data: None }
}
