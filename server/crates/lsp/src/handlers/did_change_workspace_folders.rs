//! `workspace/didChangeWorkspaceFolders`

use tower_lsp::ls_types::WorkspaceFoldersChangeEvent;

use super::{initialize, run_update, settings};
use crate::session::Session;

/// Takes note of the folders, and picks up the runs that go on in new ones. Runs of a folder that was closed are
/// followed to their end all the same: the user started them.
pub(crate) fn handle(session: &mut Session, change: WorkspaceFoldersChangeEvent) {
    let closed = initialize::paths(&change.removed);
    session.folders.retain(|folder| !closed.contains(folder));
    closed.iter().for_each(|folder| session.index.forget(folder));
    let added = initialize::paths(&change.added);
    session.folders.extend(added.iter().cloned());
    // A folder that was closed may lie in one that is open.
    let around = session.folders.iter().filter(|folder| closed.iter().any(|closed| closed.starts_with(folder)));
    let read: Vec<_> = added.into_iter().chain(around.cloned()).collect();
    for folder in read {
        settings::check_around(session, &folder);
        session.read_into_index(folder);
    }
    run_update::look(session);
}
