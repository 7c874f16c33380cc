//! Starting a run process, and taking a run up again.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use specwave_plan::Plan;

use super::again::{Again, Retry};
use super::directory::{RunDirectory, named};
use super::drive::SUBCOMMAND;
use super::record::{RunRecord, RunRequest};
use crate::failure::{Failure, FailureKind};
use crate::process::start_detached;

/// A large tree takes its time to be stored before the run is ready.
const PATIENCE: Duration = Duration::from_secs(120);

/// A run that goes on in a process of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunHandle {
    /// Its directory, with the journal to follow.
    pub directory: RunDirectory,
}

/// The run process's first and only message.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Announcement {
    /// The journal is there; the run goes on.
    Ready,
    /// The run could not begin; nothing was changed.
    Failed(Failure),
}

/// Starts a run in a process of its own, and comes back when it has begun.
///
/// # Errors
/// Refused, where files of the user are in the way or a run is going on; environment, where something is missing.
pub fn start(request: &RunRequest, plan: &Plan) -> Result<RunHandle, Failure> {
    request.target.prepare()?;
    let directory = RunDirectory::create(&request.target.output, &slug(&plan.contract.feature.slug))?;
    let record = RunRecord { version: RunRecord::VERSION, id: directory.id(), request: request.clone(), snapshot: None };
    let written = directory.write_plan(plan).and_then(|()| directory.write_record(&record));
    written.and_then(|()| launch(&directory, None)).inspect_err(|_| {
        if !directory.has_begun() {
            std::fs::remove_dir_all(directory.path()).ok();
        }
    })
}

/// Goes on with a run that was interrupted, cancelled, or failed; the latest where none is named.
///
/// # Errors
/// Usage, where there is no such run or nothing is left to do; refused, where it is going on.
pub fn resume(output: &Path, run: Option<&str>) -> Result<RunHandle, Failure> {
    launch(&named(&output.canonicalize()?, run)?, None)
}

/// Goes on with a run, and does some of its Tasks again, whatever has become of them; the latest run where none is named.
///
/// # Errors
/// Usage, where there is no such run, Task or wave; refused, where it is going on, or a later run has built on it.
pub fn retry(output: &Path, run: Option<&str>, retry: &Retry) -> Result<RunHandle, Failure> {
    let directory = named(&output.canonicalize()?, run)?;
    let again = retry.of(&directory)?;
    launch(&directory, Some(&again))
}

fn launch(directory: &RunDirectory, again: Option<&Again>) -> Result<RunHandle, Failure> {
    // Where there is no room even for the log, nobody would learn why the process did not start.
    OpenOptions::new().create(true).append(true).open(directory.log()).map_err(|error| not_writable(directory.path(), error))?;
    let mut args = vec![SUBCOMMAND.to_owned(), directory.path().to_string_lossy().into_owned()];
    args.extend(again.map(serde_json::to_string).transpose().map_err(std::io::Error::from)?);
    let not_started = |error: std::io::Error| {
        Failure::new(FailureKind::Internal, format!("the run process did not start: {error}"))
            .hint(format!("its log is {}", directory.log().display()))
    };
    let detached = start_detached(&args, &directory.output(), &directory.log()).map_err(not_started)?;
    match detached.message(PATIENCE).map_err(not_started)? {
        Announcement::Ready => Ok(RunHandle { directory: directory.clone() }),
        Announcement::Failed(failure) => Err(failure),
    }
}

/// The directory of a run, or of all, that nothing can be written to.
pub(super) fn not_writable(directory: &Path, error: std::io::Error) -> Failure {
    Failure { message: format!("cannot write to {}: {error}", directory.display()), ..Failure::from(error) }
}

/// A feature's name as a part of a directory's name.
fn slug(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let plain: String = plain.chars().take(40).collect();
    let plain = plain.trim_matches('-');
    if plain.is_empty() { "run".to_owned() } else { plain.to_owned() }
}
