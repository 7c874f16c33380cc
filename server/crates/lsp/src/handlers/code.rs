//! Go files and migrations that an editor shows: specifications are held against them, saved or not.

use specwave_source::Document;
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::layout;
use crate::convert;
use crate::session::Session;

/// Whether a document is code. It is told by its name, as on the disk.
pub(crate) fn is_code(uri: &Uri) -> bool {
    let path = uri.path().as_str();
    path.ends_with(".go") || path.ends_with(".sql")
}

pub(crate) fn opened(session: &mut Session, item: TextDocumentItem) {
    session.code.insert(item.uri.clone(), Document::new(&item.text, item.version));
    shown(session, &item.uri);
}

pub(crate) fn changed(session: &mut Session, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
    let Some(document) = session.code.get_mut(uri) else { return };
    for change in changes {
        // An upside-down range is dropped here as in a specification.
        let _ = document.apply(&convert::edit(change), version, session.encoding);
    }
    shown(session, uri);
}

pub(crate) fn closed(session: &mut Session, uri: &Uri) {
    session.code.remove(uri);
    shown(session, uri);
}

/// The code is not what it was when the specifications were analysed.
fn shown(session: &mut Session, uri: &Uri) {
    let Some(path) = convert::path(uri) else { return };
    session.modules.show(&path, session.code.get(uri).cloned());
    session.renew_all();
    session.refresh_pulled();
    layout::look(session, &path);
}
