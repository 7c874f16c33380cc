//! One change of the user's folder, which happens as a whole or not at all.
//!
//! A transaction is a folder `<name>.pending` with all new and old contents and, written last, the list of its
//! steps. Before the list is there nothing has been touched, so a crash means: throw it away. Once it is there
//! every step can be done, or taken back, any number of times; a crash means: go through the steps again.
//! When all is done the folder becomes `<name>.done`, from which it can be undone.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{Found, Version, look};
use super::manifest::{Manifest, ManifestEntry};
use super::{Target, inside, write_atomically};
use crate::durable::{make_folder, sync, sync_all, write};
use crate::failure::{Failure, FailureKind};

const STEPS: &str = "steps.json";

/// Is called before every write, with its number; tests let it fail.
pub(super) type BeforeStep<'a> = dyn FnMut(usize) -> io::Result<()> + 'a;

/// One file that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Step {
    /// Path below the module root.
    pub(super) path: String,
    /// What is there before; nothing when the file is new.
    pub(super) before: Option<Version>,
    /// What is there afterwards; nothing when it is removed.
    pub(super) after: Option<Version>,
    /// What the manifest says before.
    pub(super) known_before: Option<ManifestEntry>,
    /// What the manifest says afterwards.
    pub(super) known_after: Option<ManifestEntry>,
}

impl Step {
    pub(super) fn reversed(&self) -> Self {
        Self {
            path: self.path.clone(),
            before: self.after.clone(),
            after: self.before.clone(),
            known_before: self.known_after.clone(),
            known_after: self.known_before.clone(),
        }
    }
}

/// A change of the user's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Transaction {
    name: String,
    pub(super) steps: Vec<Step>,
}

/// Where the contents of a step are: those that come, or those that were.
#[derive(Debug, Clone, Copy)]
enum Side {
    New,
    Old,
}

impl Transaction {
    pub(super) fn new(name: &str, steps: Vec<Step>) -> Self {
        Self { name: name.to_owned(), steps }
    }

    /// The next one of a run, which may have brought something in before: then some of its Tasks were done again.
    pub(super) fn of_run(target: &Target, run: &str, steps: Vec<Step>) -> Result<Self, Failure> {
        Ok(Self::new(&nth_name(run, Self::all_done(target, run)?.len() + 1), steps))
    }

    /// Stores all contents, then changes the folder. After a failure the folder is as it was.
    pub(super) fn stage_and_carry_out(
        &self,
        target: &Target,
        content_of: &dyn Fn(&str) -> Option<Vec<u8>>,
        before_step: &mut BeforeStep<'_>,
    ) -> Result<(), Failure> {
        let pending = self.folder(target, "pending");
        if let Err(failure) = self.stage(target, &pending, content_of, before_step) {
            std::fs::remove_dir_all(&pending).ok();
            return Err(failure);
        }
        self.finish(target, &pending, before_step)
    }

    fn stage(
        &self,
        target: &Target,
        pending: &Path,
        content_of: &dyn Fn(&str) -> Option<Vec<u8>>,
        before_step: &mut BeforeStep<'_>,
    ) -> Result<(), Failure> {
        let mut written = Vec::new();
        for side in [Side::New, Side::Old] {
            make_folder(&folder_of(pending, side))?;
            written.push(folder_of(pending, side));
        }
        let mut stage = |side, at, content: &[u8], version: &Version| {
            let file = file_of(pending, side, at);
            write(&file, content, version.executable).map(|()| written.push(file))
        };
        for (at, step) in self.steps.iter().enumerate() {
            before_step(at)?;
            if let Some(after) = &step.after {
                stage(Side::New, at, &content_of(&step.path).unwrap_or_default(), after)?;
            }
            if let Some(before) = &step.before {
                stage(Side::Old, at, &std::fs::read(inside(&target.module, &step.path)?)?, before)?;
            }
        }
        sync_all(&written)?;
        let steps = serde_json::to_vec(self).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        write_atomically(&pending.join(STEPS), &steps)?;
        Ok(())
    }

    /// Does what is left to do; where that fails, takes back what was done.
    fn finish(&self, target: &Target, pending: &Path, before_step: &mut BeforeStep<'_>) -> Result<(), Failure> {
        let Err(failure) = self.carry_out(target, pending, before_step) else { return Ok(()) };
        match self.take_back(target, pending) {
            Ok(()) => Err(failure),
            Err(worse) => {
                Err(Failure::new(worse.kind, format!("{failure}\nand what was changed could not all be taken back: {worse}"))
                    .hint(format!(
                        "{}{}the next specwave command in this folder finishes it; the old contents are in .specwave/apply",
                        worse.hint,
                        if worse.hint.is_empty() { "" } else { "; " }
                    )))
            }
        }
    }

    fn carry_out(&self, target: &Target, pending: &Path, before_step: &mut BeforeStep<'_>) -> Result<(), Failure> {
        for (at, step) in self.steps.iter().enumerate() {
            before_step(self.steps.len() + at)?;
            step.perform(target, &file_of(pending, Side::New, at))?;
        }
        self.sync_folders(target)?;
        before_step(2 * self.steps.len())?;
        self.update_manifest(target, |step| &step.known_after)?;
        before_step(2 * self.steps.len() + 1)?;
        let done = self.folder(target, "done");
        std::fs::remove_dir_all(&done).ok();
        std::fs::rename(pending, &done)?;
        sync(&folder(target))?;
        std::fs::remove_dir_all(folder_of(&done, Side::New))?;
        Ok(())
    }

