//! One file from three versions of it.

use super::git::Git;
use super::repository::Repository;
use super::tree::TreeId;
use crate::failure::Failure;

/// What became of two changes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MergedFile {
    /// Both are in it.
    Clean(Vec<u8>),
    /// They are about the same lines, which are marked; empty where there are no lines that could be marked.
    Conflict(Vec<u8>),
}

/// The exit codes of `git merge-file` that count conflicts; others are errors, such as of files that are no text.
const CONFLICTS: std::ops::RangeInclusive<i32> = 1..=127;

impl Repository {
    /// The versions of a file that a run has had in its tree, the latest first.
    pub(crate) fn versions(&self, run: &str, path: &str) -> Result<Vec<Vec<u8>>, Failure> {
        let branch = format!("refs/heads/{run}");
        let listed = self.git("rev-list").args(["--full-history", &branch, "--", path]).output()?;
        let commits = String::from_utf8_lossy(&listed.stdout).into_owned();
        let mut versions = Vec::new();
        // A run that is gone has no branch, and a commit that removed the file no version of it.
        for commit in commits.lines().map(TreeId::new) {
            let content = self.git("cat-file").args(["blob", &format!("{commit}:{path}")]).output()?;
            if content.code == Some(0) {
                versions.push(content.stdout);
            }
        }
        Ok(versions)
    }

    /// Merges what the user made of `base` with what a run made of it.
    pub(crate) fn merge_file(&self, base: &[u8], users: &[u8], runs: &[u8]) -> Result<MergedFile, Failure> {
        let scratch = self.scratch()?;
        for (name, content) in [("base", base), ("users", users), ("runs", runs)] {
            std::fs::write(scratch.path().join(name), content)?;
        }
        let labels = ["-L", "yours", "-L", "as it was generated", "-L", "the run's"];
        let merge = Git::anywhere(scratch.path(), "merge-file").args(["--stdout", "--quiet"]).args(labels);
        let merged = merge.args(["users", "base", "runs"]).output()?;
        Ok(match merged.code {
            Some(0) => MergedFile::Clean(merged.stdout),
            Some(code) if CONFLICTS.contains(&code) => MergedFile::Conflict(merged.stdout),
            _ => MergedFile::Conflict(Vec::new()),
        })
    }
}
