//! The private copy of a tree that an Attempt, or a gate, works in.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::repository::Repository;
use super::tree::TreeId;
use crate::failure::Failure;

/// A folder with a tree's files, without `.git`; its index lies beside it, where nobody who works in it may write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    directory: PathBuf,
    pub(super) base: TreeId,
}

impl Workspace {
    /// The folder with the files.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        files_of(&self.directory)
    }

    /// A private folder for temporary files.
    #[must_use]
    pub fn temporary(&self) -> PathBuf {
        self.directory.join("tmp")
    }

    /// The tree that it started from.
    #[must_use]
    pub fn base(&self) -> &TreeId {
        &self.base
    }

    pub(super) fn index(&self) -> PathBuf {
        self.directory.join("index")
    }

    /// Removes it.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn remove(self) -> std::io::Result<()> {
        remove_folder(&self.directory)
    }
}

impl Repository {
    /// Makes a new Workspace in this directory; what was there is removed.
    ///
    /// # Errors
    /// Environment, where the disk is full.
    pub fn workspace(&self, directory: &Path, tree: &TreeId) -> Result<Workspace, Failure> {
        remove_folder(directory)?;
        self.reused_workspace(directory, tree)
    }

    /// Brings a Workspace that gates use again and again to a tree: only what differs is written, so that
    /// the toolchain finds what it knows.
    ///
    /// # Errors
    /// Environment, where the disk is full.
    pub fn reused_workspace(&self, directory: &Path, tree: &TreeId) -> Result<Workspace, Failure> {
        let workspace = Workspace { directory: directory.to_owned(), base: tree.clone() };
        let (files, index) = (workspace.files(), workspace.index());
        let is_new = !index.is_file();
        std::fs::create_dir_all(&files)?;
        std::fs::create_dir_all(workspace.temporary())?;
        let git = |command: &str| self.git(command).tree(&files, &index).in_directory(&files);
        git("read-tree").args(["--reset", "-u", tree.as_str()]).run()?;
        if !is_new {
            git("checkout-index").args(["--all", "--force", "--index", "--quiet"]).run()?;
            git("clean").args(["-ffdxq"]).run()?;
        }
        Ok(workspace)
    }
}

/// The folder with the files of the Workspace in this directory.
pub(crate) fn files_of(directory: &Path) -> PathBuf {
    directory.join("tree")
}

/// How often it is tried to remove a folder that somebody still writes in, 20 ms apart.
const TRIES: u32 = 500;

/// Removes a folder with all in it, also where someone took the write permission from parts of it, or still writes
/// there: a supervisor whose engine was killed ends everything, but not before the next engine begins.
pub(crate) fn remove_folder(directory: &Path) -> std::io::Result<()> {
    for _ in 0..TRIES {
        match std::fs::remove_dir_all(directory) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => make_writable(directory)?,
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => std::thread::sleep(Duration::from_millis(20)),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            outcome => return outcome,
        }
    }
    std::fs::remove_dir_all(directory)
}

fn make_writable(directory: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o700))?;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            make_writable(&entry.path())?;
        }
    }
    Ok(())
}
