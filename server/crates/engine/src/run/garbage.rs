//! Removing what runs have left that nobody needs any more.

use std::collections::BTreeSet;
use std::path::Path;

use super::directory::{RunDirectory, latest, never_begun, readable_runs};
use super::lock::FolderLock;
use crate::apply::{self, Manifest, Target};
use crate::failure::Failure;
use crate::journal;
use crate::scheduler::{AttemptOutcome, Event, Outcome};
use crate::workspace::{Repository, TreeId, remove_folder};

/// Which runs are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unneeded {
    /// Those that nobody can do anything with any more.
    ByAnybody,
    /// All that did not make what is in the folder, whether they could be resumed or undone or not.
    ByTheFolder,
}

/// What became of the runs of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Runs that were removed, or would be.
    pub removed: Vec<String>,
    /// Runs that were kept, each with the reason.
    pub kept: Vec<(String, &'static str)>,
    /// How many bytes are free again.
    pub freed: u64,
}

/// Removes runs with all they have left; a dry run only says which.
///
/// # Errors
/// Usage, where there is no run; refused, while one is going on.
pub fn collect_garbage(output: &Path, which: Unneeded, dry_run: bool) -> Result<Collected, Failure> {
    let latest = latest(output)?;
    let runs = readable_runs(output)?;
    // One whose record cannot be read keeps nobody from removing others.
    let record = runs.iter().rev().find_map(|run| run.record().ok()).map_or_else(|| latest.record(), Ok)?;
    let target = record.request.target;
    let _lock = FolderLock::take(output, "gc", Path::new("all specifications"))?;
    let manifest = Manifest::load(&target)?;
    let mut collected = Collected::default();
    let mut kept = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        match reason_to_keep(run, &runs[at + 1..], &target, &manifest, which) {
            Some(reason) => {
                collected.kept.push((run.id(), reason));
                kept.push(run);
            }
            None => collected.removed.push(run.id()),
        }
    }
    if dry_run {
        return Ok(collected);
    }
    let before = size_of(&target.records());
    for run in &collected.removed {
        apply::forget(&target, run)?;
        remove_folder(RunDirectory::of(output, run).path())?;
    }
    for run in never_begun(output) {
        remove_folder(run.path())?;
    }
    for run in &kept {
        remove_folder(&run.workspaces())?;
    }
    prune(&target, &collected.removed, &kept)?;
    collected.freed = before.saturating_sub(size_of(&target.records()));
    Ok(collected)
}

/// Why a run is kept, if it is.
fn reason_to_keep(
    run: &RunDirectory,
    later: &[RunDirectory],
    target: &Target,
    manifest: &Manifest,
    which: Unneeded,
) -> Option<&'static str> {
    if manifest.files.values().any(|entry| entry.run == run.id()) {
        return Some("files in the folder are from it");
    }
    if which == Unneeded::ByTheFolder {
        return None;
    }
    if apply::can_undo(target, &run.id()) {
        return Some("it can be undone");
    }
    if later.is_empty() {
        return Some("it is the latest");
    }
    let spec = |run: &RunDirectory| run.record().ok().map(|record| record.request.spec);
    let is_surpassed = later.iter().any(|other| has_succeeded(other) && spec(other) == spec(run));
    (!has_succeeded(run) && !is_surpassed).then_some("it can be resumed")
}

fn has_succeeded(run: &RunDirectory) -> bool {
    let last = journal::read(&run.journal()).ok().and_then(|mut records| records.pop());
    matches!(last.map(|record| record.event), Some(Event::RunEnded { outcome: Outcome::Succeeded }))
}

/// Forgets the trees of the runs that are gone. Those of a run whose journal cannot be read are not known: then all stay.
fn prune(target: &Target, removed: &[String], kept: &[&RunDirectory]) -> Result<(), Failure> {
    let repository = Repository::existing(&target.records().join("repo"), &target.module);
    for run in removed {
        repository.remove_branch(run)?;
    }
    let mut needed = BTreeSet::new();
    for run in kept {
        let Ok(records) = journal::read(&run.journal()) else { return Ok(()) };
        needed.extend(records.into_iter().filter_map(|record| match record.event {
            Event::RunStarted(run) => Some(run.base),
            Event::Integrated(integrated) => Some(integrated.tree),
            Event::Retried(retried) => retried.tree,
            Event::AttemptEnded { outcome: AttemptOutcome::Done { change, .. }, .. } => change,
            _ => None,
        }));
    }
    repository.prune(needed.into_iter().map(TreeId::new))
}

/// The bytes of all files below a folder.
fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}
