//! `textDocument/didClose`

use tower_lsp::ls_types::Uri;

use crate::session::Session;

/// Forgets the document; its findings go with it.
pub(crate) fn handle(session: &mut Session, uri: &Uri) {
    let Some(closed) = session.documents.remove(uri) else { return };
    session.renew_others(uri);
    session.outbox.diagnostics(uri.clone(), None, Vec::new());
    for question in closed.waiting {
        question.answer_nothing();
    }
}
