//! `window/workDoneProgress/cancel`

use tower_lsp::ls_types::{MessageType, ProgressToken};

use crate::session::Session;

/// Asks the run behind the progress to stop; its end comes back through its journal.
pub(crate) fn handle(session: &mut Session, token: &ProgressToken) {
    let Some(run) = session.runs.get(token) else { return };
    if let Err(failure) = run.cancel() {
        session.outbox.show(MessageType::ERROR, format!("The run cannot be cancelled: {failure}"));
    }
}
