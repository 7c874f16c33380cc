//! Follows a run from the terminal: live progress, Ctrl-C, the account at the end.

use std::time::Duration;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::journal::{Follower, JournalError, Record};
use specwave_engine::run::{self, RunDirectory, RunHandle};
use specwave_engine::state::{Progress, RunReport};
use tokio::time::interval;

use crate::arguments::ReportFormat;
use crate::render::live::Live;
use crate::render::{print, report};

/// How often it is looked whether the run process is still there.
const LOOK: Duration = Duration::from_secs(1);

/// Shows the run until it ends, then its account. Ctrl-C cancels the run, and its end is awaited.
pub(crate) fn follow(handle: &RunHandle, format: ReportFormat) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let live = if format == ReportFormat::Text { Live::for_terminal() } else { Live::silent() };
    let progress = runtime.block_on(watch(&handle.directory, live))?;
    print(&report::render(&RunReport::new(&progress), &handle.directory, format)?)?;
    progress.outcome().and_then(|outcome| outcome.failure()).map_or(Ok(()), Err)
}

async fn watch(directory: &RunDirectory, mut live: Live) -> Result<Progress, Failure> {
    let mut follower = Follower::new(&directory.journal());
    let mut progress: Option<Progress> = None;
    let mut look = interval(LOOK);
    loop {
        tokio::select! {
            records = follower.next() => take(&mut progress, &records.map_err(damaged)?, &mut live)?,
            _ = tokio::signal::ctrl_c() => {
                live.note("cancelling; what is finished is kept for `specwave resume`");
                // A run that has just ended cannot be cancelled, and need not be.
                run::cancel(&directory.output(), Some(&directory.id())).ok();
            }
            _ = look.tick() => {
                if !run::status(&directory.output(), Some(&directory.id()))?.is_active {
                    take(&mut progress, &follower.rest().map_err(damaged)?, &mut live)?;
                    return ended(progress, directory);
                }
            }
        }
        if progress.as_ref().is_some_and(|progress| progress.outcome().is_some()) {
            return ended(progress, directory);
        }
    }
}

fn take(progress: &mut Option<Progress>, records: &[Record], live: &mut Live) -> Result<(), Failure> {
    let contradiction = |error| Failure::new(FailureKind::Internal, format!("the journal contradicts itself: {error}"));
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

fn damaged(error: JournalError) -> Failure {
    Failure::new(FailureKind::Environment, format!("the journal cannot be read: {error}"))
}
