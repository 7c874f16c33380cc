//! The run process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use specwave_plan::{Catalog, Plan};
use tokio::sync::mpsc;

use super::again::Again;
use super::context_files::{ContextFiles, ProgressFile};
use super::control;
use super::directory::RunDirectory;
use super::last_words::LastWords;
use super::lock::FolderLock;
use super::lost::Lost;
use super::record::RunRecord;
use super::start::{Announcement, not_writable};
use crate::apply::{self, Manifest, check_before_run};
use crate::drivers::local::{LocalDriver, Setting};
use crate::drivers::{Dispatcher, Step};
use crate::failure::{Failure, FailureKind};
use crate::gates::{Gates, Toolchain};
use crate::journal::{self, Journal, Record, wall_clock_ms};
use crate::process::Handshake;
use crate::scheduler::{Event, Outcome, Phase, RunStarted, State, plan_digest};
use crate::workspace::{Branch, Repository, TreeId, remove_folder};

/// The hidden subcommand of our own executable that drives a run; its arguments are the run's directory and, where Tasks
/// are to be done again, which and how.
pub const SUBCOMMAND: &str = "drive";

/// A run that is ready to be driven.
struct Prepared {
    driver: LocalDriver,
    first: Step,
    progress: ProgressFile,
}

/// Drives the run to its end. The process belongs to nobody; who started it learns through its standard input,
/// which is a socket, how the start went.
#[must_use]
pub fn drive_main(run: &Path, again: Option<&str>) -> u8 {
    let Ok(handshake) = Handshake::take() else { return 3 };
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().enable_all().build() else { return 3 };
    let directory = RunDirectory::at(run);
    runtime.block_on(async {
        match prepare(&directory, again) {
            Ok(prepared) => {
                // Whoever started the run may be gone already; the run goes on all the same.
                handshake.send(&Announcement::Ready).ok();
                drive(&directory, prepared).await
            }
            Err(failure) => {
                let code = failure.kind.exit_code();
                handshake.send(&Announcement::Failed(failure)).ok();
                code
            }
        }
    })
}

async fn drive(directory: &RunDirectory, prepared: Prepared) -> u8 {
    let Prepared { driver, first, progress } = prepared;
    let outcome = driver.drive(first, progress).await;
    // Both are gone before the lock is, so that nobody finds them without a run.
    if let Err(error) = remove_folder(&directory.workspaces()) {
        tracing::warn!("the Workspaces could not be removed: {error}");
    }
    control::remove(&directory.socket()).ok();
    let failure = match outcome {
        Ok(outcome) => outcome.failure(),
        Err(failure) => {
            // The journal does not tell this end, as it could not be written.
            if let Err(error) = LastWords::of(directory.path()).write(&failure) {
                tracing::warn!("nor can this be written down: {error}");
            }
            Some(failure)
        }
    };
    failure.map_or(0, |failure| {
        tracing::error!("{failure}");
        failure.kind.exit_code()
    })
}

/// Everything that may go wrong before the first Task: checked before anything is written.
fn prepare(directory: &RunDirectory, again: Option<&str>) -> Result<Prepared, Failure> {
    let mut record = directory.record()?;
    let plan = Arc::new(directory.plan()?);
    let is_new = !directory.has_begun();
    if !is_new {
        record.request.take_todays_bounds()?;
    }
    let request = record.request.clone();
    let target = &request.target;
    let lock = FolderLock::take(&target.output, &directory.id(), &request.spec)?;
    // From now on people see that the run goes on, and may want it to end.
    let (events, inbox) = mpsc::unbounded_channel();
    control::listen(directory, events.clone())?;
    apply::recover(target)?;
    let toolchain = Toolchain::find()?;
    let repository = Repository::open(&target.records().join("repo"), &target.module)?;
    // What an earlier process of the run left half done is not trusted.
    repository.remove_leftovers()?;
    remove_folder(&directory.workspaces())?;
    if !is_new {
        refuse_what_cannot_go_on(directory, &record, &plan, again.is_some())?;
    }
    // Only whoever has the lock may do this: the words of a run that goes on are another process's.
    LastWords::of(directory.path()).make_room().map_err(|error| not_writable(directory.path(), error))?;
    check_before_run(
        target,
        &repository,
        &plan.contract.feature.slug,
        plan.tasks.iter().flat_map(|task| &task.makes).map(String::as_str),
        &plan.shares(),
    )?;
    if let Some(name) = &request.branch {
        Branch::of_run(&repository, name, &directory.id())?;
    }
    let context = ContextFiles::write_plan(directory, &plan, &request)?;
    let (dispatcher, first, records) = if is_new {
        begin(directory, &mut record, &plan, &repository)?
    } else {
        take_up(directory, again, &record, &repository)?
    };
    let progress = context.follow(&records)?;
    let gates = Gates::new(toolchain, plan.clone(), request.settings.quality, request.config.clone());
    let snapshot = TreeId::new(record.snapshot.unwrap_or_default());
    let setting = Setting { directory: directory.clone(), request, plan, repository, gates, snapshot };
    let driver = LocalDriver::new(setting, dispatcher, events, inbox);
    lock.hold_for_life();
    Ok(Prepared { driver, first, progress })
}

/// The dispatcher, its first decisions, and all records up to them.
type Begun = (Dispatcher<Journal>, Step, Vec<Record>);

