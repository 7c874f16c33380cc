//! The directory of a run.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use specwave_plan::{Plan, TaskId};

use super::last_words::LastWords;
use super::lock::holder;
use super::record::RunRecord;
use super::start::not_writable;
use crate::apply::{RECORDS, write_atomically};
use crate::durable::{make_folder, sync};
use crate::failure::{Failure, FailureKind};
use crate::workspace::files_of;

/// `.specwave/runs/<id>` of an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDirectory(PathBuf);

impl RunDirectory {
    /// The directory at this path.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The directory of the run with this id.
    pub(super) fn of(output: &Path, id: &str) -> Self {
        Self(folder(output).join(id))
    }

    /// Makes the directory of a new run; runs are numbered.
    pub(super) fn create(output: &Path, slug: &str) -> Result<Self, Failure> {
        let folder = folder(output);
        make_folder(&folder)?;
        let mut number = numbers(&folder).max().unwrap_or(0) + 1;
        loop {
            let path = folder.join(format!("{number:04}-{slug}"));
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(sync(&folder).map(|()| Self(path))?),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(not_writable(&folder, error)),
            }
        }
    }

    /// The run's id.
    #[must_use]
    pub fn id(&self) -> String {
        self.0.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The output folder that the run belongs to.
    #[must_use]
    pub fn output(&self) -> PathBuf {
        self.0.ancestors().nth(3).unwrap_or(&self.0).to_owned()
    }

    /// The directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The journal.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.0.join("journal.jsonl")
    }

    /// Whether the journal has its first record. A run that was killed before that has done nothing, and cannot be resumed.
    #[must_use]
    pub(super) fn has_begun(&self) -> bool {
        let first = |file: File| {
            let mut line = Vec::new();
            BufReader::new(file).read_until(b'\n', &mut line).map(|_| line.ends_with(b"\n"))
        };
        match File::open(self.journal()).and_then(first) {
            Ok(has_begun) => has_begun,
            // What cannot be read is there all the same, and whoever needs it says so.
            Err(error) => error.kind() != ErrorKind::NotFound,
        }
    }

    /// What the run process itself writes.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.0.join("log")
    }

    /// Where the run process listens.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.0.join("socket")
    }

    /// The folder with the briefs and logs of the Attempts.
    #[must_use]
    pub fn tasks(&self) -> PathBuf {
        self.0.join("tasks")
    }

    /// A file with the records of one Attempt.
    #[must_use]
    pub fn attempt_file(&self, task: &TaskId, attempt: u32, name: &str) -> PathBuf {
        self.tasks().join(format!("{}-{attempt}-{name}", plain_name(task)))
    }

    /// What an Attempt is told.
    pub(crate) fn brief(&self, task: &TaskId, attempt: u32) -> PathBuf {
        self.attempt_file(task, attempt, "brief.json")
    }

    /// Where the Attempts of a Task work, each in a Workspace of its own at the same place: in a conversation that goes on, paths
    /// mean what they meant.
    pub(crate) fn workspace_of(&self, task: &TaskId) -> PathBuf {
        self.workspaces().join(format!("task-{}", plain_name(task)))
    }

    /// The files of the Workspace that an Attempt works in, once they are there.
    #[must_use]
    pub fn workspace_in_use(&self, task: &TaskId, attempt: u32) -> Option<PathBuf> {
        let files = files_of(&self.workspace_of(task));
        // The brief is written when all of the tree is.
        (self.brief(task, attempt).is_file() && files.is_dir()).then_some(files)
    }

    /// Whether a process drives the run now.
    #[must_use]
    pub fn is_active(&self) -> bool {
        holder(&self.output()).is_some_and(|holder| holder.run == self.id())
    }

    /// The Task with this key.
    ///
    /// # Errors
    /// Usage, where there is none; environment, where the plan cannot be read.
    pub fn task(&self, key: &str) -> Result<TaskId, Failure> {
        let plan = self.plan()?;
        plan.tasks.iter().map(|task| &task.id).find(|id| id.0 == key).cloned().ok_or_else(|| {
            let known: Vec<&str> = plan.tasks.iter().map(|task| task.id.0.as_str()).collect();
            Failure::new(FailureKind::Usage, format!("run {} has no Task `{key}`", self.id()))
                .hint(format!("its Tasks are {}", known.join(", ")))
        })
    }

    /// The folder with the Workspaces, while the run goes on.
    #[must_use]
    pub fn workspaces(&self) -> PathBuf {
        self.0.join("workspaces")
    }

    /// The plan.
    ///
    /// # Errors
    /// Environment, where it cannot be read.
    pub fn plan(&self) -> Result<Plan, Failure> {
        self.read("plan.json")
    }

    /// What the run was asked to do.
    ///
    /// # Errors
    /// Environment, where it cannot be read, or a newer program wrote it.
    pub fn record(&self) -> Result<RunRecord, Failure> {
        let record: RunRecord = self.read("run.json")?;
        if record.version > RunRecord::VERSION {
            let message = format!("run {} was made by a newer specwave", self.id());
            return Err(Failure::new(FailureKind::Environment, message).hint("use the newer version of specwave"));
        }
        Ok(record)
    }

    /// Why the run process ended without an end in the journal, if it could say so.
    #[must_use]
    pub fn last_words(&self) -> Option<Failure> {
        LastWords::of(&self.0).read()
    }

    pub(super) fn write_plan(&self, plan: &Plan) -> Result<(), Failure> {
        self.write("plan.json", plan)
    }

    pub(super) fn write_record(&self, record: &RunRecord) -> Result<(), Failure> {
        self.write("run.json", record)
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, Failure> {
        let path = self.0.join(name);
        let read = std::fs::read(&path).and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
        read.map_err(|error| {
            Failure::new(FailureKind::Environment, format!("{}: {error}", path.display()))
                .hint("the run cannot be used any more; start it again with `specwave run`")
        })
    }

    fn write(&self, name: &str, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_vec_pretty(value).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        Ok(write_atomically(&self.0.join(name), &text)?)
    }
}

