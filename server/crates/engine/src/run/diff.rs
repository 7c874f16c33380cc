//! What a Task changed, as it was handed in.

use std::path::Path;

use specwave_plan::TaskId;

use super::directory::named;
use crate::failure::{Failure, FailureKind};
use crate::journal;
use crate::scheduler::{AttemptOutcome, Event};
use crate::workspace::{ChangedFile, Repository, TreeId};

/// What the last Attempt of a Task that handed something in had changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDiff {
    /// The run.
    pub run: String,
    /// The Task.
    pub task: TaskId,
    /// Which Attempt.
    pub attempt: u32,
    /// What was taken, as a patch.
    pub taken: String,
    /// The same, file by file.
    pub files: Vec<ChangedFile>,
    /// Paths that were not taken, each with the reason.
    pub not_taken: Vec<String>,
    /// What was changed outside of the write set, as a patch, as far as it was kept.
    pub left: String,
}

/// What a Task of a run changed, also what was not taken.
///
/// # Errors
/// Usage, where there is no such run or Task, or nothing was handed in yet.
pub fn diff(output: &Path, run: &str, task: &str) -> Result<TaskDiff, Failure> {
    let directory = named(output, Some(run))?;
    let task = directory.task(task)?;
    let target = directory.record()?.request.target;
    let handed_in = journal::read(&directory.journal())?.into_iter().rev().find_map(|record| match record.event {
        Event::AttemptEnded { task: of, attempt, outcome: AttemptOutcome::Done { change: Some(change), .. } } if of == task => {
            Some((attempt, TreeId::new(change)))
        }
        _ => None,
    });
    let Some((attempt, change)) = handed_in else {
        return Err(Failure::new(FailureKind::Usage, format!("`{task}` has not handed anything in yet"))
            .hint(format!("`specwave logs {task}` shows what its agent wrote")));
    };
    let repository = Repository::existing(&target.records().join("repo"), &target.module);
    Ok(TaskDiff {
        run: directory.id(),
        task,
        attempt,
        taken: repository.patch_of(&change)?,
        files: repository.files_of(&change)?,
        not_taken: repository.not_taken(&change)?,
        left: repository.patch_of_the_rest(&change)?,
    })
}
