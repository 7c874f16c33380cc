//! Taking back what a run brought in.

use std::fmt::Write;

use super::files::{Found, look};
use super::manifest::Manifest;
use super::transaction::{Step, Transaction};
use super::{Target, inside, recover};
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Applied;

/// Brings the folder back to what it was before the run's apply. Whoever calls it holds the folder's lock.
///
/// # Errors
/// Refused, where a file was edited since; usage, where the run brought nothing in.
pub fn undo(target: &Target, run: &str) -> Result<Applied, Failure> {
    recover(target)?;
    let Some(done) = Transaction::done(target, run)? else {
        return Err(Failure::new(FailureKind::Usage, format!("run {run} has nothing that could be undone")));
    };
    refuse_if_built_on(target, run, &done.steps)?;
    refuse_if_edited(target, &done.steps)?;
    let steps: Vec<Step> = done.steps.iter().rev().map(Step::reversed).collect();
    let applied = Applied {
        written: steps.iter().filter(|step| step.after.is_some()).map(|step| step.path.clone()).collect(),
        removed: steps.iter().filter(|step| step.after.is_none()).map(|step| step.path.clone()).collect(),
        ..Applied::default()
    };
    let name = format!("undo-{run}");
    let old = |path: &str| done.old_content(target, path);
    Transaction::new(&name, steps).stage_and_carry_out(target, &old, &mut |_| Ok(()))?;
    Transaction::forget(target, run)?;
    Transaction::forget(target, &name)?;
    Ok(applied)
}

/// Whether a run has brought something in that was not undone.
#[must_use]
pub fn can_undo(target: &Target, run: &str) -> bool {
    Transaction::done(target, run).is_ok_and(|done| done.is_some())
}

/// Forgets how to undo a run. Whoever calls it holds the folder's lock.
///
/// # Errors
/// Where the file system refuses.
pub fn forget(target: &Target, run: &str) -> std::io::Result<()> {
    match Transaction::forget(target, run) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A feature that came later uses what the features share, and value objects of those before it.
fn refuse_if_built_on(target: &Target, run: &str, steps: &[Step]) -> Result<(), Failure> {
    let Some(feature) = steps.iter().filter_map(|step| step.known_after.as_ref()).map(|entry| &entry.feature).next() else {
        return Ok(());
    };
    let manifest = Manifest::load(target)?;
    let Some(later) = manifest.feature_since(run, feature) else { return Ok(()) };
    let message = format!("refused to undo, because the feature `{}` was brought in since and builds on it", later.feature);
    Err(Failure::new(FailureKind::Refused, message).hint(format!("undo run {} first", later.run)))
}

/// What was edited after the run is the user's work.
fn refuse_if_edited(target: &Target, steps: &[Step]) -> Result<(), Failure> {
    let mut edited = String::new();
    for step in steps {
        let found = look(&target.module, &inside(&target.module, &step.path)?)?;
        let as_applied = match (&found, &step.after) {
            (Found::Nothing, None) => true,
            (Found::File(version), Some(after)) => version == after,
            _ => false,
        };
        if !as_applied {
            write!(edited, "\n  {}", step.path).ok();
        }
    }
    if edited.is_empty() {
        return Ok(());
    }
    let message = format!("refused to undo, because files were changed since:{edited}");
    Err(Failure::new(FailureKind::Refused, message)
        .hint("nothing was changed; bring these files back to what was generated first"))
}