    fn take_back(&self, target: &Target, pending: &Path) -> Result<(), Failure> {
        for (at, step) in self.steps.iter().enumerate().rev() {
            match step.reversed().perform(target, &file_of(pending, Side::Old, at)) {
                // The user has written it meanwhile: it stays as it is.
                Err(failure) if failure.kind == FailureKind::Refused => {}
                outcome => outcome?,
            }
        }
        self.sync_folders(target)?;
        self.update_manifest(target, |step| &step.known_before)?;
        Ok(std::fs::remove_dir_all(pending)?)
    }

    fn update_manifest(&self, target: &Target, known: impl Fn(&Step) -> &Option<ManifestEntry>) -> Result<(), Failure> {
        let before = Manifest::load(target)?;
        let mut manifest = before.clone();
        for step in &self.steps {
            match known(step) {
                Some(entry) => manifest.files.insert(step.path.clone(), entry.clone()),
                None => manifest.files.remove(&step.path),
            };
        }
        // Taking back must not need room on a full disk, and mostly the manifest was not reached.
        if manifest == before { Ok(()) } else { manifest.save(target) }
    }

    fn sync_folders(&self, target: &Target) -> Result<(), Failure> {
        let files = self.steps.iter().map(|step| inside(&target.module, &step.path)).collect::<Result<Vec<_>, _>>()?;
        let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).filter(|folder| folder.is_dir()).collect();
        Ok(sync_all(&folders.into_iter().map(Path::to_owned).collect::<Vec<_>>())?)
    }

    fn folder(&self, target: &Target, state: &str) -> PathBuf {
        folder(target).join(format!("{}.{state}", self.name))
    }

    /// The transaction in this folder; none where its steps were never written down.
    fn load(folder: &Path) -> Result<Option<Self>, Failure> {
        match std::fs::read(folder.join(STEPS)) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|error| Failure::new(FailureKind::Internal, format!("{}: {error}", folder.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The finished transactions of a run, in the order in which they were carried out.
    pub(super) fn all_done(target: &Target, run: &str) -> Result<Vec<Self>, Failure> {
        let load = |number| Self::load(&folder(target).join(format!("{}.done", nth_name(run, number)))).transpose();
        (1..).map_while(load).collect()
    }

    /// Whether it changes this file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.steps.iter().any(|step| step.path == path)
    }

    /// The content that was there before this step of a finished transaction.
    pub(super) fn old_content(&self, target: &Target, path: &str) -> Option<Vec<u8>> {
        let at = self.steps.iter().position(|step| step.path == path)?;
        std::fs::read(file_of(&self.folder(target, "done"), Side::Old, at)).ok()
    }

    /// Forgets a finished transaction.
    pub(super) fn forget(&self, target: &Target) -> io::Result<()> {
        std::fs::remove_dir_all(self.folder(target, "done"))
    }
}

/// The name of the first, second, … transaction of a run.
fn nth_name(run: &str, number: usize) -> String {
    if number == 1 { run.to_owned() } else { format!("{run}+{number}") }
}

/// The folder with all transactions of an output folder.
pub(super) fn folder(target: &Target) -> PathBuf {
    target.records().join("apply")
}

/// Finishes what a crash interrupted.
pub(super) fn recover(target: &Target) -> Result<(), Failure> {
    let entries = match std::fs::read_dir(folder(target)) {
        Ok(entries) => entries,
        Err(_) => return Ok(()),
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "pending") {
            continue;
        }
        match Transaction::load(&path)? {
            Some(transaction) => transaction.finish(target, &path, &mut |_| Ok(()))?,
            None => std::fs::remove_dir_all(&path)?,
        }
    }
    Ok(())
}

impl Step {
    /// Changes the file, unless that is done already; refuses where it is neither as before nor as afterwards.
    fn perform(&self, target: &Target, content: &Path) -> Result<(), Failure> {
        let file = inside(&target.module, &self.path)?;
        let found = look(&target.module, &file)?;
        if is(&found, self.after.as_ref()) {
            return Ok(());
        }
        let changed_meanwhile =
            || Failure::new(FailureKind::Refused, format!("{} was changed while files were brought in", self.path));
        if !is(&found, self.before.as_ref()) {
            return Err(changed_meanwhile().hint("nothing was changed; try again"));
        }
        let Some(parent) = file.parent() else { return Err(changed_meanwhile()) };
        if self.after.is_none() {
            std::fs::remove_file(&file)?;
            remove_empty_folders(&target.module, parent);
            return Ok(());
        }
        make_folder(parent)?;
        if self.before.is_some() {
            return Ok(std::fs::rename(content, &file)?);
        }
        // A link is made only where nothing is, whatever happened since we looked.
        match std::fs::hard_link(content, &file) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(changed_meanwhile()),
            Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => {
                Ok(std::fs::rename(content, &file)?)
            }
            outcome => Ok(outcome?),
        }
    }
}

fn is(found: &Found, expected: Option<&Version>) -> bool {
    match (found, expected) {
        (Found::Nothing, None) => true,
        (Found::File(version), Some(expected)) => version == expected,
        _ => false,
    }
}

/// Removes folders that have become empty, up to the module root.
fn remove_empty_folders(module: &Path, from: &Path) {
    let below = from.ancestors().take_while(|folder| *folder != module && folder.starts_with(module));
    for folder in below {
        if std::fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

fn folder_of(transaction: &Path, side: Side) -> PathBuf {
    transaction.join(match side {
        Side::New => "new",
        Side::Old => "old",
    })
}

fn file_of(transaction: &Path, side: Side, at: usize) -> PathBuf {
    folder_of(transaction, side).join(at.to_string())
}
