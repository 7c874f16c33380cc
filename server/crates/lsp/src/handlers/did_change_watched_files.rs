//! `workspace/didChangeWatchedFiles`, and asking the client for it.

use std::path::PathBuf;

use serde_json::json;
use specwave_plan::{config, specs};
use tower_lsp::ls_types::{FileEvent, InitializeParams, Registration};

use crate::convert;
use crate::event::Event;
use crate::session::Session;

/// What we want to hear of: settings, specifications, and the code that is held against them.
const WATCHED: [&str; 3] = ["**/specwave.toml", "**/*.{md,markdown}", "**/*.{go,sql}"];

/// Whether the client can be asked to watch files; static registration does not exist for it.
pub(crate) fn can_be_asked(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let watching = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
    watching.and_then(|watching| watching.dynamic_registration).unwrap_or(false)
}

/// The registration.
pub(crate) fn registration() -> Registration {
    let watchers = WATCHED.map(|glob| json!({ "globPattern": glob }));
    Registration {
        id: "specwave-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    }
}

/// Reads again what changed. Settings may change the findings of every document.
pub(crate) fn handle(session: &mut Session, changes: Vec<FileEvent>) {
    let mut settings_changed = false;
    let mut code = Vec::new();
    for change in changes {
        let Some(path) = convert::path(&change.uri) else { continue };
        if path.file_name().is_some_and(|name| name == config::FILE_NAME) {
            settings_changed = true;
        } else if specs::is_markdown(&path) {
            session.renew_others(&change.uri);
            session.read_into_index(path);
        } else {
            code.push(path);
        }
    }
    read_code_again(session, code);
    if settings_changed {
        session.renew_all();
        session.folders.clone().into_iter().for_each(|folder| session.read_into_index(folder));
    }
    refresh_pulled(session);
}

/// Reads changed Go files and migrations away from the owner, who hears of it when that is done.
fn read_code_again(session: &Session, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    let (modules, inbox) = (session.modules.clone(), session.inbox.clone());
    tokio::task::spawn_blocking(move || {
        modules.read_again(&paths);
        // The owner is gone only when the connection has ended.
        let _ = inbox.send(Event::CodeChanged);
    });
}

/// The code is not what it was when the documents were analysed.
pub(crate) fn code_changed(session: &mut Session) {
    session.renew_all();
    refresh_pulled(session);
}

fn refresh_pulled(session: &Session) {
    if session.pulls_diagnostics && session.refreshes_diagnostics {
        session.outbox.refresh_diagnostics();
    }
}