/// Stores what the user sees, and begins the journal.
fn begin(directory: &RunDirectory, record: &mut RunRecord, plan: &Plan, repository: &Repository) -> Result<Begun, Failure> {
    let target = &record.request.target;
    let feature = &plan.contract.feature;
    let made_again = Manifest::load(target)?.made_again(&feature.slug);
    let snapshot = repository.snapshot(&made_again)?;
    let base = with_foundation(repository, &with_module_file(repository, &snapshot, plan)?, &record.request.foundation)?;
    repository.set_branch(&directory.id(), &base)?;
    record.snapshot = Some(snapshot.to_string());
    directory.write_record(record)?;
    let last_wave = plan.tasks.iter().map(|task| task.wave).max().unwrap_or(0);
    let catalog = Catalog::builtin().map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
    let waves = (0..=last_wave).map(|wave| catalog.wave_name(wave).to_owned()).collect();
    let run = RunStarted::new(plan, &feature.name, base.as_str(), record.request.settings.clone(), waves);
    let journal = Journal::create(&directory.journal())?;
    let (mut dispatcher, mut first) = Dispatcher::begin(journal, run, wall_clock_ms())?;
    for message in &record.request.notices {
        first.extend(dispatcher.handle(Event::Noticed { task: None, message: message.clone() }, wall_clock_ms())?);
    }
    let records = first.records.clone();
    Ok((dispatcher, first, records))
}

/// A new module gets a `go.mod`, which no Task owns.
fn with_module_file(repository: &Repository, snapshot: &TreeId, plan: &Plan) -> Result<TreeId, Failure> {
    let module = &plan.contract.module;
    if module.exists || module.path.is_empty() || repository.has(snapshot, Path::new("go.mod"))? {
        return Ok(snapshot.clone());
    }
    let go = if module.go.is_empty() { Toolchain::oldest() } else { module.go.clone() };
    let text = format!("module {}\n\ngo {go}\n", module.path);
    repository.compose(snapshot, &[("go.mod".into(), text.into_bytes())], "A module for the feature")
}

/// The stubs that no Wave 0 makes, except where the user has a file already.
fn with_foundation(repository: &Repository, base: &TreeId, stubs: &BTreeMap<String, String>) -> Result<TreeId, Failure> {
    if stubs.is_empty() {
        return Ok(base.clone());
    }
    let there = repository.names(base)?;
    let missing = stubs.iter().filter(|(path, _)| !there.contains(*path));
    let files: Vec<(PathBuf, Vec<u8>)> = missing.map(|(path, text)| (path.into(), text.clone().into_bytes())).collect();
    repository.compose(base, &files, "What the Tasks begin with")
}

/// Opens the journal of a run that was interrupted. The run's tree is the one that the journal names, whatever was
/// stored after it.
fn take_up(directory: &RunDirectory, again: Option<&str>, record: &RunRecord, repository: &Repository) -> Result<Begun, Failure> {
    let (journal, mut records) = Journal::open_for_append(&directory.journal())?;
    let again = again.map(serde_json::from_str::<Again>).transpose().map_err(std::io::Error::from)?;
    let lost = Lost::find(&records, record.snapshot.as_deref(), repository)?;
    let how = match (again, &lost) {
        (None, None) => Event::Resumed,
        (None, Some(lost)) => lost.event(),
        (Some(again), None) => again.event(&records, repository)?,
        (Some(_), Some(lost)) => return Err(lost.failure()),
    };
    if lost.is_some() {
        repository.remove_damaged()?;
    }
    let (mut dispatcher, mut first) = Dispatcher::take_over(journal, &records, how, wall_clock_ms())?;
    if let Some(lost) = lost {
        first.extend(dispatcher.handle(lost.notice(), wall_clock_ms())?);
    }
    repository.set_branch(&directory.id(), &TreeId::new(dispatcher.state().tree()))?;
    records.extend(first.records.iter().cloned());
    Ok((dispatcher, first, records))
}

/// A run that has succeeded can be gone on with only to do Tasks again, and only while what it brought in is the latest of its
/// feature.
fn refuse_what_cannot_go_on(
    directory: &RunDirectory,
    record: &RunRecord,
    plan: &Plan,
    does_tasks_again: bool,
) -> Result<(), Failure> {
    let records = journal::read(&directory.journal())?;
    let state = State::replay(records.iter().map(|record| &record.event)).map_err(|error| {
        Failure::new(FailureKind::Environment, format!("the journal of run {} cannot be used: {error}", directory.id()))
            .hint("start the run again with `specwave run`")
    })?;
    if *state.phase() == (Phase::Ended { outcome: Outcome::Succeeded }) {
        if !does_tasks_again {
            let message = format!("run {} has succeeded; nothing is left to resume", directory.id());
            return Err(Failure::new(FailureKind::Usage, message).hint("`specwave retry` does Tasks of it again"));
        }
        let manifest = Manifest::load(&record.request.target)?;
        if let Some(later) = manifest.run_since(&directory.id(), &plan.contract.feature.slug) {
            let message = format!("run {later} has brought in newer files of the same feature than run {}", directory.id());
            return Err(Failure::new(FailureKind::Refused, message).hint(format!("retry run {later}, or undo it first")));
        }
    }
    if state.plan_digest() != plan_digest(plan) {
        let message = format!("the plan of run {} is not the one it was started with", directory.id());
        return Err(Failure::new(FailureKind::Refused, message).hint("start the run again with `specwave run`"));
    }
    Ok(())
}
