//! What an Attempt changed in its Workspace: taken from outside, and only from its write set.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use super::checkout::Workspace;
use super::git::{fields, nul_separated, path_of};
use super::repository::Repository;
use super::tree::TreeId;
use crate::failure::Failure;
use specwave_plan::WriteSet;

/// A larger file is not taken: nobody writes one by hand.
const LARGEST_FILE: u64 = 8 << 20;

/// The beginning of the lines of a change's message that tell what was not taken.
const NOT_TAKEN: &str = "Not-taken: ";

/// An Attempt's change, stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The Workspace's base with the change.
    pub change: TreeId,
    /// What was changed but not taken.
    pub not_taken: Vec<NotTaken>,
}

/// A changed path that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// Path below the module root.
    pub path: PathBuf,
    /// Why.
    pub reason: Reason,
}

/// Why a changed path was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is not in the Task's write set.
    Outside,
    /// It is a link, a device, a pipe, a socket or a repository.
    OddType,
    /// It is too large.
    TooLarge,
}

impl fmt::Display for NotTaken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            Reason::Outside => "outside the Task's write set",
            Reason::OddType => "not a regular file",
            Reason::TooLarge => "larger than 8 MiB",
        };
        write!(out, "{} ({reason})", self.path.display())
    }
}

impl Repository {
    /// Stores what changed in the Workspace inside the write set. Everything that worked in it must have ended.
    ///
    /// # Errors
    /// Environment, where the disk is full; internal, where a path cannot be stored.
    pub fn capture(&self, workspace: &Workspace, write_set: &WriteSet, title: &str) -> Result<Capture, Failure> {
        let (files, index) = (workspace.files(), workspace.index());
        let git = |command: &str| self.git(command).tree(&files, &index).in_directory(&files);
        let list = |command: &str, args: &[&str]| -> Result<BTreeSet<PathBuf>, Failure> {
            Ok(fields(&git(command).args(["-z"]).args(args).run()?).map(path_of).collect())
        };
        let changed = list("diff-files", &["--name-only", "--no-renames"])?;
        let new = list("ls-files", &["--others"])?;
        let ignored = list("ls-files", &["--others", "--ignored", "--exclude-standard"])?;

        let mut taken = Vec::new();
        let mut not_taken = Vec::new();
        for path in changed.into_iter().chain(new) {
            match judge(&files, &path, write_set) {
                Ok(()) => taken.push(path),
                // What the project ignores is a by-product, such as a build's; nobody misses it.
                Err(Reason::Outside) if ignored.contains(&path) => {}
                Err(reason) => not_taken.push(NotTaken { path, reason }),
            }
        }
        let paths = nul_separated(taken.iter().map(PathBuf::as_path));
        git("update-index").args(["--add", "--remove", "-z", "--stdin"]).input(paths).run()?;
        let lines: String = not_taken.iter().map(|path| format!("{NOT_TAKEN}{path}\n")).collect();
        let rest = self.keep_the_rest(workspace, &not_taken)?;
        let parents: Vec<&TreeId> = std::iter::once(&workspace.base).chain(&rest).collect();
        let change = self.commit(&index, &parents, &format!("{title}\n\n{lines}"))?;
        Ok(Capture { change, not_taken })
    }

    /// What was not taken when a change was stored, as it was written down with it.
    pub(crate) fn not_taken(&self, change: &TreeId) -> Result<Vec<String>, Failure> {
        let commit = self.git("cat-file").args(["commit", change.as_str()]).run()?;
        let text = String::from_utf8_lossy(&commit);
        Ok(text.lines().filter_map(|line| line.strip_prefix(NOT_TAKEN)).map(str::to_owned).collect())
    }
}

/// Whether a changed path may be taken.
pub(super) fn judge(files: &Path, path: &Path, write_set: &WriteSet) -> Result<(), Reason> {
    // A line break could not be told from the next line of a change's message.
    if path.to_str().is_none_or(|path| path.contains('\n') || !write_set.contains(path)) {
        return Err(Reason::Outside);
    }
    if path.ancestors().skip(1).any(|folder| files.join(folder).is_symlink()) {
        return Err(Reason::OddType);
    }
    match files.join(path).symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => Err(Reason::OddType),
        Ok(metadata) if metadata.len() > LARGEST_FILE => Err(Reason::TooLarge),
        // A path that is gone was removed, which its owner may do.
        _ => Ok(()),
    }
}
