//! What can be asked about, and of, the runs of an output folder.

use std::path::Path;

use super::control::{self, Request};
use super::directory::{RunDirectory, named, runs};
use super::lock::FolderLock;
use crate::apply;
use crate::failure::{Failure, FailureKind};
use crate::journal;
use crate::scheduler::{Applied, Question};
use crate::state::{Progress, Timeline};

/// How a run stands.
#[derive(Debug, Clone)]
pub struct Status {
    /// The run.
    pub directory: RunDirectory,
    /// What its journal says.
    pub progress: Progress,
    /// When everything happened.
    pub timeline: Timeline,
    /// Whether a process drives it now.
    pub is_active: bool,
}

impl Status {
    /// The word for it, for people and for JSON: that of its outcome, `running`, or `interrupted`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.progress.outcome() {
            Some(outcome) => outcome.word(),
            None if self.is_active => "running",
            None => "interrupted",
        }
    }
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The run whose files were taken back.
    pub run: String,
    /// Files that were restored, and files that were removed.
    pub applied: Applied,
}

/// How a run stands; the latest where none is named.
///
/// # Errors
/// Usage, where there is no such run; environment, where its journal cannot be read.
pub fn status(output: &Path, run: Option<&str>) -> Result<Status, Failure> {
    let directory = named(output, run)?;
    let is_active = directory.is_active();
    let records = journal::read(&directory.journal())?;
    let progress = Progress::from_records(&records)
        .map_err(|error| Failure::new(FailureKind::Internal, format!("the journal of run {}: {error}", directory.id())))?;
    let timeline = Timeline::from_records(&records);
    Ok(Status { directory, progress, timeline, is_active })
}

/// Asks a run to end; it does so in a moment, and its journal tells when.
///
/// # Errors
/// Usage, where the run is not going on.
pub fn cancel(output: &Path, run: Option<&str>) -> Result<RunDirectory, Failure> {
    ask(output, run, &Request::Cancel)
}

/// Asks a run to start nothing new.
///
/// # Errors
/// Usage, where the run is not going on.
pub fn pause(output: &Path, run: Option<&str>) -> Result<RunDirectory, Failure> {
    ask(output, run, &Request::Pause)
}

/// Asks a paused run to go on.
///
/// # Errors
/// Usage, where the run is not going on.
pub fn unpause(output: &Path, run: Option<&str>) -> Result<RunDirectory, Failure> {
    ask(output, run, &Request::Unpause)
}

/// Answers a question of an agent; an answer that comes too late changes nothing.
///
/// # Errors
/// Usage, where the run is not going on.
pub fn answer(run: &RunDirectory, question: Question, allowed: bool) -> Result<RunDirectory, Failure> {
    ask(&run.output(), Some(&run.id()), &Request::Answer { question, allowed })
}

fn ask(output: &Path, run: Option<&str>, request: &Request) -> Result<RunDirectory, Failure> {
    let directory = named(output, run)?;
    if !directory.is_active() {
        return Err(Failure::new(FailureKind::Usage, format!("run {} is not going on", directory.id()))
            .hint("`specwave status` shows how it ended; `specwave resume` goes on with it"));
    }
    control::ask(&directory, request).map_err(|error| {
        Failure::new(FailureKind::Internal, format!("run {} does not answer: {error}", directory.id()))
            .hint(format!("its own log is {}", directory.log().display()))
    })?;
    Ok(directory)
}

/// Takes back what a run brought in; the latest that did where none is named.
///
/// # Errors
/// Refused, where files were edited since or a run is going on; usage, where nothing was brought in.
pub fn undo(output: &Path, run: Option<&str>) -> Result<Undone, Failure> {
    let directory = match run {
        Some(_) => named(output, run)?,
        None => latest_applied(output)?,
    };
    let record = directory.record()?;
    let _lock = FolderLock::take(output, &format!("undo of {}", directory.id()), &record.request.spec)?;
    let applied = apply::undo(&record.request.target, &directory.id()).map_err(|failure| match &record.request.branch {
        Some(branch) if failure.kind == FailureKind::Usage => {
            failure.hint(format!("what it made is on a branch: `git branch -D {branch}` removes it"))
        }
        _ => failure,
    })?;
    Ok(Undone { run: directory.id(), applied })
}

fn latest_applied(output: &Path) -> Result<RunDirectory, Failure> {
    let applied = |run: &RunDirectory| run.record().is_ok_and(|record| apply::can_undo(&record.request.target, &run.id()));
    runs(output).into_iter().rev().find(applied).ok_or_else(|| {
        Failure::new(FailureKind::Usage, format!("no run in {} has brought anything in that could be undone", output.display()))
    })
}
