//! `textDocument/didChange`, and the analysis that follows a burst of changes.

use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

use crate::analysis::Analysis;
use crate::convert;
use crate::event::Event;
use crate::session::Session;

/// Applies the changes in order. A change for a document that is not open, or whose range is upside down, is
/// dropped: the client is wrong, and the next full text puts it right.
pub(crate) fn handle(session: &mut Session, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
    let Some(open) = session.documents.get_mut(uri) else {
        tracing::warn!(uri = uri.as_str(), "change of a document that is not open");
        return;
    };
    open.version = version;
    for change in changes {
        if let Err(error) = open.document.apply(&convert::edit(change), version, session.encoding) {
            tracing::warn!(uri = uri.as_str(), ?error, "change with an upside-down range");
        }
    }
}

/// Starts the analysis of every document whose text is newer than what is known of it, off the owner's task.
pub(crate) fn analyse_changed(session: &mut Session) {
    for (uri, open) in &mut session.documents {
        if open.analysing || open.current_analysis().is_some() {
            continue;
        }
        open.analysing = true;
        let (version, opening) = (open.version, open.opening);
        let (uri, document, inbox) = (uri.clone(), open.document.clone(), session.inbox.clone());
        tokio::task::spawn_blocking(move || {
            let analysis = Analysis::of(&uri, version, &document.text());
            // The owner is gone only when the connection has ended.
            let _ = inbox.send(Event::Analysed { uri, opening, analysis });
        });
    }
}
