//! `textDocument/didChange`, and the analysis that follows a burst of changes.

use std::sync::Arc;

use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

use crate::analysis::Analysis;
use crate::convert::{self, Text};
use crate::event::Event;
use crate::session::Session;

/// Applies the changes in order. A change for a document that is not open, or whose range is upside down, is
/// dropped: the client is wrong, and the next full text puts it right.
pub(crate) fn handle(session: &mut Session, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
    let revision = session.next_revision();
    let Some(open) = session.documents.get_mut(uri) else {
        tracing::warn!(uri = uri.as_str(), "change of a document that is not open");
        return;
    };
    (open.version, open.revision) = (version, revision);
    for change in changes {
        if let Err(error) = open.document.apply(&convert::edit(change), version, session.encoding) {
            tracing::warn!(uri = uri.as_str(), ?error, "change with an upside-down range");
        }
    }
}

/// Starts the analysis of every document whose text is newer than what is known of it, off the owner's task.
pub(crate) fn analyse_changed(session: &mut Session) {
    for (uri, open) in &mut session.documents {
        if open.analysing.is_some() || open.current_analysis().is_some() {
            continue;
        }
        open.analysing = Some(open.revision);
        let (uri, revision, encoding) = (uri.clone(), open.revision, session.encoding);
        let (document, inbox) = (open.document.clone(), session.inbox.clone());
        tokio::task::spawn_blocking(move || {
            let analysis = Analysis::of(uri, revision, Text::new(document.text(), encoding));
            // The owner is gone only when the connection has ended.
            let _ = inbox.send(Event::Analysed(Arc::new(analysis)));
        });
    }
}
