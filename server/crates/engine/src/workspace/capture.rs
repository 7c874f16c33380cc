//! What an Attempt changed in its Workspace: taken from outside, and only from its write set.

use std::collections::BTreeSet;
use std::fmt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::checkout::Workspace;
use super::git::{fields, nul_separated, path_of};
use super::repository::Repository;
use super::requirements::{GO_MOD, GO_SUM, Requirements};
use super::tree::TreeId;
use crate::failure::Failure;
use specwave_plan::WriteSet;

/// A larger file is not taken: nobody writes one by hand.
const LARGEST_FILE: u64 = 8 << 20;

/// The beginning of the lines of a change's message that tell what was not taken.
const NOT_TAKEN: &str = "Not-taken: ";

/// Of a flood of files that are not taken, as many are named.
const MOST_NAMED: usize = 100;

/// The beginning of a line of Go by which `go generate` runs a command.
const GENERATE: &str = "//go:generate ";

/// What was added to a text before, and what it is after.
type Added = fn(&str, &str) -> Option<Requirements>;

/// An Attempt's change, stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The Workspace's base with the change.
    pub change: TreeId,
    /// What was changed but not taken.
    pub not_taken: Vec<NotTaken>,
    /// Files that were taken and have a command in them for whoever calls `go generate`.
    pub with_commands: Vec<PathBuf>,
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
    /// It is a hard link: whoever writes it writes another file, too.
    HardLink,
    /// It is too large.
    TooLarge,
}

impl fmt::Display for NotTaken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            Reason::Outside => "outside the Task's write set",
            Reason::OddType => "not a regular file",
            Reason::HardLink => "a hard link",
            Reason::TooLarge => "larger than 8 MiB",
        };
        write!(out, "{} ({reason})", printable(&self.path))
    }
}

/// A path on one line, whatever its names are made of.
fn printable(path: &Path) -> String {
    let escaped = |c: char| if c.is_control() { c.escape_default().collect() } else { String::from(c) };
    path.to_string_lossy().chars().map(escaped).collect()
}

impl Repository {
    /// Stores what changed in the Workspace inside the write set. Everything that worked in it must have ended.
    ///
    /// # Errors
    /// Environment, where the disk is full; internal, where a path cannot be stored.
    pub fn capture(&self, workspace: &Workspace, write_set: &WriteSet, title: &str) -> Result<Capture, Failure> {
        let (files, index) = (workspace.files(), workspace.index());
        let scratch = self.scratch()?;
        let git = |command: &str| scratch.git(command).tree(&files, &index).in_directory(&files);
        let list = |command: &str, args: &[&str]| -> Result<BTreeSet<PathBuf>, Failure> {
            Ok(fields(&git(command).args(["-z"]).args(args).run()?).map(path_of).collect())
        };
        // A file that has only been touched, or linked to, is not a changed one. What is changed makes the exit code another.
        git("update-index").args(["-q", "--refresh"]).output()?;
        let changed = list("diff-files", &["--name-only", "--no-renames"])?;
        let new = list("ls-files", &["--others"])?;
        // Rules of the Attempt's own would let it say itself what nobody has to hear of.
        let has_own_rules = changed.iter().chain(&new).any(|path| path.file_name().is_some_and(|name| name == ".gitignore"));
        let ignored =
            if has_own_rules { BTreeSet::new() } else { list("ls-files", &["--others", "--ignored", "--exclude-standard"])? };

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
        not_taken.extend(unlisted(&files)?.into_iter().map(|path| NotTaken { path, reason: Reason::OddType }));
        let with_commands = taken.iter().filter(|path| has_commands(&files.join(path))).cloned().collect();
        let required = self.requirements(workspace, &mut not_taken)?;
        let paths = nul_separated(taken.iter().map(PathBuf::as_path));
        git("update-index").args(["--add", "--remove", "-z", "--stdin"]).input(paths).run()?;
        let mut lines: String = not_taken.iter().take(MOST_NAMED).map(|path| format!("{NOT_TAKEN}{path}\n")).collect();
        if let Some(more) = not_taken.len().checked_sub(MOST_NAMED + 1) {
            lines.push_str(&format!("{NOT_TAKEN}{} more\n", more + 1));
        }
        let rest = scratch.keep_the_rest(workspace, &not_taken)?;
        let parents: Vec<&TreeId> = std::iter::once(&workspace.base).chain(&rest).collect();
        let change = scratch.commit(&index, &parents, &format!("{title}\n\n{lines}{}", required.lines()))?;
        Ok(Capture { change, not_taken, with_commands })
    }

    /// What is handed in for the files that the engine composes; what more was done to them stays among what was not taken.
    fn requirements(&self, workspace: &Workspace, not_taken: &mut Vec<NotTaken>) -> Result<Requirements, Failure> {
        let mut requirements = Requirements::default();
        for (name, added) in [(GO_MOD, Requirements::added as Added), (GO_SUM, Requirements::sums_added)] {
            let Some(at) = not_taken.iter().position(|path| path.path == Path::new(name)) else { continue };
            let anywhere = WriteSet::new(&[name.to_owned()]);
            if judge(&workspace.files(), Path::new(name), &anywhere).is_err() {
                continue;
            }
            let before = self.text(&workspace.base, name)?;
            // Who removes the file asks for nothing.
            let after = std::fs::read_to_string(workspace.files().join(name)).unwrap_or_default();
            if let Some(more) = added(&before, &after) {
                requirements.extend(more);
                not_taken.remove(at);
            }
        }
        Ok(requirements)
    }

    /// What was not taken when a change was stored, as it was written down with it.
    pub(crate) fn not_taken(&self, change: &TreeId) -> Result<Vec<String>, Failure> {
        let message = self.message(change)?;
        Ok(message.lines().filter_map(|line| line.strip_prefix(NOT_TAKEN)).map(str::to_owned).collect())
    }

    /// What was written down with a change.
    pub(super) fn message(&self, change: &TreeId) -> Result<String, Failure> {
        let commit = self.git("cat-file").args(["commit", change.as_str()]).run()?;
        Ok(String::from_utf8_lossy(&commit).into_owned())
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
        Ok(metadata) if metadata.nlink() > 1 => Err(Reason::HardLink),
        Ok(metadata) if metadata.len() > LARGEST_FILE => Err(Reason::TooLarge),
        // A path that is gone was removed, which its owner may do.
        _ => Ok(()),
    }
}

/// What `git` keeps quiet about: repositories, and what is neither a file nor a folder nor a link.
fn unlisted(files: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![files.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let (kind, path) = (entry.file_type()?, entry.path());
            if path.file_name().is_some_and(|name| name == ".git") || !(kind.is_file() || kind.is_dir() || kind.is_symlink()) {
                found.push(path.strip_prefix(files).unwrap_or(&path).to_owned());
            } else if kind.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a Go file has a command for `go generate`. We never call it; whoever does should know.
fn has_commands(file: &Path) -> bool {
    let is_go = file.extension().is_some_and(|extension| extension == "go");
    is_go && std::fs::read_to_string(file).is_ok_and(|text| text.lines().any(|line| line.starts_with(GENERATE)))
}
