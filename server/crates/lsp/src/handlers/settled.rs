//! A pause in typing: what takes a plan or the code is noticed, and published behind what the rules found at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tower_lsp::ls_types::Uri;

use super::analysed::publish;
use crate::analysis::Analysis;
use crate::analysts::Analysts;
use crate::event::Event;
use crate::session::{OpenDocument, Revision, Session, Settling};

/// How long nothing has to be typed for a pause: longer than it takes to find the next key.
const PAUSE: Duration = Duration::from_millis(150);

/// Has the session told when nothing was typed for a while.
pub(super) fn after_a_pause(session: &Session, uri: Uri, revision: Revision) {
    let inbox = session.inbox.clone();
    tokio::spawn(async move {
        tokio::time::sleep(PAUSE).await;
        // The owner is gone only when the connection has ended.
        let _ = inbox.send(Event::Paused { uri, revision });
    });
}

/// Nothing was typed in the document since it had this revision, or else there will be another pause.
pub(crate) fn paused(session: &mut Session, uri: &Uri, revision: Revision) {
    if let Some(open) = session.documents.get_mut(uri).filter(|open| open.revision == revision) {
        settle(open, session.inbox.clone(), &mut session.analysts);
    }
}

/// Settles every document without a pause.
pub(crate) fn settle_all(session: &mut Session) {
    for open in session.documents.values_mut() {
        settle(open, session.inbox.clone(), &mut session.analysts);
    }
}

/// Has everything noticed in the newest text, off the owner's task.
fn settle(open: &mut OpenDocument, inbox: mpsc::UnboundedSender<Event>, analysts: &mut Analysts) {
    if open.settling != Settling::Awaited {
        return;
    }
    let Some(analysis) = open.current_analysis().cloned() else { return };
    open.settling = Settling::UnderWay;
    analysts.give(move || {
        analysis.findings();
        let _ = inbox.send(Event::Settled(analysis));
    });
}

/// Publishes everything, unless the text has changed since or the client has been shown the same already.
pub(crate) fn handle(session: &mut Session, analysis: &Arc<Analysis>) {
    let Some(open) = session.documents.get_mut(&analysis.uri) else { return };
    if open.revision != analysis.revision || open.settling != Settling::UnderWay {
        return;
    }
    open.settling = Settling::Settled;
    if analysis.diagnostics(&analysis.shown_at_once()) != analysis.diagnostics(analysis.findings()) {
        publish(session, analysis, analysis.findings());
    }
}
