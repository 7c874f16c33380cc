//! The base of a run: what the user sees.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::git::{Git, fields, nul_separated, path_of};
use super::repository::Repository;
use super::tree::TreeId;
use crate::failure::Failure;

/// Folders that are never a part of the user's tree: version control, and our own records.
const NOT_THE_USERS: &[&str] = &[".git", ".specwave"];

impl Repository {
    /// Stores the module root as it is now, uncommitted and untracked files with it, ignored ones not. Files that an
    /// earlier run of the same feature made are left out: the new run makes them again from scratch.
    ///
    /// # Errors
    /// Environment, where a file cannot be read or the disk is full.
    pub fn snapshot(&self, leave_out: &BTreeSet<PathBuf>) -> Result<TreeId, Failure> {
        let scratch = self.scratch()?;
        let index = scratch.index();
        let files = self.visible_files()?;
        let paths = nul_separated(files.difference(leave_out).map(PathBuf::as_path));
        let add = scratch.git("update-index").tree(&self.root, &index).args(["--add", "--remove", "-z", "--stdin"]);
        // The paths are relative to the work tree, which is found from the working directory.
        add.in_directory(&self.root).input(paths).run()?;
        scratch.commit(&index, &[], "What the user sees\n")
    }

    fn visible_files(&self) -> Result<BTreeSet<PathBuf>, Failure> {
        let mut files = tracked_although_ignored(&self.root);
        let walk = WalkBuilder::new(&self.root)
            .hidden(false)
            .ignore(false)
            .git_global(false)
            .require_git(false)
            .filter_entry(|entry| !NOT_THE_USERS.iter().any(|name| entry.file_name() == *name))
            .build();
        for entry in walk {
            let entry = entry.map_err(|error| Failure::from(std::io::Error::other(error)))?;
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink());
            if let (true, Ok(path)) = (is_file, entry.path().strip_prefix(&self.root)) {
                files.insert(path.to_owned());
            }
        }
        Ok(files)
    }
}

/// Files that an ignore rule names but that the user's repository has all the same.
fn tracked_although_ignored(root: &Path) -> BTreeSet<PathBuf> {
    let listed = Git::anywhere(root, "ls-files").args(["-z", "--cached", "--ignored", "--exclude-standard"]).run();
    let listed = listed.unwrap_or_default();
    fields(&listed).map(path_of).filter(|path| root.join(path).symlink_metadata().is_ok_and(|data| !data.is_dir())).collect()
}
