//! Everything of a Go module that has its place: Go files, tests among them, and migrations.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use specwave_golang::facts;
use specwave_plan::module;
use specwave_source::in_parallel;

use super::known::{Digest, Known, append, digest};
use crate::code::{FOREIGN, MAX_FILE_BYTES};
use crate::{Code, GoFile};

/// What specwave's comments begin with.
const INSTRUCTION: &str = "specwave-";

/// A module as it was read.
#[derive(Debug, Default)]
pub struct Tree {
    root: PathBuf,
    /// Whether what git would ignore counts as well.
    reads_all: bool,
    module: Option<String>,
    files: Vec<Arc<GoFile>>,
    migrations: BTreeMap<PathBuf, Arc<str>>,
    /// Files that were not read as they are, and why.
    unread: Vec<(PathBuf, &'static str)>,
    /// Digests of the Go files, where they were asked for.
    digests: BTreeMap<PathBuf, Digest>,
    /// How many files had to be parsed.
    parsed: usize,
}

/// What came of reading a file.
enum Read {
    Go { file: Arc<GoFile>, digest: Option<Digest>, was_known: bool },
    Migration(PathBuf, Arc<str>),
}

/// What came of reading a file, and why it was not read as it is.
type WasRead = (Option<Read>, Option<(PathBuf, &'static str)>);

impl Tree {
    /// Reads the module at `root`: everything that git would not ignore, modules inside of it and vendored code apart.
    /// Links are not followed. Files are read and parsed by all cores; those whose facts are `known` are read only.
    #[must_use]
    pub fn read(root: &Path, known: Option<&Known>) -> Self {
        Self::of_walk(root, false, |path| read(root, path, known))
    }

    /// Reads the module at `root`, whatever git would ignore: a workspace lies where the user's repository ignores everything.
    #[must_use]
    pub fn read_all(root: &Path) -> Self {
        Self::of_walk(root, true, |path| read(root, path, None))
    }

    /// The same of a copy of this module: its files that have not changed since are shared.
    #[must_use]
    pub fn read_copy(&self, root: &Path) -> Self {
        Self::of_walk(root, true, |path| {
            let (text, problem) = text_of(&root.join(path));
            let same = |file: &&Arc<GoFile>| Some(&file.text) == text.as_ref();
            let shared =
                self.shared(path).filter(same).map(|file| Read::Go { file: Arc::clone(file), digest: None, was_known: true });
            let read = shared.or_else(|| text.map(|text| read_text(path.to_owned(), text, None)));
            (read, problem.map(|problem| (path.to_owned(), problem)))
        })
    }

    fn of_walk(root: &Path, reads_all: bool, read: impl Fn(&PathBuf) -> WasRead + Sync) -> Self {
        let module = module::module_path(root);
        let mut tree = Self { root: root.to_owned(), reads_all, module, ..Self::default() };
        let paths = tree.walk(None);
        for (read, problem) in in_parallel(&paths, read) {
            tree.add(read, problem);
        }
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        tree.unread.sort();
        tree
    }

    /// A module of texts.
    #[must_use]
    pub fn of(module: Option<&str>, texts: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let mut tree = Self { module: module.map(str::to_owned), ..Self::default() };
        for (path, text) in texts.into_iter().filter(|(path, _)| is_go(path) || is_migration(path)) {
            tree.add(Some(read_text(path, text, None)), None);
        }
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        tree
    }

    /// Takes in a file as an editor shows it, or that there is none any more; the path is below the root. Whether anything has
    /// changed by that.
    pub fn set(&mut self, path: &Path, text: Option<String>) -> bool {
        let text = text.filter(|_| self.has_place_for(path));
        self.replace(path, text, None)
    }

    /// The same with the file as it is on the disk now.
    pub fn read_again(&mut self, path: &Path) -> bool {
        let is_there = !self.walk(Some(path)).is_empty();
        let (text, problem) = if is_there { text_of(&self.root.join(path)) } else { (None, None) };
        self.replace(path, text, problem)
    }

    fn replace(&mut self, path: &Path, text: Option<String>, problem: Option<&'static str>) -> bool {
        let is_known = self.file(path).is_some() || self.migrations.contains_key(path);
        let why_unread = self.unread.iter().find(|(unread, _)| unread == path).map(|(_, why)| *why);
        if text.as_deref() == is_known.then(|| self.text(path)) && problem == why_unread {
            return false;
        }
        self.files.retain(|file| file.path != path);
        self.migrations.remove(path);
        self.digests.remove(path);
        self.unread.retain(|(unread, _)| unread != path);
        let read = text.map(|text| read_text(path.to_owned(), text, None));
        self.add(read, problem.map(|problem| (path.to_owned(), problem)));
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.unread.sort();
        true
    }

    /// Whether a file at a path would be read, if it were on the disk.
    fn has_place_for(&self, path: &Path) -> bool {
        let mut folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let is_foreign = |folder: &Path| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with('.') || FOREIGN.contains(&&*name) || self.root.join(folder).join("go.mod").is_file()
        };
        path.to_str().is_some() && (is_go(path) || is_migration(path)) && !folders.any(is_foreign)
    }

    /// Appends what [`Known::new`] takes in the next time, unless `known` holds just that. Whether it has.
    pub fn append_to_know(&self, known: &Known, bytes: &mut Vec<u8>) -> bool {
        let of_digest: BTreeMap<&Digest, &GoFile> =
            self.digests.iter().filter_map(|(path, digest)| Some((digest, self.file(path)?))).collect();
        if self.parsed == 0 && of_digest.len() == known.count() {
            return false;
        }
        of_digest.into_iter().for_each(|(digest, file)| append(bytes, digest, &file.facts));
        true
    }

    /// What a specification can be held against.
    #[must_use]
    pub fn code(&self) -> Code {
        let migrations = self.migrations.iter().map(|(path, text)| (path.clone(), Arc::clone(text)));
        Code::of(&self.root, &self.files, migrations)
    }

    /// Whether there is nothing to look at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.migrations.is_empty() && self.unread.is_empty()
    }

    /// The path that the `go.mod` declares.
    pub(super) fn module(&self) -> Option<&str> {
        self.module.as_deref()
    }

    /// The Go files in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = &GoFile> {
        self.files.iter().map(AsRef::as_ref)
    }

