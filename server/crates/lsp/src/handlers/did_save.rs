//! `textDocument/didSave`

use tower_lsp::ls_types::Uri;

use super::run_update;
use crate::session::Session;

/// The text is known from its changes, so nothing is analysed. But users save and then start a run in a terminal:
/// it is shown here too.
pub(crate) fn handle(session: &mut Session, uri: &Uri) {
    if session.documents.contains_key(uri) {
        run_update::reattach_for(session, uri);
    }
}
