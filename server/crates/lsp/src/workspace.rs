//! All specifications of the client's folders, for requests that are about more than one document.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specwave_plan::Feature;
use specwave_source::Encoding;
use specwave_spec::Kept;
use specwave_verify::Code;
use tower_lsp::ls_types::Uri;

use crate::analysis::Analysis;
use crate::checked::Checked;
use crate::convert;
use crate::handlers::settled;
use crate::index::Declared;
use crate::modules::Modules;
use crate::session::{OpenDocument, Session, output_folder};

/// What is known when everything that was to be read and analysed has been.
pub(crate) struct Workspace {
    /// The documents that are open.
    pub(crate) open: Vec<Arc<Analysis>>,
    /// Their versions at the client.
    versions: HashMap<Uri, i32>,
    /// As [`Session::once_open`].
    pub(crate) once_open: HashSet<Uri>,
    /// What the other files declare.
    closed: Vec<(PathBuf, Arc<[Declared]>)>,
    folders: Vec<PathBuf>,
    pub(crate) checked: Checked,
    pub(crate) modules: Modules,
    pub(crate) encoding: Encoding,
}

impl Workspace {
    /// The Go code of the module that the code of a specification arrives in.
    pub(crate) fn code(&self, spec: &Path) -> Arc<Code> {
        self.modules.code(&self.output_folder(spec))
    }

    /// As [`Session::output_folder`].
    pub(crate) fn output_folder(&self, spec: &Path) -> PathBuf {
        output_folder(&self.folders, spec)
    }

    /// The client's version of a document, if it is open.
    pub(crate) fn version(&self, uri: &Uri) -> Option<i32> {
        self.versions.get(uri).copied()
    }

    /// The files that are not open, with what they declare.
    pub(crate) fn closed(&self) -> impl Iterator<Item = (&Path, &Arc<[Declared]>)> {
        self.closed.iter().map(|(path, declared)| (path.as_path(), declared))
    }

    /// Those among them of whose feature no file is open.
    pub(crate) fn apart(&self) -> impl Iterator<Item = (&Path, &Arc<[Declared]>)> {
        let opened = self.open.iter().flat_map(|analysis| analysis.text.sources().files());
        let opened: HashSet<&Path> = opened.map(|file| file.path.as_path()).collect();
        self.closed().filter(move |(path, _)| !opened.contains(path))
    }

    /// The features of which no file is open and a file fits, read from the disk, each with the path of that file.
    pub(crate) fn closed_features(
        &self,
        fits: impl Fn(&Path, &Arc<[Declared]>) -> bool,
    ) -> impl Iterator<Item = (&Path, Feature)> {
        let mut seen: HashSet<PathBuf> = HashSet::new();
        self.apart().filter_map(move |(path, declared)| {
            if seen.contains(path) || !fits(path, declared) {
                return None;
            }
            let feature = Feature::read(path, |_| None, &mut Kept::default()).ok()?;
            seen.extend(feature.sources.files().iter().map(|file| file.path.clone()));
            Some((path, feature))
        })
    }

    /// The path of a file as people read it: below the client's folder that holds it.
    pub(crate) fn shown_path(&self, path: &Path) -> String {
        let below = self.folders.iter().filter_map(|folder| path.strip_prefix(folder).ok());
        below.min_by_key(|below| below.components().count()).unwrap_or(path).display().to_string()
    }
}

/// Answers the questions that wait, once everything that was to be read and analysed has been. Whoever asks does not type, so
/// nothing waits for a pause.
pub(crate) fn answer(session: &mut Session) {
    session.waiting.retain(|question| !question.is_cancelled());
    if session.waiting.is_empty() {
        return;
    }
    settled::settle_all(session);
    if !session.index.is_complete() || !session.documents.values().all(OpenDocument::is_settled) {
        return;
    }
    let paths: Vec<PathBuf> = session.documents.keys().filter_map(convert::path).collect();
    let workspace = Arc::new(Workspace {
        open: session.documents.values().filter_map(|open| open.analysis.clone()).collect(),
        versions: session.documents.iter().map(|(uri, open)| (uri.clone(), open.version)).collect(),
        once_open: session.once_open.clone(),
        closed: session.index.closed(|path| paths.iter().any(|open| open == path)),
        folders: session.folders.clone(),
        checked: session.checked.clone(),
        modules: session.modules.clone(),
        encoding: session.encoding,
    });
    for question in std::mem::take(&mut session.waiting) {
        question.answer(workspace.clone());
    }
}
