//! What the specifications of the client's folders declare, read from the disk in the background.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specwave_plan::{Config, Feature, specs};
use specwave_source::{Encoding, Sources};
use specwave_spec::model::Spec;
use specwave_spec::names::SymbolKind;
use specwave_spec::symbols::{self, Symbol};
use specwave_spec::{Kept, feature};
use tokio::sync::mpsc;
use tower_lsp::ls_types::{self as lsp, Location, Uri};

use crate::convert;
use crate::event::Event;
use crate::handlers::document_symbol::kind;

/// A declared name and where it stands.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) kind: lsp::SymbolKind,
    /// What it belongs to: its owner, or the feature.
    pub(crate) container: String,
    pub(crate) location: Location,
}

/// The declared names by the files they stand in.
#[derive(Debug, Default)]
pub(crate) struct Index {
    files: HashMap<PathBuf, Arc<[Declared]>>,
    /// How many jobs were given out, and how many have been taken.
    given: u64,
    taken: u64,
    /// Jobs that were faster than one before them. What was asked for later has seen newer files, and so counts.
    early: BTreeMap<u64, Read>,
}

/// What a job has read.
#[derive(Debug)]
pub(crate) struct Read {
    job: u64,
    /// The file or folder that was looked at: what was known of it and is not there any more is gone.
    root: PathBuf,
    files: Vec<(PathBuf, Arc<[Declared]>)>,
}

impl Index {
    /// Starts reading a folder, or a file with the others of its feature.
    pub(crate) fn read(&mut self, root: PathBuf, folders: &[PathBuf], encoding: Encoding, owner: mpsc::UnboundedSender<Event>) {
        let (job, folders) = (self.next_job(), folders.to_vec());
        tokio::task::spawn_blocking(move || {
            let root = if root.is_dir() { root } else { feature::folder(&root).map_or_else(|| root.clone(), Path::to_owned) };
            let files = read_below(&root, &folders, encoding);
            // The owner is gone only when the connection has ended.
            let _ = owner.send(Event::Indexed(Read { job, root, files }));
        });
    }

    fn next_job(&mut self) -> u64 {
        self.given += 1;
        self.given
    }

    /// Takes what a job has read, and what those behind it have that were faster.
    pub(crate) fn take(&mut self, read: Read) {
        self.early.insert(read.job, read);
        while let Some(Read { root, files, .. }) = self.early.remove(&(self.taken + 1)) {
            self.taken += 1;
            self.files.retain(|path, _| !path.starts_with(&root));
            self.files.extend(files);
        }
    }

    /// Forgets what stands below a folder that was closed.
    pub(crate) fn forget(&mut self, folder: &Path) {
        let job = self.next_job();
        self.take(Read { job, root: folder.to_owned(), files: Vec::new() });
    }

    /// Whether it knows a file below a folder.
    pub(crate) fn has_below(&self, folder: &Path) -> bool {
        self.files.keys().any(|path| path.starts_with(folder))
    }

    /// Whether everything that was to be read has been.
    pub(crate) fn is_complete(&self) -> bool {
        self.taken == self.given
    }

    /// The files that are known.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// The declared names of all files but those that `is_open` names: what an editor shows of these counts.
    pub(crate) fn closed(&self, is_open: impl Fn(&Path) -> bool) -> Vec<(PathBuf, Arc<[Declared]>)> {
        let closed = self.files.iter().filter(|(path, _)| !is_open(path));
        closed.map(|(path, declared)| (path.clone(), declared.clone())).collect()
    }
}

/// The features below a folder, or the one of a file, as far as one of the open folders takes a file of it for a
/// specification by its name.
fn read_below(root: &Path, folders: &[PathBuf], encoding: Encoding) -> Vec<(PathBuf, Arc<[Declared]>)> {
    // Broken settings are shown where they stand, and none of them counts.
    let around = folders.iter().filter(|folder| root.starts_with(folder) || folder.starts_with(root));
    let named: Vec<(&PathBuf, Config)> = around.map(|folder| (folder, Config::load(folder).unwrap_or_default())).collect();
    let is_named =
        |path: &Path| named.iter().any(|(folder, config)| path.starts_with(folder) && specs::is_named(folder, config, path));
    let mut read: HashMap<PathBuf, Arc<[Declared]>> = HashMap::new();
    for path in specs::files_below(root, is_named) {
        if !read.contains_key(&path) {
            read.extend(read_feature(&path, encoding));
        }
    }
    read.into_iter().collect()
}

/// The files of a feature; none where it is no specification, or cannot be read.
fn read_feature(path: &Path, encoding: Encoding) -> Vec<(PathBuf, Arc<[Declared]>)> {
    let Ok(Feature { sources, spec }) = Feature::read(path, |_| None, &mut Kept::default()) else { return Vec::new() };
    if !spec.recognised {
        return Vec::new();
    }
    let mut files: HashMap<PathBuf, Vec<Declared>> = sources.files().iter().map(|file| (file.path.clone(), Vec::new())).collect();
    for declared in declared(&spec, &sources, encoding) {
        if let Some(of_file) = convert::path(&declared.location.uri).and_then(|path| files.get_mut(&path)) {
            of_file.push(declared);
        }
    }
    files.into_iter().map(|(path, declared)| (path, declared.into())).collect()
}

/// The feature itself, what it declares, and the operations of that.
pub(crate) fn declared(spec: &Spec, sources: &Sources, encoding: Encoding) -> Vec<Declared> {
    let feature = spec.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    let mut all = Vec::new();
    let mut add = |name: &str, kind, container: &str, span| {
        let range = sources.range(span, encoding).map(convert::range);
        let uri = Uri::from_file_path(sources.path_at(span.start));
        if let (Some(range), Some(uri)) = (range, uri) {
            all.push(Declared {
                name: name.to_owned(),
                kind,
                container: container.to_owned(),
                location: Location { uri, range },
            });
        }
    };
    if let Some(name) = &spec.name {
        add(&name.value, lsp::SymbolKind::MODULE, "", name.span);
    }
    for symbol in symbols::declared(spec) {
        add(&symbol.name, kind(&symbol), &feature, symbol.name_span);
        let operations = symbol.children.iter().filter(|child: &&Symbol| child.kind == Some(SymbolKind::Operation));
        operations.for_each(|operation| add(&operation.name, kind(operation), &symbol.name, operation.name_span));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(job: u64, root: &str, file: Option<&str>) -> Read {
        let files = file.map(|file| (PathBuf::from(file), Arc::from(Vec::new())));
        Read { job, root: root.into(), files: files.into_iter().collect() }
    }

    #[test]
    fn what_was_asked_for_later_counts_whatever_is_faster() {
        let mut index = Index::default();
        let [folder, deleted, closed] = [index.next_job(), index.next_job(), index.next_job()];
        index.take(read(deleted, "/p/a.md", None));
        index.take(read(folder, "/p", Some("/p/a.md")));
        assert!(!index.is_complete() && index.files.is_empty(), "{index:?}");
        index.forget(Path::new("/p"));
        index.take(read(closed, "/p/b.md", Some("/p/b.md")));
        assert!(index.is_complete() && index.files.is_empty(), "{index:?}");
    }
}
