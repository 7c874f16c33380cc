//! `textDocument/didChange`, and the analysis that follows a burst of changes.

use specwave_source::Finding;
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

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
    for change in changes {
        if let Err(error) = open.document.apply(&convert::edit(change), version, session.encoding) {
            tracing::warn!(uri = uri.as_str(), ?error, "change with an upside-down range");
        }
    }
}

/// Starts the analysis of every document whose text is newer than its findings, off the owner's task.
pub(crate) fn analyse_changed(session: &mut Session) {
    for (uri, open) in &mut session.documents {
        let version = open.document.version();
        if open.analysing || open.analysed == Some(version) {
            continue;
        }
        open.analysing = true;
        let (uri, document, inbox) = (uri.clone(), open.document.clone(), session.inbox.clone());
        tokio::task::spawn_blocking(move || {
            let findings = analyse(&uri, &document.text());
            // The owner is gone only when the connection has ended.
            let _ = inbox.send(Event::Analysed { uri, version, findings });
        });
    }
}

/// The findings of a text; a Markdown file that is no specification is silent.
fn analyse(uri: &Uri, text: &str) -> Vec<Finding> {
    let spec = specwave_spec::parse(text);
    if !spec.recognised {
        return Vec::new();
    }
    let _span = tracing::debug_span!("check", uri = uri.as_str()).entered();
    specwave_spec::rules::check(&spec, text)
}
