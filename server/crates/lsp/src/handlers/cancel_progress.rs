//! `window/workDoneProgress/cancel`

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::run;
use tower_lsp::ls_types::{MessageType, ProgressToken};

use crate::session::Session;

/// Asks the run behind the progress to stop; its end comes back through its journal. The asking is done on
/// another thread, since it waits for the run's answer.
pub(crate) fn handle(session: &mut Session, token: &ProgressToken) {
    let Some(followed) = session.runs.get(token) else { return };
    let (directory, outbox) = (followed.directory.clone(), session.outbox.clone());
    tokio::task::spawn_blocking(move || match run::cancel(&directory.output(), Some(&directory.id())) {
        // A run that has just ended cannot be cancelled, and need not be.
        Ok(_) | Err(Failure { kind: FailureKind::Usage, .. }) => {}
        Err(failure) => outbox.show(MessageType::ERROR, format!("The run cannot be cancelled: {failure}")),
    });
}
