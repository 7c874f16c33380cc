//! The Go code of the modules that specifications are built into: read when it is asked for first, and kept up to date.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use specwave_plan::Config;
use specwave_plan::module::module_root;
use specwave_source::Document;
use specwave_verify::{Code, Judged, Tree, Verified};

/// Shared by the owner and the analyses.
#[derive(Clone, Default)]
pub(crate) struct Modules(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    /// By their roots.
    modules: HashMap<PathBuf, Arc<Module>>,
    /// Files that an editor shows: what it shows counts, saved or not.
    shown: HashMap<PathBuf, Document>,
}

#[derive(Default)]
struct Module {
    /// The code, once it was read. Who reads it holds the lock, and the others wait for that.
    read: Mutex<Option<Read>>,
    /// Files that changed since: how an editor shows them, or `None` for how they lie on the disk.
    changed: Mutex<HashMap<PathBuf, Option<Document>>>,
}

/// A module that was read, or a copy of one. A file that changes is parsed again, and what depends on it is judged again.
pub(crate) struct Read {
    tree: Tree,
    code: Arc<Code>,
    /// What was found in it, with the settings that counted.
    judged: Option<(Config, Judged)>,
    /// Files below the root that have changed since.
    since: BTreeSet<PathBuf>,
}

impl Modules {
    /// The code of the module that `inside` is a part of, as it is now; nothing where there is no `go.mod` at or above it.
    pub(crate) fn code(&self, inside: &Path) -> Arc<Code> {
        let root = module_root(inside).ok().filter(|root| root.join("go.mod").is_file());
        let Some(root) = root else { return Arc::default() };
        self.read(&root, |read| read.code.clone())
    }

    /// What is found in the code of the module at `root` by itself. Broken settings are reported when a run is asked for.
    pub(crate) fn verified(&self, root: &Path) -> Verified {
        let config = Config::load(root).unwrap_or_default();
        self.read(root, |read| read.verified(&config))
    }

    /// The copy of a module at `root` that somebody works in at `copy`.
    pub(crate) fn copied(&self, root: &Path, copy: &Path) -> Read {
        self.read(root, |read| Read::new(read.tree.read_copy(copy)))
    }

    fn read<R>(&self, root: &Path, look: impl FnOnce(&mut Read) -> R) -> R {
        let module = self.module(root);
        let mut read = locked(&module.read);
        let read = read.get_or_insert_with(|| Read::new(Tree::read(root, None)));
        let changed = std::mem::take(&mut *locked(&module.changed));
        read.take_in(changed.iter().filter_map(|(path, shown)| Some((path.strip_prefix(root).ok()?, shown.as_ref()))));
        look(read)
    }

    fn module(&self, root: &Path) -> Arc<Module> {
        let Known { modules, shown } = &mut *locked(&self.0);
        let begin = || {
            let inside = shown.iter().filter(|(path, _)| path.starts_with(root));
            let changed = inside.map(|(path, document)| (path.clone(), Some(document.clone()))).collect();
            Arc::new(Module { changed: Mutex::new(changed), ..Module::default() })
        };
        modules.entry(root.to_owned()).or_insert_with(begin).clone()
    }

    /// Takes note of what an editor shows of a file, or that it shows it no more.
    pub(crate) fn show(&self, path: &Path, document: Option<Document>) {
        let mut known = locked(&self.0);
        match document.clone() {
            Some(document) => drop(known.shown.insert(path.to_owned(), document)),
            None => drop(known.shown.remove(path)),
        }
        known.note(path, document);
    }

    /// Takes note that a file changed on the disk, unless an editor shows it. It is read when the code is asked for.
    pub(crate) fn changed_on_disk(&self, path: &Path) {
        let known = locked(&self.0);
        if !known.shown.contains_key(path) {
            known.note(path, None);
        }
    }

    /// Has the modules around a folder that has come or gone read anew.
    pub(crate) fn forget(&self, folder: &Path) {
        locked(&self.0).modules.retain(|root, _| !folder.starts_with(root));
    }
}