    /// The migrations, those that lead down among them, in the order of their paths.
    pub(super) fn migrations(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.migrations.iter().map(|(path, text)| (path.as_path(), text.as_ref()))
    }

    /// Files that were not read as they are, and why.
    pub(super) fn unread(&self) -> &[(PathBuf, &'static str)] {
        &self.unread
    }

    /// A path as people name it.
    pub(super) fn shown(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file; nothing of one that was not read.
    pub(super) fn text(&self, path: &Path) -> &str {
        let migration = || self.migrations.get(path).map_or("", AsRef::as_ref);
        self.file(path).map_or_else(migration, |file| file.text.as_str())
    }

    /// Whether a program wrote the file.
    pub(super) fn is_generated(&self, path: &Path) -> bool {
        self.file(path).is_some_and(|file| file.facts.is_generated)
    }

    /// Files with comments for specwave.
    pub(super) fn with_instructions(&self) -> impl Iterator<Item = &Path> {
        let go = self.files().filter(|file| file.text.contains(INSTRUCTION)).map(|file| file.path.as_path());
        go.chain(self.migrations().filter(|(_, text)| text.contains(INSTRUCTION)).map(|(path, _)| path))
    }

    /// How many files lie below a folder.
    pub(super) fn count_below(&self, folder: &Path) -> usize {
        let go = self.files().filter(|file| file.path.starts_with(folder)).count();
        let unread = self.unread.iter().filter(|(path, _)| path.starts_with(folder) && self.file(path).is_none()).count();
        go + unread + self.migrations.keys().filter(|path| path.starts_with(folder)).count()
    }

    /// The Go file at a path below the root.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<&GoFile> {
        self.shared(path).map(AsRef::as_ref)
    }

    fn shared(&self, path: &Path) -> Option<&Arc<GoFile>> {
        self.files.binary_search_by(|file| file.path.as_path().cmp(path)).ok().map(|at| &self.files[at])
    }

    fn add(&mut self, read: Option<Read>, problem: Option<(PathBuf, &'static str)>) {
        match read {
            Some(Read::Go { file, digest, was_known }) => {
                self.parsed += usize::from(!was_known);
                self.digests.extend(digest.map(|digest| (file.path.clone(), digest)));
                self.files.push(file);
            }
            Some(Read::Migration(path, text)) => drop(self.migrations.insert(path, text)),
            None => {}
        }
        self.unread.extend(problem);
    }

    /// Paths of the files that count, below the root; or just of one of them, where it is there.
    fn walk(&self, only: Option<&Path>) -> Vec<PathBuf> {
        // The root has no name for who stands in it.
        let root = if self.root.as_os_str().is_empty() { PathBuf::from(".") } else { self.root.clone() };
        let mut walk = WalkBuilder::new(&root);
        walk.standard_filters(!self.reads_all).hidden(true);
        let (top, only) = (root.clone(), only.map(|path| root.join(path)));
        walk.filter_entry(move |entry| {
            let foreign = FOREIGN.iter().any(|foreign| entry.file_name() == *foreign);
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_wanted = only.as_ref().is_none_or(|only| only.starts_with(entry.path()));
            is_wanted && !foreign && (!is_folder || entry.path() == top || !entry.path().join("go.mod").is_file())
        });
        let files = walk.build().filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        let below = files.filter_map(|entry| entry.path().strip_prefix(&root).ok().map(Path::to_owned));
        below.filter(|path| path.to_str().is_some() && (is_go(path) || is_migration(path))).collect()
    }
}

fn read(root: &Path, path: &Path, known: Option<&Known>) -> WasRead {
    let (text, problem) = text_of(&root.join(path));
    (text.map(|text| read_text(path.to_owned(), text, known)), problem.map(|problem| (path.to_owned(), problem)))
}

/// The text of a file of the disk, and why it is not read as it is. One that has gone meanwhile is none.
fn text_of(file: &Path) -> (Option<String>, Option<&'static str>) {
    if file.metadata().is_ok_and(|metadata| metadata.len() > MAX_FILE_BYTES) {
        return (None, Some("is larger than 4 MB and is not looked at"));
    }
    let Ok(bytes) = std::fs::read(file) else { return (None, None) };
    match String::from_utf8(bytes) {
        Ok(text) => (Some(text), None),
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (Some(text), Some("is not UTF-8, which Go files have to be"))
        }
    }
}

fn read_text(path: PathBuf, text: String, known: Option<&Known>) -> Read {
    if !is_go(&path) {
        return Read::Migration(path, text.into());
    }
    let digest = known.map(|_| digest(&text));
    let facts = known.zip(digest.as_ref()).and_then(|(known, digest)| known.facts(digest));
    let was_known = facts.is_some();
    let facts = facts.unwrap_or_else(|| facts::read_declarations(&text));
    Read::Go { file: Arc::new(GoFile::with_facts(path, text, facts)), digest, was_known }
}

/// Whether Go's tools take the file for a source; what begins with a dot or an underscore they leave out.
fn is_go(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".go") && !name.starts_with(['.', '_'])
}

