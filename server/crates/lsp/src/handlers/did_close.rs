//! `textDocument/didClose`

use tower_lsp::ls_types::Uri;

use crate::session::Session;

/// Forgets the document; its findings go with it.
pub(crate) fn handle(session: &mut Session, uri: &Uri) {
    let Some(closed) = session.documents.remove(uri) else { return };
    session.outbox.diagnostics(uri.clone(), None, Vec::new());
    for (_, reply) in closed.waiting {
        // A reply that nobody waits for any more was cancelled by the client.
        drop(reply.send(Ok(None)));
    }
}
