//! What the specifications of the client's folders declare, read from the disk in the background.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specwave_plan::{Config, Feature, specs};
use specwave_source::{Encoding, Sources};
use specwave_spec::Kept;
use specwave_spec::model::Spec;
use specwave_spec::symbols::{self, Symbol, SymbolKind};
use tokio::sync::mpsc;
use tower_lsp::ls_types::{Location, Uri};

use crate::convert;
use crate::event::Event;

/// A declared name and where it stands.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) kind: SymbolKind,
    /// What it belongs to: its owner, or the feature.
    pub(crate) container: String,
    pub(crate) location: Location,
}

/// The declared names by the files they stand in.
#[derive(Debug, Default)]
pub(crate) struct Index {
    files: HashMap<PathBuf, Known>,
    /// The number of the latest job; a later one has seen newer files.
    latest: u64,
    /// How many jobs have not ended.
    under_way: usize,
}

#[derive(Debug)]
struct Known {
    job: u64,
    declared: Arc<[Declared]>,
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
    /// Starts reading a folder, or one file and the others of its feature.
    pub(crate) fn read(&mut self, root: PathBuf, folders: &[PathBuf], encoding: Encoding, owner: mpsc::UnboundedSender<Event>) {
        self.latest += 1;
        self.under_way += 1;
        let (job, folders) = (self.latest, folders.to_vec());
        tokio::task::spawn_blocking(move || {
            let files = if root.is_dir() { read_folder(&root, encoding) } else { read_named(&root, &folders, encoding) };
            // The owner is gone only when the connection has ended.
            let _ = owner.send(Event::Indexed(Read { job, root, files }));
        });
    }

    /// Takes what a job has read, unless a later one was faster.
    pub(crate) fn take(&mut self, read: Read) {
        self.under_way -= 1;
        let found: HashSet<&PathBuf> = read.files.iter().map(|(path, _)| path).collect();
        self.files.retain(|path, known| known.job > read.job || !path.starts_with(&read.root) || found.contains(path));
        for (path, declared) in read.files {
            let known = self.files.entry(path).or_insert_with(|| Known { job: 0, declared: Arc::default() });
            if known.job < read.job {
                *known = Known { job: read.job, declared };
            }
        }
    }

    /// Forgets what stands below a folder that was closed.
    pub(crate) fn forget(&mut self, folder: &Path) {
        self.files.retain(|path, _| !path.starts_with(folder));
    }

    /// Whether everything that was to be read has been.
    pub(crate) fn is_complete(&self) -> bool {
        self.under_way == 0
    }

    /// The declared names of all files but those that `is_open` names: what an editor shows of these counts.
    pub(crate) fn closed(&self, is_open: impl Fn(&Path) -> bool) -> Vec<Arc<[Declared]>> {
        self.files.iter().filter(|(path, _)| !is_open(path)).map(|(_, known)| known.declared.clone()).collect()
    }
}

fn read_folder(folder: &Path, encoding: Encoding) -> Vec<(PathBuf, Arc<[Declared]>)> {
    // Broken settings are reported when a run is asked for.
    let config = Config::load(folder).unwrap_or_default();
    let mut read: HashMap<PathBuf, Arc<[Declared]>> = HashMap::new();
    for path in specs::files_below(folder, |path| specs::is_named(folder, &config, path)) {
        if !read.contains_key(&path) {
            read.extend(read_feature(&path, encoding));
        }
    }
    read.into_iter().collect()
}

/// A file, if it lies in one of the folders and is called as a specification there.
fn read_named(path: &Path, folders: &[PathBuf], encoding: Encoding) -> Vec<(PathBuf, Arc<[Declared]>)> {
    let is_named =
        |folder: &PathBuf| path.starts_with(folder) && specs::is_named(folder, &Config::load(folder).unwrap_or_default(), path);
    if path.is_file() && folders.iter().any(is_named) { read_feature(path, encoding) } else { Vec::new() }
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
        add(&name.value, SymbolKind::Section, "", name.span);
    }
    for symbol in symbols::declared(spec) {
        add(&symbol.name, symbol.kind, &feature, symbol.name_span);
        let operations = symbol.children.iter().filter(|child: &&Symbol| child.kind == SymbolKind::Operation);
        operations.for_each(|operation| add(&operation.name, operation.kind, &symbol.name, operation.name_span));
    }
    all
}
