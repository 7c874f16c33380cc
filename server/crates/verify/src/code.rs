//! The Go files and migrations of one module, as far as a specification can ask for them.

mod read;
mod routes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use specwave_golang::facts::{self, Facts};
use specwave_source::{LineIndex, Span};

pub(crate) use read::{FOREIGN, MAX_FILE_BYTES};
pub use routes::Route;

/// What is there of a module. Cheap to clone: files are shared.
#[derive(Debug, Clone, Default)]
pub struct Code {
    root: PathBuf,
    go: BTreeMap<PathBuf, Arc<GoFile>>,
    migrations: BTreeMap<PathBuf, Arc<str>>,
}

/// One Go file.
#[derive(Debug)]
pub struct GoFile {
    /// Below the module root.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What it declares.
    pub facts: Facts,
    routes: OnceLock<Vec<Route>>,
    lines: OnceLock<LineIndex>,
}

/// A place in a Go file.
#[derive(Debug, Clone, Copy)]
pub struct Place<'code> {
    /// The file.
    pub file: &'code GoFile,
    /// The name there.
    pub span: Span,
}

impl GoFile {
    fn new(path: PathBuf, text: String) -> Self {
        let facts = facts::read_declarations(&text);
        Self::with_facts(path, text, facts)
    }

    /// A file of which it is known already what it declares.
    pub(crate) fn with_facts(path: PathBuf, text: String, facts: Facts) -> Self {
        Self { path, text, facts, routes: OnceLock::new(), lines: OnceLock::new() }
    }

    /// The lines of its text.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The routes that it registers.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        self.routes.get_or_init(|| routes::read(&self.text))
    }

    /// Whether it holds tests.
    pub(crate) fn is_test(&self) -> bool {
        self.path.as_os_str().as_encoded_bytes().ends_with(b"_test.go")
    }

    /// Its directory below the module root.
    pub(crate) fn directory(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

impl Code {
    /// The module root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The Go files in the order of their paths.
    pub fn go_files(&self) -> impl Iterator<Item = &GoFile> {
        self.go.values().map(AsRef::as_ref)
    }

    /// The migrations that lead up, in the order in which they are applied, as one SQL text.
    pub(crate) fn migrations(&self) -> String {
        self.migrations.values().fold(String::new(), |all, text| all + text + "\n")
    }

    /// What specifications ask for of files that have been read already.
    pub(crate) fn of(root: &Path, files: &[Arc<GoFile>], migrations: impl Iterator<Item = (PathBuf, Arc<str>)>) -> Self {
        let go = files.iter().filter(|file| !file.is_test()).map(|file| (file.path.clone(), Arc::clone(file)));
        let migrations = migrations.filter(|(path, _)| read::kind(path).is_some());
        Self { root: root.to_owned(), go: go.collect(), migrations: migrations.collect() }
    }

    /// Takes in the text of a file; `path` is below the module root. One that is neither Go nor a migration changes nothing.
    pub(crate) fn add(&mut self, path: &Path, text: String) {
        match read::kind(path) {
            Some(read::Kind::Go) => drop(self.go.insert(path.to_owned(), Arc::new(GoFile::new(path.to_owned(), text)))),
            Some(read::Kind::Migration) => drop(self.migrations.insert(path.to_owned(), text.into())),
            None => {}
        }
    }
}
