//! A machine that fails at some moment of a run and takes with it what was not made durable: after it is back the run goes on
//! to the same end, and no completed Task runs again.
//!
//! What is durable is known from a library that notes each `fsync`; all else is cut off. The library has to be there when a
//! process starts, so the test calls itself with it.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]
#![allow(clippy::disallowed_methods, reason = "compiling a library is nothing that the engine does")]
#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]

mod folder;

use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use folder::{Folder, Tree, made, processes_with, until, up_to_count};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use specwave_engine::journal::{Record, read};
use specwave_engine::run::{self, RunDirectory};
use specwave_engine::scheduler::{AttemptOutcome, Event, Outcome};

const NOTES: &str = "SPECWAVE_TEST_SYNCED";

#[test]
fn a_machine_that_fails_at_any_moment_costs_no_completed_task() {
    if std::env::var_os(NOTES).is_some() {
        return tokio::runtime::Runtime::new().unwrap().block_on(failures_at_many_moments());
    }
    let place = tempfile::tempdir().unwrap();
    let (library, source) =
        (place.path().join("synced.so"), Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/synced.c"));
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(compiled.expect("Rust links with `cc`").success());
    let name = "a_machine_that_fails_at_any_moment_costs_no_completed_task";
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]).env("LD_PRELOAD", &library).env(NOTES, place.path().join("notes"));
    let output = command.output().unwrap();
    let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
    println!("{printed}");
}

async fn failures_at_many_moments() {
    let mut lost = 0;
    for some in Vec::from_iter((1..30).step_by(3)).chunks(5) {
        let cases: Vec<_> = some.iter().map(|records| tokio::spawn(failure_after(*records))).collect();
        for case in cases {
            lost += case.await.unwrap();
        }
    }
    println!("{lost} files were cut off");
    assert!(lost > 50, "hardly anything was lost: {lost} files");
}

/// A machine that fails when so many records are in the journal, and once more at the end; how many files are cut off.
async fn failure_after(records: usize) -> usize {
    let folder = Folder::new(&["slow=20"]);
    let run = folder.start().unwrap().directory;
    up_to_count(&run, records).await;
    if let Some(holder) = run::holder(folder.path()) {
        kill(Pid::from_raw(holder.pid.cast_signed()), Signal::SIGKILL).unwrap();
    }
    until(|| processes_with(&folder.path().display().to_string()).is_empty() && !is_anybody_at_work_in(folder.path())).await;
    let mut lost = lose_what_is_not_durable(folder.path());
    let has_ended = matches!(read(&run.journal()).unwrap().pop().unwrap().event, Event::RunEnded { .. });
    if !has_ended {
        let resumed = run::resume(folder.path(), None).unwrap_or_else(|failure| panic!("after {records} records: {failure}"));
        assert_eq!(folder.end_of(&resumed.directory).await, Outcome::Succeeded, "after {records} records");
    }
    lost += lose_what_is_not_durable(folder.path());
    assert_eq!(folder.tree(), made(), "after {records} records");
    assert_each_task_was_completed_once(&run, records);
    run::undo(folder.path(), None).unwrap();
    assert_eq!(folder.tree(), Tree::new(), "after {records} records");
    lost
}

fn assert_each_task_was_completed_once(run: &RunDirectory, records: usize) {
    let mut completed = HashMap::new();
    for Record { event, .. } in read(&run.journal()).unwrap() {
        if let Event::AttemptEnded { task, outcome: AttemptOutcome::Done { .. }, .. } = event {
            *completed.entry(task.0).or_insert(0) += 1;
        }
    }
    assert!(completed.len() == 4 && completed.values().all(|times| *times == 1), "after {records} records: {completed:?}");
}

/// Cuts off all that a machine may forget; how many files that were.
fn lose_what_is_not_durable(folder: &Path) -> usize {
    let notes = fs::read_to_string(std::env::var_os(NOTES).unwrap()).unwrap();
    let note = |line: &str| line.split_once(' ').map(|(inode, version)| (inode.parse().unwrap(), version.to_owned())).unwrap();
    let durable: HashMap<u64, String> = notes.lines().map(note).collect();
    let mut lost = 0;
    for file in files_in(folder) {
        let is = file.metadata().unwrap();
        let known = durable.get(&is.ino());
        if known != Some(&format!("{} {}.{:09}", is.len(), is.mtime(), is.mtime_nsec())) {
            let kept = known.map_or(0, |version| version.split_once(' ').unwrap().0.parse().unwrap());
            fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
            fs::File::options().write(true).open(&file).unwrap().set_len(kept).unwrap();
            lost += 1;
        }
    }
    lost
}

/// A `git` that has outlived its engine, say.
fn is_anybody_at_work_in(folder: &Path) -> bool {
    let mut processes = fs::read_dir("/proc").unwrap().flatten();
    processes.any(|process| fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(folder)))
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            files.extend(files_in(&entry.path()));
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    files
}
