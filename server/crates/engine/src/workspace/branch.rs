//! A branch of the user's own repository with what a run made. The work tree, its index and its branch are left alone.

use std::collections::BTreeMap;

use super::git::Git;
use super::repository::Repository;
use super::tree::{MadeFile, TreeId};
use crate::failure::{Failure, FailureKind};

/// The trailer by which a branch is known to be a run's.
const RUN: &str = "Specwave-Run: ";

/// The name of no commit: what a branch that is not there yet means.
const NO_COMMIT: &str = "0000000000000000000000000000000000000000";

/// One commit of such a branch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Portion {
    /// What it is about, on one line.
    pub(crate) title: String,
    /// More trailers than that of the run.
    pub(crate) trailers: Vec<(&'static str, String)>,
    /// Files below the module root, and nothing where one is removed.
    pub(crate) files: BTreeMap<String, Option<MadeFile>>,
}

/// A branch that a run may make, or make anew.
#[derive(Debug)]
pub(crate) struct Branch<'a> {
    repository: &'a Repository,
    name: String,
    run: String,
    /// The commit that it means now.
    tip: Option<String>,
}

impl<'a> Branch<'a> {
    /// The branch of this name.
    ///
    /// # Errors
    /// Usage, where the folder is in no repository, or that cannot have such a branch; refused, where the branch is somebody
    /// else's.
    pub(crate) fn of_run(repository: &'a Repository, name: &str, run: &str) -> Result<Self, Failure> {
        let mut branch = Self { repository, name: name.to_owned(), run: run.to_owned(), tip: None };
        let format = branch.users("rev-parse").args(["--show-object-format"]).output()?;
        if format.stdout.trim_ascii() != b"sha1" {
            let message = format!("{} is in no git repository that could have a branch `{name}`", repository.root.display());
            return Err(Failure::new(FailureKind::Usage, message)
                .hint("`git init` makes one; without --branch the files go into the folder"));
        }
        if branch.users("check-ref-format").args(["--branch", name]).output()?.code != Some(0) {
            return Err(Failure::new(FailureKind::Usage, format!("`{name}` cannot be the name of a branch")));
        }
        branch.tip = branch.commit_at(&branch.reference())?;
        match branch.tip.clone() {
            Some(tip) => branch.refuse_to_move(&tip).map(|()| branch),
            None => Ok(branch),
        }
    }

    /// Only what this very run made may be made anew, and only where nobody works on it.
    fn refuse_to_move(&self, tip: &str) -> Result<(), Failure> {
        let name = &self.name;
        let message = self.users("show").args(["--no-patch", "--format=%B", tip]).run()?;
        let is_ours = String::from_utf8_lossy(&message).lines().any(|line| line.strip_prefix(RUN) == Some(&self.run));
        let checked_out = self.users("for-each-ref").args(["--format=%(worktreepath)", &self.reference()]).line()?;
        let (reason, hint) = match (is_ours, checked_out.is_empty()) {
            (true, true) => return Ok(()),
            (false, _) => ("is there already".to_owned(), format!("name another one, or remove it with `git branch -D {name}`")),
            (true, false) => (format!("is checked out in {checked_out}"), "check another branch out there".to_owned()),
        };
        Err(Failure::new(FailureKind::Refused, format!("the branch `{name}` {reason}")).hint(hint))
    }

    /// Makes the branch: these commits on top of the one that is checked out. Those that change nothing are left out.
    ///
    /// # Errors
    /// Environment, where the disk is full; internal, where `git` fails.
    pub(crate) fn make(&self, portions: &[Portion]) -> Result<(), Failure> {
        let head = self.commit_at("HEAD")?;
        let mut tip = head.clone().map(TreeId::new);
        let below = self.users("rev-parse").args(["--show-prefix"]).line()?;
        let scratch = self.repository.scratch()?;
        let index = scratch.index();
        if let Some(head) = &head {
            self.repository.git("read-tree").index(&index).args([head]).run()?;
        }
        for portion in portions {
            scratch.put(&below, &portion.files)?;
            let commit = scratch.commit(&index, &Vec::from_iter(&tip), &self.message(portion))?;
            let is_new = match &tip {
                Some(tip) => self.repository.digest(tip)? != self.repository.digest(&commit)?,
                None => !portion.files.is_empty(),
            };
            if is_new {
                tip = Some(commit);
            }
        }
        let Some(tip) = tip else { return Ok(()) };
        let wanted = format!("{tip}\n{}", head.map(|head| format!("^{head}\n")).unwrap_or_default());
        let pack = self.repository.git("pack-objects").args(["--revs", "--stdout", "-q"]).input(wanted.into_bytes()).run()?;
        // As a pack it is durable with one file; as objects on their own it would take many.
        self.users("index-pack").args(["--stdin"]).input(pack).run()?;
        // Whoever has moved the branch meanwhile keeps it.
        let before = self.tip.as_deref().unwrap_or(NO_COMMIT);
        self.users("update-ref")
            .args(["-m", &format!("specwave: run {}", self.run), &self.reference(), tip.as_str(), before])
            .run()?;
        Ok(())
    }

    fn message(&self, portion: &Portion) -> String {
        let trailers: String = portion.trailers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("{}\n\n{trailers}{RUN}{}\n", portion.title, self.run)
    }

    fn commit_at(&self, reference: &str) -> Result<Option<String>, Failure> {
        let found = self.users("rev-parse").args(["--verify", "--quiet", &format!("{reference}^{{commit}}")]).output()?;
        Ok((found.code == Some(0)).then(|| String::from_utf8_lossy(&found.stdout).trim().to_owned()))
    }

    fn reference(&self) -> String {
        format!("refs/heads/{}", self.name)
    }

    /// A call on the user's repository.
    fn users(&self, command: &str) -> Git {
        Git::anywhere(&self.repository.root, command)
    }
}
