//! A run that is cut off after any record of its journal, and then resumed, ends with the same tree.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod folder;

use std::path::Path;

use folder::{Folder, made, processes_with, until};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use specwave_engine::journal::read;
use specwave_engine::run::holder;
use specwave_engine::scheduler::{Event, Outcome};
use specwave_engine::workspace::{Repository, TreeId};

#[tokio::test]
async fn a_resume_from_every_record_ends_with_the_same_tree() {
    let folder = Folder::new(&[]);
    folder.write("mine.txt", "mine");
    let run = folder.succeed().await;
    let expected = folder.tree();
    let records = read(&run.journal()).unwrap();
    let lines: Vec<String> = std::fs::read_to_string(run.journal()).unwrap().split_inclusive('\n').map(str::to_owned).collect();
    assert_eq!(lines.len(), records.len());
    let kept = tempfile::tempdir().unwrap();
    copy(&folder.path().join(".specwave"), kept.path());

    for cut in 1..lines.len() {
        // The folder as it was when the process was cut off: nothing was brought in before apply had ended.
        for entry in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                std::fs::remove_dir_all(entry.path()).unwrap();
            } else {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
        folder.write("mine.txt", "mine");
        copy(kept.path(), &folder.path().join(".specwave"));
        let is_applied = records[..cut].iter().any(|record| matches!(record.event, Event::Applied(_)));
        if is_applied {
            expected.iter().for_each(|(path, text)| folder.write(path, text));
        } else {
            std::fs::remove_file(folder.path().join(".specwave/manifest.json")).unwrap();
            std::fs::remove_dir_all(folder.path().join(".specwave/apply")).unwrap();
        }
        // Half of the next record was written as well.
        let half = &lines[cut][..lines[cut].len() / 2];
        std::fs::write(run.journal(), lines[..cut].concat() + half).unwrap();

        assert_eq!(folder.resume().await, Outcome::Succeeded, "cut after record {cut}");
        assert_eq!(folder.tree(), expected, "cut after record {cut}");
        let integrated = |records: &[specwave_engine::journal::Record]| {
            records.iter().filter(|record| matches!(record.event, Event::Integrated(_))).count()
        };
        assert_eq!(integrated(&read(&run.journal()).unwrap()), 4, "cut after record {cut}: nothing is integrated twice");
    }
}

#[tokio::test]
async fn a_run_that_is_killed_again_and_again_ends_with_the_same_tree() {
    let whole = Folder::new(&[]);
    whole.succeed().await;
    let folder = Folder::new(&["slow=20"]);
    let run = folder.start().unwrap().directory;
    // Each process may write a few records more than the one before it had written.
    for records in [2, 4, 7, 11, 16] {
        folder::up_to_count(&run, records).await;
        let Some(holder) = holder(folder.path()) else { break };
        kill(Pid::from_raw(holder.pid.cast_signed()), Signal::SIGKILL).unwrap();
        until(|| processes_with(&folder.path().display().to_string()).is_empty()).await;
        if let Err(failure) = specwave_engine::run::resume(folder.path(), None) {
            panic!("after {records} records: {failure}");
        }
    }
    assert_eq!(folder.end_of(&run).await, Outcome::Succeeded);
    assert_eq!(folder.tree(), whole.tree());
}

#[tokio::test]
async fn what_cannot_be_read_any_more_is_done_again_and_told() {
    let mut folder = Folder::new(&["fail-at-first=service_orchestrator"]);
    folder.request.settings.attempts = 1;
    let (run, outcome) = folder.run().await;
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    // All that came into the tree behind the foundation is lost with one commit.
    let records = read(&run.journal()).unwrap();
    let mut integrated = records.iter().filter_map(|record| match &record.event {
        Event::Integrated(integrated) => Some(integrated.clone()),
        _ => None,
    });
    let (first, second) = (integrated.next().unwrap(), integrated.next().unwrap());
    let records_of_runs = folder.path().join(".specwave/repo");
    let repository = Repository::open(&records_of_runs, folder.path()).unwrap();
    let written = repository.difference(&TreeId::new(&first.tree), &TreeId::new(&second.tree)).unwrap();
    // The commit, and a content that comes out the same when it is made again.
    for name in [&second.tree, written[0].content.as_ref().unwrap()] {
        let object = records_of_runs.join("objects").join(&name[..2]).join(&name[2..]);
        std::fs::remove_file(&object).unwrap();
        std::fs::write(&object, b"x").unwrap();
    }

    assert_eq!(folder.resume().await, Outcome::Succeeded);
    assert_eq!(folder.tree(), made());
    let records = read(&run.journal()).unwrap();
    let attempts = |wanted: &str| {
        records.iter().filter(|record| matches!(&record.event, Event::AttemptStarted { task, .. } if task.0 == wanted)).count()
    };
    assert_eq!(["foundation_analyst", "domain_expert", "value_designer"].map(attempts), [1, 2, 2]);
    let told = records.iter().find_map(|record| match &record.event {
        Event::Noticed { message, .. } if message.starts_with("done again, because") => Some(message.clone()),
        _ => None,
    });
    assert!(told.unwrap().contains("domain_expert, value_designer ("));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
