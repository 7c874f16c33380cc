//! Bringing a run's tree into the user's folder: journaled, all or nothing, and undone on request.
//!
//! **Invariant:** what the user made or edited is never lost. What is ours is known by the [`Manifest`]; what is to change is
//! decided by [`compare`](mod@compare), which merges what the user edited, and then done by one [`transaction`], which a crash
//! at any point leaves finished or not begun.

mod compare;
mod edited;
mod files;
mod manifest;
mod offer;
mod transaction;
mod undo;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use crate::durable::write_atomically;
pub use compare::check_before_run;
pub use manifest::{Manifest, ManifestEntry};
pub(crate) use offer::offer;
pub use undo::{can_undo, forget, undo};

use serde::{Deserialize, Serialize};

use crate::durable::make_folder;
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Applied;
use crate::workspace::{MadeFile, Repository};
use transaction::Transaction;

/// The name of the folder with our own records.
pub const RECORDS: &str = ".specwave";

/// Where a run's files go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The folder that the user named; our records are in it.
    pub output: PathBuf,
    /// The module root, at or above it; paths of a plan are below this one.
    pub module: PathBuf,
}

impl Target {
    /// The folder with our own records.
    #[must_use]
    pub fn records(&self) -> PathBuf {
        self.output.join(RECORDS)
    }

    /// Makes the folder with our records, which hides itself from version control.
    ///
    /// # Errors
    /// Environment, where the output folder cannot be written; usage, where it is none.
    pub fn prepare(&self) -> Result<PathBuf, Failure> {
        let records = self.records();
        make_folder(&records).map_err(|error| self.not_writable(&error))?;
        let ignore = records.join(".gitignore");
        if !ignore.is_file() {
            write_atomically(&ignore, b"*\n").map_err(|error| self.not_writable(&error))?;
        }
        Ok(records)
    }

    fn not_writable(&self, error: &std::io::Error) -> Failure {
        use std::io::ErrorKind;
        if matches!(error.kind(), ErrorKind::NotADirectory | ErrorKind::AlreadyExists) {
            let no_folder = if self.output.is_dir() { self.records() } else { self.output.clone() };
            return Failure::new(FailureKind::Usage, format!("{} is not a folder", no_folder.display()))
                .hint("name a folder to write to with --output");
        }
        Failure::new(FailureKind::Environment, format!("cannot write to {}: {error}", self.output.display()))
            .hint("make the folder writable and see that the disk has room, or name another one with --output")
    }
}

/// All that a run wants to bring in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The run.
    pub run: String,
    /// The feature: files that an earlier run of it made and this one does not are removed.
    pub feature: String,
    /// Which of the files are the same for every feature.
    pub shared: BTreeSet<String>,
    /// What the run made, by path below the module root.
    pub files: BTreeMap<String, MadeFile>,
    /// Files of the user's tree that the run removed.
    pub removed: Vec<String>,
    /// Files of the user's tree that the run has added to, as they were. They stay the user's.
    pub extended: BTreeMap<String, Vec<u8>>,
}

/// Brings the delivery in; the repository has what earlier runs made. Whoever calls it holds the folder's lock.
///
/// # Errors
/// Refused, where a file of the user is in the way, or edits of the user cannot be merged; environment, where the disk is full or
/// a folder not writable. Nothing has changed then.
pub fn apply(target: &Target, repository: &Repository, delivery: &Delivery) -> Result<Applied, Failure> {
    apply_step_by_step(target, repository, delivery, &mut |_| Ok(()))
}

fn apply_step_by_step(
    target: &Target,
    repository: &Repository,
    delivery: &Delivery,
    before_step: &mut transaction::BeforeStep<'_>,
) -> Result<Applied, Failure> {
    target.prepare()?;
    recover(target)?;
    let manifest = Manifest::load(target)?;
    let comparison = compare::compare(target, repository, &manifest, delivery)?;
    if !comparison.steps.is_empty() {
        let transaction = Transaction::of_run(target, &delivery.run, comparison.steps)?;
        let made = |path: &str| delivery.files.get(path).map(|file| file.content.clone());
        let contents = |path: &str| comparison.merged.get(path).cloned().or_else(|| made(path));
        transaction.stage_and_carry_out(target, &contents, before_step).map_err(|failure| with_hint(target, failure))?;
    }
    Ok(comparison.applied)
}

/// Finishes, or takes back, what a crash interrupted. Whoever calls it holds the folder's lock.
///
/// # Errors
/// Refused, where the user has changed files meanwhile; environment, where the file system does not let us.
pub fn recover(target: &Target) -> Result<(), Failure> {
    transaction::recover(target).map_err(|failure| with_hint(target, failure))
}

fn with_hint(target: &Target, failure: Failure) -> Failure {
    if failure.kind != FailureKind::Environment || !failure.hint.is_empty() {
        return failure;
    }
    let hint = format!("make room on the disk, or make {} writable; then `specwave resume`", target.module.display());
    failure.hint(hint)
}

/// A path of a plan as a path of the file system; it can never leave the module.
fn inside(module: &Path, path: &str) -> Result<PathBuf, Failure> {
    use std::path::Component;
    let relative = Path::new(path);
    if !path.is_empty() && relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Ok(module.join(relative));
    }
    Err(Failure::new(FailureKind::Internal, format!("`{path}` is not a path inside the module")))
}

#[cfg(test)]
mod tests;
