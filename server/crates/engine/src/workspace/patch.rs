//! What an Attempt changed, for people to read.

use std::path::PathBuf;

use serde::Serialize;
use specwave_plan::WriteSet;

use super::capture::{NotTaken, judge};
use super::checkout::Workspace;
use super::git::{fields, nul_separated};
use super::repository::Repository;
use super::scratch::Scratch;
use super::tree::TreeId;
use crate::failure::Failure;

/// A file that was changed; a side on which it is not there has no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedFile {
    /// Below the root of the module.
    pub path: String,
    /// Its text before.
    pub before: Option<String>,
    /// Its text after.
    pub after: Option<String>,
}

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
    /// What an Attempt changed and was taken: each file as it was before, and after.
    pub(crate) fn files_of(&self, change: &TreeId) -> Result<Vec<ChangedFile>, Failure> {
        let before = TreeId::new(format!("{change}^1"));
        let options = ["-r", "-z", "--name-only", "--no-renames", before.as_str(), change.as_str()];
        let listed = self.git("diff-tree").args(options).run()?;
        let file = |path: &[u8]| {
            let path = String::from_utf8_lossy(path).into_owned();
            let (before, after) = (self.text_at(&before, &path)?, self.text_at(change, &path)?);
            Ok(ChangedFile { path, before, after })
        };
        fields(&listed).map(file).collect()
    }

    /// The text of a file in a tree; nothing where it has none.
    fn text_at(&self, tree: &TreeId, path: &str) -> Result<Option<String>, Failure> {
        let content = self.git("cat-file").args(["blob", &format!("{tree}:{path}")]).output()?;
        Ok((content.code == Some(0)).then(|| String::from_utf8_lossy(&content.stdout).into_owned()))
    }

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