fn is_migration(path: &Path) -> bool {
    let sql = path.extension().is_some_and(|extension| extension == "sql");
    sql && path.parent().is_some_and(|folder| folder.to_string_lossy().contains("migration"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Known, Tree};

    fn to_know(tree: &Tree, known: &Known) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        tree.append_to_know(known, &mut bytes).then_some(bytes)
    }

    fn facts(tree: &Tree) -> Vec<&specwave_golang::facts::Facts> {
        tree.files().map(|file| &file.facts).collect()
    }

    #[test]
    fn what_was_read_before_is_not_parsed_again_and_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(
            "a.go",
            "package a\n\n// A is one.\ntype A struct{ ID, Name string `json:\"x\"` }\n\nfunc (a *A) Set() { a.ID = \"\" }\n",
        );
        write("b.go", "package a\n\ntype B interface {\n\tDo(n int) error\n}\n\ntype broken struct { ??? }\n");
        let nothing = Known::default();
        let first = Tree::read(folder.path(), Some(&nothing));
        let bytes = to_know(&first, &nothing).unwrap();
        let known = Known::new(bytes.clone());
        let second = Tree::read(folder.path(), Some(&known));
        assert_eq!((second.parsed, to_know(&second, &known)), (0, None));
        assert_eq!(facts(&second), facts(&first));

        // Another text is another file; what nobody has any more is forgotten.
        write("b.go", "package a\n");
        let third = Tree::read(folder.path(), Some(&known));
        assert_eq!(third.parsed, 1);
        assert_eq!(Known::new(to_know(&third, &known).unwrap()).count(), 2);
        write("b.go", "package a\n\ntype B interface {\n\tDo(n int) error\n}\n\ntype broken struct { ??? }\n");

        for length in [0, 1, 40, bytes.len() - 1] {
            let torn = Known::new(bytes[..length].to_vec());
            assert_eq!(facts(&Tree::read(folder.path(), Some(&torn))), facts(&first));
        }
        assert_eq!(Tree::read(Path::new("/nowhere"), None).files().count(), 0);
    }

    #[test]
    fn a_copy_shares_what_has_not_changed_and_has_all_that_lies_there() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        let write = |path: &str, text: &str| {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        write(".gitignore", "copies/\n");
        write("a.go", "package a\n");
        write("b.go", "package a\n");
        let tree = Tree::read(folder.path(), None);
        for (path, text) in [("copies/a.go", "package a\n"), ("copies/b.go", "package b\n"), ("copies/c.go", "package a\n")] {
            write(path, text);
        }
        let mut copy = tree.read_copy(&folder.path().join("copies"));
        let shares = |path: &str| std::ptr::eq(tree.file(Path::new("a.go")).unwrap(), copy.file(Path::new(path)).unwrap());
        assert_eq!(["a.go", "b.go", "c.go"].map(shares), [true, false, false]);
        assert_eq!(copy.parsed, 2);
        write("copies/d.go", "package a\n");
        assert!(copy.read_again(Path::new("d.go")));
    }

    #[test]
    fn a_file_that_comes_counts_where_reading_everything_would_find_it() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        write(".gitignore", "ignored/\n");
        write("nested/go.mod", "module example.com/nested\n");
        let mut tree = Tree::read(folder.path(), None);
        for (path, counts) in [
            ("internal/a.go", true),
            ("internal/a_test.go", true),
            ("migrations/1.sql", true),
            ("ignored/b.go", false),
            ("nested/c.go", false),
            ("vendor/d.go", false),
            (".specwave/runs/e.go", false),
            ("notes.txt", false),
        ] {
            let path = Path::new(path);
            write(&path.to_string_lossy(), "package a\n");
            assert_eq!(tree.read_again(path), counts, "{path:?} comes");
            assert_eq!(Tree::read(folder.path(), None).is_empty(), !counts, "{path:?} is read with all");
            assert!(!tree.read_again(path), "{path:?} is as it was");
            assert_eq!(
                tree.set(path, Some("package b\n".to_owned())),
                counts || path.starts_with("ignored"),
                "{path:?} is shown"
            );
            std::fs::remove_file(folder.path().join(path)).unwrap();
            tree.read_again(path);
            assert!(tree.is_empty(), "{path:?} has gone");
        }
    }
}
