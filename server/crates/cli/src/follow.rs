//! Follows a run from the terminal: live progress, Ctrl-C, the account at the end.

use std::time::Duration;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::journal::{Follower, Record};
use specwave_engine::run::{self, RunDirectory, RunHandle};
use specwave_engine::scheduler::Contradiction;
use specwave_engine::state::{Progress, RunReport};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::interval;

use crate::answers::Answers;
use crate::arguments::ReportFormat;
use crate::render::live::Live;
use crate::render::{print, report};

/// How often it is looked whether the run process is still there.
const LOOK: Duration = Duration::from_secs(1);

/// What Ctrl-C means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Interrupt {
    /// The run is cancelled, and its end awaited.
    Cancels,
    /// It goes on, and we do not look any longer.
    Detaches,
}

/// Shows the run until it ends, then its account. Ctrl-C cancels the run.
pub(crate) fn follow(handle: &RunHandle, format: ReportFormat) -> Result<(), Failure> {
    show(&handle.directory, format, Interrupt::Cancels)
}

/// The same of a run that somebody else started. Ctrl-C leaves it alone.
pub(crate) fn attach(directory: &RunDirectory, format: ReportFormat) -> Result<(), Failure> {
    show(directory, format, Interrupt::Detaches)
}

fn show(directory: &RunDirectory, format: ReportFormat, interrupt: Interrupt) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let live = if format == ReportFormat::Text { Live::for_terminal() } else { Live::silent() };
    let answers = if format == ReportFormat::Text { Answers::of_terminal() } else { Answers::of_nobody() };
    let Some(progress) = runtime.block_on(watch(directory, live, answers, interrupt))? else { return Ok(()) };
    print(&report::render(&RunReport::new(&progress), directory, format)?)?;
    progress.outcome().and_then(|outcome| outcome.failure()).map_or(Ok(()), Err)
}

/// The run at its end; nothing where it was left alone before that.
async fn watch(
    directory: &RunDirectory,
    mut live: Live,
    mut answers: Answers,
    interrupt: Interrupt,
) -> Result<Option<Progress>, Failure> {
    let mut follower = Follower::new(&directory.journal());
    let mut progress: Option<Progress> = None;
    let mut look = interval(LOOK);
    // Listened to from the beginning, so that none is missed, whatever else is ready first.
    let mut interrupts = signal(SignalKind::interrupt())?;
    loop {
        tokio::select! {
            records = follower.next() => {
                take(&mut progress, &records?, &mut live)?;
                progress.iter().for_each(|progress| answers.ask(progress, &live));
            }
            line = answers.line() => answers.give(&line, directory),
            _ = interrupts.recv() => {
                if interrupt == Interrupt::Detaches {
                    live.note("detached; the run goes on, and `specwave attach` follows it again");
                    return Ok(None);
                }
                live.note("cancelling; what is finished is kept for `specwave resume`");
                // A run that has just ended cannot be cancelled, and need not be.
                run::cancel(&directory.output(), Some(&directory.id())).ok();
            }
            _ = look.tick() => {
                if !run::status(&directory.output(), Some(&directory.id()))?.is_active {
                    take(&mut progress, &follower.rest()?, &mut live)?;
                    return ended(progress, directory).map(Some);
                }
            }
        }
        if progress.as_ref().is_some_and(|progress| progress.outcome().is_some()) {
            return ended(progress, directory).map(Some);
        }
    }
}

fn take(progress: &mut Option<Progress>, records: &[Record], live: &mut Live) -> Result<(), Failure> {
    for record in records {
        match progress {
            Some(progress) => progress.apply(record).map_err(contradiction)?,
            None => *progress = Some(Progress::begin(record).map_err(contradiction)?),
        }
        if let Some(progress) = progress {
            live.show(progress);
        }
    }
    Ok(())
}

/// A run process that is gone without an end in its journal could not write it, or was killed.
fn ended(progress: Option<Progress>, directory: &RunDirectory) -> Result<Progress, Failure> {
    progress.filter(|progress| progress.outcome().is_some()).ok_or_else(|| {
        if let Some(failure) = directory.last_words() {
            return failure;
        }
        Failure::new(FailureKind::Internal, format!("the process of run {} has gone", directory.id()))
            .hint(format!("`specwave resume` goes on with it; its log is {}", directory.log().display()))
    })
}

/// A journal whose events do not fit each other.
pub(crate) fn contradiction(error: Contradiction) -> Failure {
    Failure::new(FailureKind::Internal, format!("the journal contradicts itself: {error}"))
}
