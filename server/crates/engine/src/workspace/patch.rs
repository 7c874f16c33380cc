//! What an Attempt changed, for people to read.

use std::path::PathBuf;

use specwave_plan::WriteSet;

use super::capture::{NotTaken, judge};
use super::checkout::Workspace;
use super::git::nul_separated;
use super::repository::Repository;
use super::scratch::Scratch;
use super::tree::TreeId;
use crate::failure::Failure;

/// Of what was not taken, the contents of as many files are kept.
const MOST_KEPT: usize = 100;

impl Scratch<'_> {
    /// Stores, on top of what was taken into the Workspace's index, the plain files that were not: nothing is made of them,
    /// but somebody may want to see them. Nothing where there are none.
    pub(super) fn keep_the_rest(&self, workspace: &Workspace, not_taken: &[NotTaken]) -> Result<Option<TreeId>, Failure> {
        let files = workspace.files();
        let anywhere = WriteSet::new(&["**".to_owned()]);
        let is_plain = |path: &&PathBuf| judge(&files, path, &anywhere).is_ok();
        let plain: Vec<&PathBuf> = not_taken.iter().map(|path| &path.path).filter(is_plain).take(MOST_KEPT).collect();
        if plain.is_empty() {
            return Ok(None);
        }
        let index = self.index();
        std::fs::copy(workspace.index(), &index)?;
        let add = self.git("update-index").tree(&files, &index).in_directory(&files);
        let paths = nul_separated(plain.into_iter().map(PathBuf::as_path));
        add.args(["--add", "--remove", "-z", "--stdin"]).input(paths).run()?;
        self.commit(&index, &[&workspace.base], "What was not taken\n").map(Some)
    }
}

impl Repository {
    /// What an Attempt changed and was taken, as a patch.
    pub(crate) fn patch_of(&self, change: &TreeId) -> Result<String, Failure> {
        self.patch(&format!("{change}^1"), change.as_str())
    }

    /// What it changed outside of its write set, as a patch; empty where nothing of that was kept.
    pub(crate) fn patch_of_the_rest(&self, change: &TreeId) -> Result<String, Failure> {
        let rest = format!("{change}^2");
        let is_kept = self.git("rev-parse").args(["--verify", "--quiet", &rest]).output()?.code == Some(0);
        if is_kept { self.patch(change.as_str(), &rest) } else { Ok(String::new()) }
    }

    fn patch(&self, from: &str, to: &str) -> Result<String, Failure> {
        let options = ["-p", "--text", "--no-renames", "--no-color", from, to];
        Ok(String::from_utf8_lossy(&self.git("diff-tree").args(options).run()?).into_owned())
    }
}
