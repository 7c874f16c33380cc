//! `specwave.toml`: what makes it unusable is shown where it stands, in the text that an editor shows, else in the file.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use specwave_plan::Config;
use specwave_plan::config::{self, ConfigError};
use specwave_source::{Document, Sources};
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::convert;
use crate::outbox::Published;
use crate::session::Session;

/// The settings files of a connection.
#[derive(Default)]
pub(crate) struct SettingsFiles {
    /// Those that the client shows.
    open: HashMap<Uri, Document>,
    /// Those that something was published about: of which version, and what.
    broken: HashMap<Uri, (Option<i32>, Diagnostic)>,
}

/// Whether a document is such a file. It is told by its name, as on the disk.
pub(crate) fn is_settings(uri: &Uri) -> bool {
    uri.path().as_str().rsplit('/').next() == Some(config::FILE_NAME)
}

pub(crate) fn opened(session: &mut Session, item: TextDocumentItem) {
    session.settings.open.insert(item.uri.clone(), Document::new(&item.text, item.version));
    check(session, &item.uri);
}

pub(crate) fn changed(session: &mut Session, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
    let Some(document) = session.settings.open.get_mut(uri) else { return };
    for change in changes {
        // An upside-down range is dropped here as in a specification.
        let _ = document.apply(&convert::edit(change), version, session.encoding);
    }
    check(session, uri);
}

pub(crate) fn closed(session: &mut Session, uri: &Uri) {
    session.settings.open.remove(uri);
    check(session, uri);
}

/// Looks at the file whose settings count in a folder.
pub(crate) fn check_around(session: &mut Session, folder: &Path) {
    if let Some(uri) = config::file_for(folder).and_then(Uri::from_file_path) {
        check(session, &uri);
    }
}

/// Looks again at every file that was broken: it may have gone with its folder.
pub(crate) fn check_broken(session: &mut Session) {
    for uri in session.settings.broken.keys().cloned().collect::<Vec<_>>() {
        check(session, &uri);
    }
}

/// Publishes what is wrong with a file, by the same check that every command makes; takes it back once that is mended.
/// Clients that pull diagnostics are told as well: they pull those of specifications.
pub(crate) fn check(session: &mut Session, uri: &Uri) {
    let Some(path) = convert::path(uri) else { return };
    let shown = session.settings.open.get(uri);
    let text = shown.map_or_else(|| fs::read_to_string(&path), |document| Ok(document.text()));
    let problem = match &text {
        Ok(text) => Config::parse(text, &path).err(),
        // What is not there sets nothing.
        Err(_) if !path.is_file() => None,
        Err(error) => Some(ConfigError::Unreadable { path: path.clone(), source: error.kind().into() }),
    };
    let version = shown.map(Document::version);
    match problem {
        Some(problem) => {
            let sources = Sources::single(&path, text.unwrap_or_default());
            let range = sources.range(problem.span(), session.encoding).map(convert::range).unwrap_or_default();
            let diagnostic = Diagnostic {
                range,
                severity: Some(DiagnosticSeverity::ERROR),
                source: Some("specwave".to_owned()),
                message: problem.what(),
                ..Diagnostic::default()
            };
            let told = (version, diagnostic);
            if session.settings.broken.get(uri) != Some(&told) {
                session.outbox.diagnostics(&Published { uri, diagnostics: vec![&told.1], version });
                session.settings.broken.insert(uri.clone(), told);
            }
        }
        None if session.settings.broken.remove(uri).is_some() => {
            session.outbox.diagnostics(&Published { uri, diagnostics: Vec::new(), version });
        }
        None => {}
    }
}