/// The runs of an output folder, the oldest first; those that never began are left out.
#[must_use]
pub fn runs(output: &Path) -> Vec<RunDirectory> {
    all(output).into_iter().filter(RunDirectory::has_begun).collect()
}

/// The same, where it matters whether there is none or it cannot be said.
///
/// # Errors
/// Environment, where the folder with the runs cannot be read.
pub fn readable_runs(output: &Path) -> Result<Vec<RunDirectory>, Failure> {
    match std::fs::read_dir(folder(output)) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Err(Failure::new(
            FailureKind::Environment,
            format!("the runs in {} cannot be read: {error}", folder(output).display()),
        )
        .hint("they may be another user's: ask for their permission, or name a folder of yours with --output")),
        _ => Ok(runs(output)),
    }
}

/// Runs that were ended before they began. One with a higher number than all others may still begin.
pub(super) fn never_begun(output: &Path) -> Vec<RunDirectory> {
    let Some(latest) = runs(output).pop() else { return Vec::new() };
    all(output).into_iter().take_while(|run| *run != latest).filter(|run| !run.has_begun()).collect()
}

fn all(output: &Path) -> Vec<RunDirectory> {
    let entries = std::fs::read_dir(folder(output)).into_iter().flatten().flatten();
    let run = |entry: std::fs::DirEntry| Some((number_of(entry.file_name().to_str()?)?, RunDirectory(entry.path())));
    let mut runs: Vec<_> = entries.filter_map(run).collect();
    runs.sort_by_key(|(number, run)| (*number, run.id()));
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The latest run of an output folder.
///
/// # Errors
/// Usage, where there is none.
pub fn latest(output: &Path) -> Result<RunDirectory, Failure> {
    readable_runs(output)?.pop().ok_or_else(|| {
        Failure::new(FailureKind::Usage, format!("there is no run in {}", output.display()))
            .hint("start one with `specwave run SPEC`, or go to the folder that was given as --output")
    })
}

/// The run with this id, or with this number; the latest where none is given.
///
/// # Errors
/// Usage, where there is none.
pub fn named(output: &Path, run: Option<&str>) -> Result<RunDirectory, Failure> {
    let Some(name) = run else { return latest(output) };
    let is_meant = |run: &RunDirectory| {
        run.id() == name || (name.bytes().all(|byte| byte.is_ascii_digit()) && number_of(&run.id()) == name.parse().ok())
    };
    let runs = readable_runs(output)?;
    runs.iter().rev().find(|run| is_meant(run)).cloned().ok_or_else(|| {
        let known = runs.iter().map(RunDirectory::id).collect::<Vec<_>>().join(", ");
        Failure::new(FailureKind::Usage, format!("there is no run {name} in {}", output.display())).hint(if known.is_empty() {
            "there is none at all".to_owned()
        } else {
            format!("there are {known}")
        })
    })
}

fn plain_name(task: &TaskId) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    task.0.chars().map(plain).collect()
}

fn folder(output: &Path) -> PathBuf {
    output.join(RECORDS).join("runs")
}

fn numbers(folder: &Path) -> impl Iterator<Item = u32> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| number_of(entry.file_name().to_str()?))
}

fn number_of(id: &str) -> Option<u32> {
    id.split('-').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_numbered_and_found() {
        let output = tempfile::tempdir().unwrap();
        assert_eq!(latest(output.path()).unwrap_err().kind, FailureKind::Usage);
        let first = RunDirectory::create(output.path(), "consent").unwrap();
        let second = RunDirectory::create(output.path(), "pricing").unwrap();
        assert_eq!((first.id(), second.id()), ("0001-consent".to_owned(), "0002-pricing".to_owned()));
        assert_eq!(first.output(), output.path());
        std::fs::write(first.journal(), "{}\n").unwrap();
        assert_eq!(latest(output.path()).unwrap(), first, "the second has no journal");
        for torn in ["", "{"] {
            std::fs::write(second.journal(), torn).unwrap();
            assert_eq!(latest(output.path()).unwrap(), first, "the second never began");
        }
        std::fs::write(second.journal(), "{}\n").unwrap();
        assert_eq!(latest(output.path()).unwrap(), second);
        for name in ["1", "0001", "0001-consent"] {
            assert_eq!(named(output.path(), Some(name)).unwrap(), first);
        }
        let failure = named(output.path(), Some("7")).unwrap_err();
        assert!(failure.hint.contains("0001-consent, 0002-pricing"), "{}", failure.hint);
    }
}
