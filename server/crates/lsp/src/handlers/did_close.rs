//! `textDocument/didClose`

use tower_lsp::ls_types::Uri;

use crate::session::Session;

/// Forgets the document; its findings go with it.
pub(crate) fn handle(session: &mut Session, uri: &Uri) {
    if session.documents.remove(uri).is_some() {
        session.outbox.diagnostics(uri.clone(), None, Vec::new());
    }
}
