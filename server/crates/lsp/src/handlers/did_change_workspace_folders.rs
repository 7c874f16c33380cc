//! `workspace/didChangeWorkspaceFolders`

use tower_lsp::ls_types::WorkspaceFoldersChangeEvent;

use super::{initialize, run_update};
use crate::session::Session;

/// Takes note of the folders, and picks up the runs that go on in new ones. Runs of a folder that was closed are
/// followed to their end all the same: the user started them.
pub(crate) fn handle(session: &mut Session, change: WorkspaceFoldersChangeEvent) {
    let closed = initialize::paths(&change.removed);
    session.folders.retain(|folder| !closed.contains(folder));
    session.folders.extend(initialize::paths(&change.added));
    run_update::reattach_in_folders(session);
}
