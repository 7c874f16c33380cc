//! `textDocument/didChange`, and the analysis that follows a burst of changes.

use std::sync::Arc;

use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

use crate::analysis::{Analysis, Shown};
use crate::convert;
use crate::event::Event;
use crate::session::{OpenDocument, Session, output_folder};

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
    session.renew_others(uri);
}

/// Starts the analysis of every document whose feature is newer than what is known of it, off the owner's task.
pub(crate) fn analyse_changed(session: &mut Session) {
    let is_stale = |open: &OpenDocument| open.analysing.is_none() && open.current_analysis().is_none();
    let stale = session.documents.iter().filter(|(_, open)| is_stale(open)).map(|(uri, _)| uri.clone());
    for uri in stale.collect::<Vec<_>>() {
        let others = session.shown_with(&uri);
        let (encoding, inbox) = (session.encoding, session.inbox.clone());
        let Some(open) = session.documents.get_mut(&uri) else { continue };
        open.analysing = Some(open.revision);
        let output = convert::path(&uri).map(|path| output_folder(&session.folders, &path));
        let (document, modules) = (open.document.clone(), session.modules.clone());
        let (former, kept, told) = (open.analysis.clone(), open.kept.clone(), open.told.clone());
        let shown = Shown { uri, revision: open.revision, document, others, output, encoding, modules, former, kept, told };
        session.analysts.give(move || {
            let analysis = Analysis::of(shown);
            // The owner is gone only when the connection has ended.
            let _ = inbox.send(Event::Analysed(Arc::new(analysis)));
        });
    }
}
