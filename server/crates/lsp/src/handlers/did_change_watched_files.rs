//! `workspace/didChangeWatchedFiles`, and asking the client for it.

use std::path::Path;

use serde_json::json;
use tower_lsp::ls_types::{FileChangeType, FileEvent, InitializeParams, Registration, WatchKind};

use super::{code, layout, settings};
use crate::convert;
use crate::session::Session;

/// What we want to hear of when its content changes: settings, specifications, and the code that is held against them.
const WATCHED: [&str; 4] = ["**/specwave.toml", "**/*.{md,markdown}", "**/contracts/**/*.{yaml,yml}", "**/*.{go,sql}"];

/// What comes and goes, whatever it is: of a folder that is renamed, editors tell only the folder.
const COMING_AND_GOING: &str = "**/*";

/// Whether the client can be asked to watch files; static registration does not exist for it.
pub(crate) fn can_be_asked(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let watching = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
    watching.and_then(|watching| watching.dynamic_registration).unwrap_or(false)
}

/// The registration.
pub(crate) fn registration() -> Registration {
    let watcher = |glob: &str, kind: WatchKind| json!({ "globPattern": glob, "kind": kind.bits() });
    let contents = WATCHED.iter().map(|glob| watcher(glob, WatchKind::Change));
    let names = watcher(COMING_AND_GOING, WatchKind::Create | WatchKind::Delete);
    let watchers: Vec<_> = contents.chain([names]).collect();
    Registration {
        id: "specwave-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    }
}

/// Takes note of what changed. Settings and code may change the findings of every document.
pub(crate) fn handle(session: &mut Session, changes: Vec<FileEvent>) {
    let (mut settings_changed, mut code_changed, mut many_changed) = (false, false, false);
    for change in changes {
        let Some(path) = convert::path(&change.uri) else { continue };
        if settings::is_settings(&change.uri) {
            settings::check(session, &change.uri);
            settings_changed = true;
        } else if code::is_code(&change.uri) {
            session.modules.changed_on_disk(&path);
            layout::look(session, &path);
            code_changed = true;
        } else if is_of_a_specification(&path) {
            session.renew_others(&change.uri);
            session.read_into_index(path);
        } else if may_be_folder(session, &path, change.typ) {
            session.modules.forget(&path);
            session.read_into_index(path);
            (code_changed, many_changed) = (true, true);
        }
    }
    settings::check_broken(session);
    if settings_changed || code_changed {
        session.renew_all();
    }
    if settings_changed {
        session.folders.clone().into_iter().for_each(|folder| session.read_into_index(folder));
    }
    if settings_changed || many_changed {
        layout::look_at_all(session);
    }
    session.refresh_pulled();
}

fn is_of_a_specification(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("md" | "markdown" | "yaml" | "yml"))
}

/// Whether a folder has come or gone. Of what is gone nobody can tell any more what it was; most folders have a name without a dot.
fn may_be_folder(session: &Session, path: &Path, change: FileChangeType) -> bool {
    if change == FileChangeType::DELETED { path.extension().is_none() || session.index.has_below(path) } else { path.is_dir() }
}
