//! `textDocument/didOpen`

use std::path::Path;
use std::sync::Arc;

use specwave_source::Document;
use tower_lsp::ls_types::TextDocumentItem;

use super::{run_update, settings};
use crate::convert;
use crate::session::{OpenDocument, Session, Settling};

/// Takes note of the document, and of a run that goes on where its code would arrive.
pub(crate) fn handle(session: &mut Session, item: TextDocumentItem) {
    // A client that opens what is open already still gets its answers.
    let waiting = session.documents.remove(&item.uri).map(|earlier| earlier.waiting).unwrap_or_default();
    let open = OpenDocument {
        document: Document::new(&item.text, item.version),
        version: item.version,
        revision: session.next_revision(),
        analysis: None,
        analysing: None,
        settling: Settling::Awaited,
        kept: Arc::default(),
        told: Arc::default(),
        waiting,
    };
    if let Some(folder) = convert::path(&item.uri).as_deref().and_then(Path::parent) {
        settings::check_around(session, folder);
    }
    run_update::reattach_for(session, &item.uri);
    session.renew_others(&item.uri);
    session.documents.insert(item.uri, open);
}
