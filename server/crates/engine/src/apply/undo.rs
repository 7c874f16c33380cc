//! Taking back what a run brought in.

use std::collections::BTreeMap;
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
    let done = Transaction::all_done(target, run)?;
    if done.is_empty() {
        return Err(Failure::new(FailureKind::Usage, format!("run {run} has nothing that could be undone")));
    }
    let steps = as_one(&done);
    refuse_if_built_on(target, run, &steps)?;
    let steps = steps.into_iter().map(|step| settled(target, step)).collect::<Result<Vec<Step>, Failure>>()?;
    refuse_if_edited(target, &steps)?;
    let steps: Vec<Step> = steps.iter().rev().map(Step::reversed).collect();
    let applied = Applied {
        written: steps.iter().filter(|step| step.after.is_some()).map(|step| step.path.clone()).collect(),
        removed: steps
            .iter()
            .filter(|step| step.before.is_some() && step.after.is_none())
            .map(|step| step.path.clone())
            .collect(),
        ..Applied::default()
    };
    let name = format!("undo-{run}");
    let old = |path: &str| done.iter().find(|done| done.has(path))?.old_content(target, path);
    let undo = Transaction::new(&name, steps);
    undo.stage_and_carry_out(target, &old, &mut |_| Ok(()))?;
    for transaction in done.iter().rev().chain([&undo]) {
        transaction.forget(target)?;
    }
    Ok(applied)
}

/// What transactions changed that followed each other: from what was before the first to what was after the last.
fn as_one(transactions: &[Transaction]) -> Vec<Step> {
    let mut steps = BTreeMap::<&str, Step>::new();
    for step in transactions.iter().flat_map(|transaction| &transaction.steps) {
        let whole = steps.entry(&step.path).or_insert_with(|| step.clone());
        whole.after.clone_from(&step.after);
        whole.known_after.clone_from(&step.known_after);
    }
    steps.into_values().collect()
}

/// Whether a run has brought something in that was not undone.
#[must_use]
pub fn can_undo(target: &Target, run: &str) -> bool {
    Transaction::all_done(target, run).is_ok_and(|done| !done.is_empty())
}

/// Forgets how to undo a run. Whoever calls it holds the folder's lock.
///
/// # Errors
/// Where the file system refuses.
pub fn forget(target: &Target, run: &str) -> Result<(), Failure> {
    for done in Transaction::all_done(target, run)?.iter().rev() {
        done.forget(target)?;
    }
    Ok(())
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

/// A file that the run had made and the user has removed since is as it was before the run.
fn settled(target: &Target, step: Step) -> Result<Step, Failure> {
    let is_gone = step.before.is_none() && look(&target.module, &inside(&target.module, &step.path)?)? == Found::Nothing;
    Ok(if is_gone { Step { after: None, ..step } } else { step })
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
