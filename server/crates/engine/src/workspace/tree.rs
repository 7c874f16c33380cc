//! A stored tree, and its files.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use super::git::{fields, path_of};
use super::repository::Repository;
use crate::failure::{Failure, FailureKind};

/// As many contents are in memory at a time while they are only looked at.
const READ_AT_A_TIME: usize = 200;

/// The name of a stored tree: a commit in our repository.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TreeId(String);

impl TreeId {
    /// The tree that the journal names.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TreeId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// One file of a tree, or of the difference of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Path below the module root.
    pub path: PathBuf,
    /// Name of its content; `None` where the difference removes it.
    pub content: Option<String>,
    /// Whether it is executable.
    pub executable: bool,
}

/// One file that a run made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFile {
    /// Its content.
    pub content: Vec<u8>,
    /// Whether it is executable.
    pub executable: bool,
}

impl Repository {
    /// What a tree has that another has not, or has otherwise.
    ///
    /// # Errors
    /// Internal, where one of the trees is not there.
    pub fn difference(&self, from: &TreeId, to: &TreeId) -> Result<Vec<Entry>, Failure> {
        let options = ["-r", "-z", "--raw", "--no-renames", "--no-abbrev"];
        let output = self.git("diff-tree").args(options).args([from.as_str(), to.as_str()]).run()?;
        let mut fields = fields(&output);
        let mut entries = Vec::new();
        while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
            entries.push(entry(&String::from_utf8_lossy(status), path)?);
        }
        Ok(entries)
    }

    /// The bytes of these contents, in this order.
    ///
    /// # Errors
    /// Internal, where one of them is not there.
    pub fn contents<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<Vec<Vec<u8>>, Failure> {
        let names: Vec<&str> = names.into_iter().collect();
        let input = names.iter().flat_map(|name| [name.as_bytes(), b"\n"].concat()).collect();
        let output = self.git("cat-file").args(["--batch"]).input(input).run()?;
        let mut rest = output.as_slice();
        names
            .into_iter()
            .map(|name| {
                let missing =
                    || Failure::new(FailureKind::Internal, format!("the content {name} is not in {}", self.path.display()));
                let (content, behind) = batched(rest).ok_or_else(missing)?;
                rest = behind;
                Ok(content.to_vec())
            })
            .collect()
    }

    /// Why one of these trees, or what led to it, cannot be read; nothing where all of it can.
    ///
    /// # Errors
    /// Environment, where there is no `git`.
    pub(crate) fn damage(&self, trees: &[TreeId]) -> Result<Option<String>, Failure> {
        let listed =
            self.git("rev-list").args(["--objects", "--no-object-names"]).args(trees.iter().map(TreeId::as_str)).output()?;
        if listed.code != Some(0) {
            return Ok(Some(listed.stderr));
        }
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let is_loose = |name: &&str| self.path.join("objects").join(&name[..2]).join(&name[2..]).is_file();
        let (ours, others): (Vec<&str>, Vec<&str>) = listed.lines().partition(is_loose);
        // What the user's own repository has need only be there.
        let others = others.join("\n").into_bytes();
        let there = String::from_utf8_lossy(&self.git("cat-file").args(["--batch-check"]).input(others).run()?).into_owned();
        if let Some(missing) = there.lines().find(|line| line.ends_with(" missing")) {
            return Ok(Some(missing.to_owned()));
        }
        let read = ours.chunks(READ_AT_A_TIME).try_for_each(|some| self.contents(some.iter().copied()).map(drop));
        Ok(read.err().map(|failure| failure.message))
    }

    /// Removes the objects of ours that cannot be read. While they are there, `git` takes what has the same content for stored.
    ///
    /// # Errors
    /// Environment, where there is no `git`, or the file system refuses.
    pub(crate) fn remove_damaged(&self) -> Result<(), Failure> {
        let mut names = Vec::new();
        for folder in std::fs::read_dir(self.path.join("objects"))? {
            let folder = folder?;
            let start = folder.file_name().to_string_lossy().into_owned();
            if start.len() == 2 {
                for object in std::fs::read_dir(folder.path())? {
                    names.push(format!("{start}{}", object?.file_name().to_string_lossy()));
                }
            }
        }
        names.chunks(READ_AT_A_TIME).try_for_each(|some| self.remove_damaged_of(some))
    }

    fn remove_damaged_of(&self, names: &[String]) -> Result<(), Failure> {
        if self.contents(names.iter().map(String::as_str)).is_ok() {
            return Ok(());
        }
        match names {
            [only] => Ok(std::fs::remove_file(self.path.join("objects").join(&only[..2]).join(&only[2..]))?),
            _ => {
                let (first, second) = names.split_at(names.len() / 2);
                self.remove_damaged_of(first)?;
                self.remove_damaged_of(second)
            }
        }
    }

    /// The paths of all files of a tree; those that are no UTF-8 are nobody's of ours.
    ///
    /// # Errors
    /// Internal, where the tree is not there.
    pub fn names(&self, tree: &TreeId) -> Result<BTreeSet<String>, Failure> {
        let listed = self.git("ls-tree").args(["-r", "-z", "--name-only", tree.as_str()]).run()?;
        Ok(fields(&listed).filter_map(|path| String::from_utf8(path.to_vec()).ok()).collect())
    }

    /// The text of a tree's file; empty where there is none.
    pub(super) fn text(&self, tree: &TreeId, path: &str) -> Result<String, Failure> {
        let content = self.git("cat-file").args(["blob", &format!("{tree}:{path}")]).output()?;
        Ok(if content.code == Some(0) { String::from_utf8_lossy(&content.stdout).into_owned() } else { String::new() })
    }

    /// Whether a tree has this file.
    ///
    /// # Errors
    /// Internal, where the tree is not there.
    pub fn has(&self, tree: &TreeId, path: &Path) -> Result<bool, Failure> {
        let listed = self.git("ls-tree").args(["-z", "--name-only", tree.as_str(), "--"]).args([path]).run()?;
        Ok(!listed.is_empty())
    }

    /// The name of a tree's content, the same for trees with the same files.
    ///
    /// # Errors
    /// Internal, where the tree is not there.
    pub fn digest(&self, tree: &TreeId) -> Result<String, Failure> {
        self.git("rev-parse").args([format!("{tree}^{{tree}}")]).line()
    }
}

/// `:100644 100755 <from> <to> M`, then the path.
fn entry(status: &str, path: &[u8]) -> Result<Entry, Failure> {
    let words: Vec<&str> = status.trim_start_matches(':').split(' ').collect();
    let [_, mode, _, content, status] = words.as_slice() else {
        return Err(Failure::new(FailureKind::Internal, format!("`git diff-tree` wrote `{status}`")));
    };
    let content = (*status != "D").then(|| (*content).to_owned());
    Ok(Entry { path: path_of(path), content, executable: *mode == "100755" })
}

/// The first content of what `git cat-file --batch` wrote, and what comes after it: `<name> blob <size>`, the bytes, and
/// a line's end.
fn batched(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = output.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&output[..end]).ok()?;
    let size: usize = head.rsplit_once(' ')?.1.parse().ok()?;
    let behind = &output[end + 1..];
    (behind.len() > size).then(|| (&behind[..size], &behind[size + 1..]))
}
