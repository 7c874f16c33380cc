//! Findings in files that are not open: an open file of the same feature shows what is wrong beside it.

use std::collections::HashMap;
use std::path::PathBuf;

use specwave_source::Finding;
use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::analysis::Analysis;
use crate::session::{Session, feature_folder};

/// Publishes what was noticed in the files of a feature that are not open. A client that pulls the diagnostics of the
/// whole workspace gets them there.
pub(super) fn publish(session: &mut Session, analysis: &Analysis, findings: &[Finding]) {
    let Some(folder) = feature_folder(&analysis.uri) else { return };
    let mut noticed = if session.pulls_workspace { HashMap::new() } else { analysis.diagnostics_beside(findings) };
    noticed.retain(|uri, diagnostics| !session.documents.contains_key(uri) && !diagnostics.is_empty());
    replace(session, folder, noticed);
}

/// The document is closed: with the last one of its feature, everything that was published beside it is taken back.
pub(super) fn closed(session: &mut Session, uri: &Uri) {
    let Some(folder) = feature_folder(uri) else { return };
    if !session.documents.keys().any(|open| feature_folder(open).as_ref() == Some(&folder)) {
        replace(session, folder, HashMap::new());
    }
}

/// Takes back everything that was published for files that are not open.
pub(super) fn take_back(session: &mut Session) {
    for folder in session.beside.keys().cloned().collect::<Vec<_>>() {
        replace(session, folder, HashMap::new());
    }
}

/// Publishes what is new. What was published before and is not noticed any more is taken back, unless the file has been
/// opened since: then its own findings have taken the place, where they are pushed, too.
fn replace(session: &mut Session, folder: PathBuf, noticed: HashMap<Uri, Vec<Diagnostic>>) {
    let before = session.beside.remove(&folder).unwrap_or_default();
    for (uri, diagnostics) in noticed.iter().filter(|(uri, diagnostics)| before.get(*uri) != Some(*diagnostics)) {
        session.publish(uri.clone(), None, diagnostics.clone());
    }
    for uri in before.into_keys().filter(|uri| !noticed.contains_key(uri)) {
        if session.pulls_diagnostics || !session.documents.contains_key(&uri) {
            session.publish(uri, None, Vec::new());
        }
    }
    if !noticed.is_empty() {
        session.beside.insert(folder, noticed);
    }
}
