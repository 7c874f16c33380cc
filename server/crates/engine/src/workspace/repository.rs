//! The bare repository of our own.

use std::path::{Path, PathBuf};

use super::checkout::remove_folder;
use super::git::{Git, path_of, require_git};
use super::scratch::SCRATCH;
use super::tree::TreeId;
use crate::durable::{make_folder, sync_all};
use crate::failure::Failure;
use crate::process::reach;

/// Attributes that win over all others: every byte stays as it is.
const ATTRIBUTES: &str = "* -text -eol -ident -filter -working-tree-encoding -diff -merge\n";

/// The files without which it is none.
const FILES: &[&str] = &["HEAD", "config"];

/// The repository that holds the trees of all runs of one output folder.
#[derive(Debug, Clone)]
pub struct Repository {
    pub(super) path: PathBuf,
    /// The module root, which the trees are trees of.
    pub(super) root: PathBuf,
}

impl Repository {
    /// Opens the repository at `path`, made where there is none; it holds trees of `root`.
    ///
    /// # Errors
    /// Environment, where there is no `git` or no space.
    pub fn open(path: &Path, root: &Path) -> Result<Self, Failure> {
        require_git()?;
        let repository = Self { path: path.to_owned(), root: root.to_owned() };
        if !FILES.iter().all(|name| has_content(&path.join(name))) {
            repository.make()?;
        }
        std::fs::create_dir_all(path.join("info"))?;
        std::fs::create_dir_all(path.join("objects/info"))?;
        std::fs::write(path.join("info/attributes"), ATTRIBUTES)?;
        std::fs::write(path.join("objects/info/alternates"), repository.alternates())?;
        Ok(repository)
    }

    /// Makes the repository, or what a machine left of it that failed meanwhile.
    fn make(&self) -> Result<(), Failure> {
        make_folder(&self.path)?;
        for name in FILES {
            // What is empty would be taken for what it should be.
            remove_if_there(&self.path.join(name))?;
        }
        self.git("init").args(["--quiet", "--bare", "--template="]).run()?;
        let names = FILES.iter().chain(&["", "refs", "refs/heads", "objects"]);
        Ok(sync_all(&names.map(|name| self.path.join(name)).collect::<Vec<_>>())?)
    }

    /// Removes what a process left that was killed while it wrote. Whoever calls it is the only one at work.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn remove_leftovers(&self) -> std::io::Result<()> {
        let mut folders = vec![self.path.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let is_folder = entry.file_type()?.is_dir();
                if is_folder && name.to_string_lossy().starts_with(SCRATCH) {
                    remove_folder(&entry.path())?;
                } else if is_folder && name != "objects" {
                    folders.push(entry.path());
                } else if name.to_string_lossy().ends_with(".lock") || !is_folder && !has_content(&entry.path()) {
                    remove_if_there(&entry.path())?;
                }
            }
        }
        Ok(())
    }

    /// What the user's own repository has need not be stored twice.
    fn alternates(&self) -> String {
        let ask = |args: &[&str]| Git::anywhere(&self.root, "rev-parse").args(args).run().ok();
        let format = ask(&["--show-object-format"]);
        if format.is_none_or(|format| format.trim_ascii() != b"sha1") {
            return String::new();
        }
        let objects = ask(&["--path-format=absolute", "--git-path", "objects"]);
        let objects = objects.map(|bytes| path_of(bytes.trim_ascii_end())).filter(|path| path.is_dir());
        // A line break in the path would end the entry; the objects are then simply stored twice.
        let line = objects.and_then(|path| path.into_os_string().into_string().ok()).filter(|path| !path.contains('\n'));
        line.map(|path| format!("{path}\n")).unwrap_or_default()
    }

    /// What no process that works on a tree may read: the user's checkout with its `.git`, our own records, and what is
    /// private anyway.
    pub(crate) fn hidden(&self) -> Vec<PathBuf> {
        let checkout = self.root.ancestors().find(|folder| folder.join(".git").exists());
        let records = self.path.parent();
        reach::private([Some(self.root.as_path()), checkout, records].into_iter().flatten().map(Path::to_owned))
    }

    /// A call of `git` on this repository.
    pub(super) fn git(&self, command: &str) -> Git {
        Git::of(&self.path, command)
    }

    /// The repository that an earlier run has made; nothing is written.
    pub(crate) fn existing(path: &Path, root: &Path) -> Self {
        Self { path: path.to_owned(), root: root.to_owned() }
    }

    /// Forgets the name of a run's branch.
    pub(crate) fn remove_branch(&self, run: &str) -> Result<(), Failure> {
        self.git("update-ref").args(["-d", &format!("refs/heads/{run}")]).run().map(drop)
    }

    /// Forgets all trees but the branches, these, and what leads to them.
    pub(crate) fn prune(&self, needed: impl IntoIterator<Item = TreeId>) -> Result<(), Failure> {
        let needed: Vec<TreeId> = needed.into_iter().collect();
        self.git("prune").args(["--expire=now", "--"]).args(needed.iter().map(TreeId::as_str)).run().map(drop)
    }

    /// Makes the name of a run's branch mean this tree.
    ///
    /// # Errors
    /// Environment, where the disk is full.
    pub fn set_branch(&self, run: &str, tree: &TreeId) -> Result<(), Failure> {
        self.git("update-ref").args([format!("refs/heads/{run}").as_str(), tree.as_str()]).run().map(drop)
    }
}

fn has_content(file: &Path) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// Removes a file, such as the lock of a `git` that was killed; one that has outlived its engine removes its own.
fn remove_if_there(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
