//! The three files under `.claude/context/`: projections of the plan and of the journal.
//!
//! They lie in the user's folder but are not the user's, so they are not brought in with the code: each is replaced
//! in one step while the run goes on. A file of that name that we did not write is kept under another name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use specwave_plan::{Plan, context};

use super::directory::RunDirectory;
use super::record::RunRequest;
use crate::apply::write_atomically;
use crate::failure::{Failure, FailureKind};
use crate::journal::Record;
use crate::state::{Progress, execution_progress};

/// Often enough for people.
const INTERVAL: Duration = Duration::from_millis(500);

/// Writes context files, and knows which of those that are there are ours.
#[derive(Debug)]
pub(super) struct ContextFiles {
    output: PathBuf,
    /// Where the digests of what we wrote last are kept; it outlives the run.
    ledger: PathBuf,
    ours: BTreeMap<String, String>,
    run: String,
}

impl ContextFiles {
    /// Writes the files that follow from the plan alone, so that a folder that cannot be written is known before the
    /// run begins.
    pub(super) fn write_plan(run: &RunDirectory, plan: &Plan, request: &RunRequest) -> Result<Self, Failure> {
        // A run that makes a branch leaves the folder as it is.
        let (output, records) = match &request.branch {
            None => (request.target.output.clone(), request.target.records()),
            Some(_) => (run.path().to_owned(), run.path().to_owned()),
        };
        let internal = |error: &dyn std::fmt::Display| Failure::new(FailureKind::Internal, error.to_string());
        let ledger = records.join("context.json");
        let known = std::fs::read(&ledger).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut files = Self { output, ledger, ours: known.unwrap_or_default(), run: run.id() };
        let settings = &request.settings;
        let thresholds = request.config.gates.of(settings.quality);
        let implementation = context::feature_implementation(&plan.contract, thresholds).map_err(|error| internal(&error))?;
        let waves =
            context::wave_execution_plan(plan, settings.mode, settings.jobs as usize).map_err(|error| internal(&error))?;
        files.replace(context::FEATURE_IMPLEMENTATION, &implementation)?;
        files.replace(context::WAVE_EXECUTION_PLAN, &waves)?;
        Ok(files)
    }

    /// Goes on with the file that follows from the journal.
    pub(super) fn follow(self, records: &[Record]) -> Result<ProgressFile, Failure> {
        let progress = Progress::from_records(records).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        Ok(ProgressFile { files: self, progress, last_written: None })
    }

    fn replace(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        let file = self.output.join(name);
        self.try_to_replace(&file, name, text).map_err(|error| {
            Failure::new(FailureKind::Environment, format!("cannot write {}: {error}", file.display()))
                .hint("make the folder writable and see that the disk has room, or choose another one with --output")
        })
    }

    fn try_to_replace(&mut self, file: &Path, name: &str, text: &str) -> std::io::Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        match std::fs::read(file) {
            Ok(found) if found == text.as_bytes() => return Ok(()),
            Ok(found) if self.ours.get(name) != Some(&digest(&found)) => self.keep(file)?,
            _ => {}
        }
        // Noted first: after a crash in between a file of ours is at worst kept once more.
        self.ours.insert(name.to_owned(), digest(text.as_bytes()));
        write_atomically(&self.ledger, &serde_json::to_vec(&self.ours)?)?;
        write_atomically(file, text.as_bytes())
    }

    /// Keeps a file that somebody else wrote under a name that is free.
    fn keep(&self, file: &Path) -> std::io::Result<()> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut kept = file.with_file_name(format!("{name}.before-{}", self.run));
        for number in 2.. {
            if !kept.exists() {
                break;
            }
            kept = file.with_file_name(format!("{name}.before-{}-{number}", self.run));
        }
        tracing::warn!("{} was not ours; it is now {}", file.display(), kept.display());
        std::fs::rename(file, kept)
    }
}

/// Keeps the progress file up to date.
#[derive(Debug)]
pub(crate) struct ProgressFile {
    files: ContextFiles,
    progress: Progress,
    last_written: Option<Instant>,
}

impl ProgressFile {
    /// Takes note of new records; the file follows in a moment.
    pub(crate) fn note(&mut self, records: &[Record]) {
        for record in records {
            if let Err(error) = self.progress.apply(record) {
                tracing::error!("the progress file: {error}");
            }
        }
        if self.last_written.is_none_or(|written| written.elapsed() >= INTERVAL) {
            self.refresh();
        }
    }

    /// Writes the progress as it is now. That it cannot be written is no reason to end a run.
    pub(crate) fn refresh(&mut self) {
        self.last_written = Some(Instant::now());
        let text = execution_progress(&self.progress);
        if let Err(failure) = self.files.replace(context::EXECUTION_PROGRESS, &text) {
            tracing::warn!("{failure}");
        }
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
