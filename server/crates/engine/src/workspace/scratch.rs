//! What an operation needs for a moment: an index, and the objects that it stores until they are on the disk.
//!
//! **Invariant:** an object is durable before it is in the repository, and all objects of a tree are there before anybody hears
//! the tree's name. So a machine that fails takes no tree from us that the journal names. Nor does it leave half an object:
//! `git` would take that for one it has, and never write it again.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::git::Git;
use super::repository::Repository;
use super::tree::TreeId;
use crate::durable::sync_all;
use crate::failure::Failure;

/// The beginning of the names of such folders.
pub(super) const SCRATCH: &str = "scratch-";

/// A folder in the repository that is gone when the operation is.
#[derive(Debug)]
pub(super) struct Scratch<'a> {
    repository: &'a Repository,
    folder: TempDir,
}

impl Repository {
    /// A place for an operation.
    pub(super) fn scratch(&self) -> std::io::Result<Scratch<'_>> {
        let folder = tempfile::Builder::new().prefix(SCRATCH).tempdir_in(&self.path)?;
        let scratch = Scratch { repository: self, folder };
        std::fs::create_dir(scratch.objects())?;
        Ok(scratch)
    }
}

impl Scratch<'_> {
    /// The folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where an index may be.
    pub(super) fn index(&self) -> PathBuf {
        self.path().join("index")
    }

    fn objects(&self) -> PathBuf {
        self.path().join("objects")
    }

    /// A call on the repository that stores its objects here.
    pub(super) fn git(&self, command: &str) -> Git {
        let kept = quoted(&self.repository.path.join("objects"));
        self.repository.git(command).env("GIT_OBJECT_DIRECTORY", self.objects()).env("GIT_ALTERNATE_OBJECT_DIRECTORIES", kept)
    }

    /// Stores the index as a commit on top of others, for good.
    pub(super) fn commit(&self, index: &Path, parents: &[&TreeId], message: &str) -> Result<TreeId, Failure> {
        let tree = self.git("write-tree").index(index).line()?;
        let parents = parents.iter().flat_map(|parent| ["-p", parent.as_str()]);
        let commit = self.git("commit-tree").args([tree.as_str()]).args(parents).input(message.as_bytes().to_vec()).line()?;
        self.keep()?;
        Ok(TreeId::new(commit))
    }

    /// Moves all objects that are here into the repository.
    fn keep(&self) -> std::io::Result<()> {
        let (here, there) = (self.objects(), self.repository.path.join("objects"));
        let mut objects = Vec::new();
        for folder in std::fs::read_dir(&here)? {
            for object in std::fs::read_dir(folder?.path())? {
                objects.push(object?.path());
            }
        }
        sync_all(&objects)?;
        let mut folders = BTreeSet::from([there.clone()]);
        for object in objects {
            let target = there.join(object.strip_prefix(&here).unwrap_or(&object));
            if let Some(folder) = target.parent() {
                // Another operation may make it at the same time, so whose its name is does not matter.
                std::fs::create_dir_all(folder)?;
                folders.insert(folder.to_owned());
            }
            std::fs::rename(&object, &target)?;
        }
        sync_all(&Vec::from_iter(folders))
    }
}

/// A path as `git` reads it in a list that colons separate.
fn quoted(path: &Path) -> OsString {
    let bytes = path.as_os_str().as_bytes().iter();
    let escaped = bytes.flat_map(|byte| if matches!(byte, b'"' | b'\\') { vec![b'\\', *byte] } else { vec![*byte] });
    OsString::from_vec([vec![b'"'], escaped.collect(), vec![b'"']].concat())
}
