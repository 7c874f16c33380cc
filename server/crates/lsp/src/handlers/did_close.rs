//! `textDocument/didClose`

use tower_lsp::ls_types::Uri;

use super::beside;
use crate::convert;
use crate::session::Session;

/// Forgets the document; its findings go with it.
pub(crate) fn handle(session: &mut Session, uri: &Uri) {
    let Some(closed) = session.documents.remove(uri) else { return };
    session.once_open.insert(uri.clone());
    session.renew_others(uri);
    beside::closed(session, uri);
    if !session.pulls_diagnostics {
        session.publish(uri.clone(), None, Vec::new());
    }
    // What lies on the disk counts again.
    if let Some(path) = convert::path(uri) {
        session.read_into_index(path);
    }
    for question in closed.waiting {
        question.answer_nothing();
    }
}
