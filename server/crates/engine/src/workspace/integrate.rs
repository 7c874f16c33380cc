//! Taking an Attempt's change into the run's own tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::git::{fields, path_of};
use super::repository::Repository;
use super::requirements::{GO_MOD, GO_SUM, Requirements};
use super::scratch::Scratch;
use super::tree::{Entry, MadeFile, TreeId};
use crate::failure::{Failure, FailureKind};

/// The beginning of the messages of integrations; the Task follows.
const INTEGRATE: &str = "Integrate ";

/// The name of the content of a path that is to be removed.
const NO_CONTENT: &str = "0000000000000000000000000000000000000000";

/// The mode of a file as `git` writes it.
fn mode(executable: bool) -> &'static str {
    if executable { "100755" } else { "100644" }
}

/// A tree with one more change in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The tree.
    pub tree: TreeId,
    /// Paths that the change created, changed or removed.
    pub changed: Vec<PathBuf>,
    /// What the Attempt changed besides, in words.
    pub not_taken: Vec<String>,
}

impl Repository {
    /// Puts a change on top of a tree that may have grown since the change's base. Write sets are disjoint, so the
    /// two never touch the same path; where they do all the same, nothing is changed.
    ///
    /// # Errors
    /// Internal, where two changes touch one path; environment, where the disk is full.
    pub fn integrate(&self, tree: &TreeId, change: &TreeId, task: &str) -> Result<Merged, Failure> {
        let base = TreeId::new(self.git("rev-parse").args([format!("{change}^")]).line()?);
        let changed = self.difference(&base, change)?.into_iter().map(|entry| entry.path).collect();
        let not_taken = self.not_taken(change)?;
        let scratch = self.scratch()?;
        let index = scratch.index();
        let sides = [base.as_str(), tree.as_str(), change.as_str()];
        self.git("read-tree").index(&index).args(["-i", "-m", "--aggressive"]).args(sides).run()?;
        let conflicts = self
            .git("diff-index")
            .index(&index)
            .args(["--cached", "--name-only", "-z", "--diff-filter=U", tree.as_str()])
            .run()?;
        if let Some(path) = fields(&conflicts).next() {
            let path = path_of(path);
            let message = format!("{task} changed {}, which another Task changed meanwhile", path.display());
            return Err(Failure::new(FailureKind::Internal, message).hint("the plan's write sets overlap; please report it"));
        }
        self.require(&scratch, tree, &Requirements::of_message(&self.message(change)?))?;
        let tree = scratch.commit(&index, &[tree, change], &format!("{INTEGRATE}{task}\n"))?;
        Ok(Merged { tree, changed, not_taken })
    }

    /// What a tree has of the files that the engine composes.
    pub(crate) fn composed_files_of(&self, tree: &TreeId) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let mut files = BTreeMap::new();
        for name in [GO_MOD, GO_SUM] {
            let text = self.text(tree, name)?;
            if !text.is_empty() {
                files.insert(name.to_owned(), text.into_bytes());
            }
        }
        Ok(files)
    }

    /// Puts what a Task requires into the files that no Task owns.
    fn require(&self, scratch: &Scratch<'_>, tree: &TreeId, required: &Requirements) -> Result<(), Failure> {
        if required.is_empty() {
            return Ok(());
        }
        let composed =
            [(GO_MOD, required.go_mod(&self.text(tree, GO_MOD)?)), (GO_SUM, required.go_sum(&self.text(tree, GO_SUM)?))];
        let file = |text: String| Some(MadeFile { content: text.into_bytes(), executable: false });
        let files = composed.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name.to_owned(), file(text)));
        scratch.put("", &files.collect())
    }

    /// The Task whose integration was the last to touch a path. A stub counts as the foundation's until its owner's file
    /// takes its place, and a faulty file as its owner's until that owner's next integration.
    ///
    /// # Errors
    /// Internal, where the tree is not there.
    pub fn last_task_at(&self, tree: &TreeId, path: &str) -> Result<Option<String>, Failure> {
        let options = ["--max-count=1", "--first-parent", "--format=%s", tree.as_str(), "--"];
        let subject = self.git("log").args(options).args([path]).line()?;
        Ok(subject.strip_prefix(INTEGRATE).map(str::to_owned))
    }

    /// A tree without what a Task put in it: these paths are as they were in an earlier tree. What is wrong with them is
    /// still the Task's.
    ///
    /// # Errors
    /// Internal, where one of the trees is not there; environment, where the disk is full.
    pub fn without(&self, tree: &TreeId, paths: &BTreeSet<&str>, earlier: &TreeId, task: &str) -> Result<TreeId, Failure> {
        let scratch = self.scratch()?;
        let index = scratch.index();
        self.git("read-tree").index(&index).args([tree.as_str()]).run()?;
        let mut entries = Vec::new();
        for Entry { path, content, executable } in self.difference(tree, earlier)? {
            let Some(path) = path.to_str().filter(|path| paths.contains(path)) else { continue };
            entries.extend_from_slice(
                match content {
                    Some(content) => format!("{} {content}\t{path}\0", mode(executable)),
                    None => format!("0 {NO_CONTENT}\t{path}\0"),
                }
                .as_bytes(),
            );
        }
        self.git("update-index").index(&index).args(["-z", "--index-info"]).input(entries).run()?;
        scratch.commit(&index, &[tree], &format!("{INTEGRATE}{task}\n"))
    }

    /// Stores these files on top of a tree: what the engine composes itself.
    ///
    /// # Errors
    /// Environment, where the disk is full.
    pub fn compose(&self, tree: &TreeId, files: &[(PathBuf, Vec<u8>)], title: &str) -> Result<TreeId, Failure> {
        let scratch = self.scratch()?;
        let index = scratch.index();
        self.git("read-tree").index(&index).args([tree.as_str()]).run()?;
        let file = |content: &Vec<u8>| Some(MadeFile { content: content.clone(), executable: false });
        let files = files.iter().map(|(path, content)| (path.display().to_string(), file(content))).collect();
        scratch.put("", &files)?;
        scratch.commit(&index, &[tree], &format!("{title}\n"))
    }
}

impl Scratch<'_> {
    /// Puts these files, all below one folder, into the index, or takes them out of it.
    pub(super) fn put(&self, below: &str, files: &BTreeMap<String, Option<MadeFile>>) -> Result<(), Failure> {
        let mut entries = Vec::new();
        for (path, file) in files {
            let entry = match file {
                Some(file) => {
                    let store = self.git("hash-object").args(["-w", "--no-filters", "--stdin"]).input(file.content.clone());
                    format!("{} {}\t{below}{path}\0", mode(file.executable), store.line()?)
                }
                None => format!("0 {NO_CONTENT}\t{below}{path}\0"),
            };
            entries.extend_from_slice(entry.as_bytes());
        }
        self.git("update-index").index(&self.index()).args(["-z", "--index-info"]).input(entries).run().map(drop)
    }
}