impl Read {
    fn new(tree: Tree) -> Self {
        Self { code: Arc::new(tree.code()), tree, judged: None, since: BTreeSet::new() }
    }

    /// Takes in files as an editor shows them, or as they are on the disk.
    pub(crate) fn take_in<'p>(&mut self, changed: impl Iterator<Item = (&'p Path, Option<&'p Document>)>) {
        let mut has_changed = false;
        for (path, shown) in changed {
            let is_new = match shown {
                Some(document) => self.tree.set(path, Some(document.text())),
                None => self.tree.read_again(path),
            };
            if is_new {
                has_changed = true;
                self.since.insert(path.to_owned());
            }
        }
        if has_changed {
            self.code = Arc::new(self.tree.code());
        }
    }

    /// What is found in it by itself.
    pub(crate) fn verified(&mut self, config: &Config) -> Verified {
        let since = std::mem::take(&mut self.since);
        let judged = match self.judged.take().filter(|(settings, _)| settings == config) {
            Some((_, mut judged)) => {
                judged.judge_again(&self.tree, config, &since);
                judged
            }
            None => Judged::new(&self.tree, config),
        };
        let verified = judged.verified(&self.tree, Path::new(""), config);
        self.judged = Some((config.clone(), judged));
        verified
    }
}

impl Known {
    fn note(&self, path: &Path, shown: Option<Document>) {
        for (_, module) in self.modules.iter().filter(|(root, _)| path.starts_with(root)) {
            locked(&module.changed).insert(path.to_owned(), shown.clone());
        }
    }
}

/// What a panic left behind is as good as any: every file of it was read whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_read_once_and_its_changed_files_again() {
        let folder = tempfile::tempdir().unwrap();
        let go = folder.path().join("invoice.go");
        std::fs::write(folder.path().join("go.mod"), "module example.com/shop\n").unwrap();
        std::fs::write(&go, "package shop\n").unwrap();
        let modules = Modules::default();
        let first = modules.code(&folder.path().join("billing"));
        assert_eq!(first.go_files().count(), 1);
        assert!(Arc::ptr_eq(&first, &modules.code(folder.path())));
        std::fs::remove_file(&go).unwrap();
        modules.changed_on_disk(&go);
        assert_eq!(modules.code(folder.path()).go_files().count(), 0);
        assert_eq!(first.go_files().count(), 1, "who has begun with it goes on with it");
    }

    #[test]
    fn a_folder_that_is_renamed_has_its_files_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let [before, after] = ["before", "after"].map(|name| folder.path().join(name));
        std::fs::create_dir(&before).unwrap();
        std::fs::write(folder.path().join("go.mod"), "module example.com/shop\n").unwrap();
        std::fs::write(before.join("invoice.go"), "package shop\n").unwrap();
        let modules = Modules::default();
        let places = || modules.code(folder.path()).go_files().map(|file| file.path.clone()).collect::<Vec<_>>();
        assert_eq!(places(), [Path::new("before/invoice.go")]);
        std::fs::rename(&before, &after).unwrap();
        modules.forget(&before);
        assert_eq!(places(), [Path::new("after/invoice.go")]);
    }

    #[test]
    fn what_an_editor_shows_counts_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let go = folder.path().join("invoice.go");
        std::fs::write(folder.path().join("go.mod"), "module example.com/shop\n").unwrap();
        std::fs::write(&go, "package disk\n").unwrap();
        let modules = Modules::default();
        let text = || modules.code(folder.path()).go_files().next().unwrap().text.clone();
        modules.show(&go, Some(Document::new("package first\n", 1)));
        assert_eq!(text(), "package first\n", "the module is read behind the opening");
        modules.show(&go, Some(Document::new("package second\n", 2)));
        modules.changed_on_disk(&go);
        assert_eq!(text(), "package second\n");
        modules.show(&go, None);
        assert_eq!(text(), "package disk\n");
    }
}
