//! Whole runs: real processes, a scripted agent.
#![allow(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod folder;

use std::collections::BTreeSet;

use folder::{Folder, Tree, made, processes_with, until, up_to};
use specwave_engine::failure::FailureKind;
use specwave_engine::journal::{Record, read};
use specwave_engine::run;
use specwave_engine::scheduler::{Event, FaultKind, Outcome};
use specwave_engine::state::RunReport;
use specwave_plan::Mode;

fn attempts_of(records: &[Record], wanted: &str) -> usize {
    records.iter().filter(|record| matches!(&record.event, Event::AttemptStarted { task, .. } if task.0 == wanted)).count()
}

#[tokio::test]
async fn every_mode_ends_with_the_same_tree() {
    for mode in Mode::ALL {
        let mut folder = Folder::new(&[]);
        folder.request.settings.mode = mode;
        folder.succeed().await;
        assert_eq!(folder.tree(), made(), "{mode}");
    }
}

#[tokio::test]
async fn the_same_run_again_changes_nothing_and_undo_takes_it_back() {
    let folder = Folder::new(&[]);
    folder.write("mine.txt", "mine");
    folder.succeed().await;
    let second = folder.succeed().await;
    let status = run::status(folder.path(), None).unwrap();
    assert_eq!(status.directory, second);
    let applied = status.progress.applied().cloned().unwrap();
    assert_eq!((applied.written.len(), applied.unchanged), (0, 5));
    assert_eq!(run::undo(folder.path(), None).unwrap().run, "0001-consent", "the second brought nothing in");
    assert_eq!(folder.tree().keys().collect::<Vec<_>>(), ["mine.txt"]);
}

#[tokio::test]
async fn tasks_overlap_in_the_journal() {
    let folder = Folder::new(&["slow=300"]);
    let directory = folder.succeed().await;
    let records = read(&directory.journal()).unwrap();
    let at = |started: bool, wanted: &str| {
        let is_it = |record: &&Record| match &record.event {
            Event::AttemptStarted { task, .. } => started && task.0 == wanted,
            Event::AttemptEnded { task, .. } => !started && task.0 == wanted,
            _ => false,
        };
        records.iter().find(is_it).unwrap().at_ms
    };
    let last_start = at(true, "domain_expert").max(at(true, "value_designer"));
    let first_end = at(false, "domain_expert").min(at(false, "value_designer"));
    assert!(last_start < first_end);
    assert!(at(false, "domain_expert") < at(true, "service_orchestrator"), "what needs code waits for it");
}

#[tokio::test]
async fn what_a_task_writes_elsewhere_is_reported_and_not_taken() {
    let folder = Folder::new(&["stray=domain_expert", "escape=domain_expert", "flood=value_designer"]);
    let directory = folder.succeed().await;
    assert_eq!(folder.tree(), made());
    let records = read(&directory.journal()).unwrap();
    let rejected: Vec<_> = records
        .iter()
        .filter_map(|record| match &record.event {
            Event::Integrated(integrated) if integrated.task.0 == "domain_expert" => Some(integrated.rejected.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(rejected, [["stray.txt (outside the Task's write set)"]]);
    let flood = records.iter().filter(|record| matches!(record.event, Event::AttemptProgress { .. })).count();
    assert!(flood < 100, "{flood} progress records");
}

#[tokio::test]
async fn a_failed_attempt_is_repeated_and_told_why() {
    let folder = Folder::new(&["fail-at-first=domain_expert"]);
    let directory = folder.succeed().await;
    assert_eq!(attempts_of(&read(&directory.journal()).unwrap(), "domain_expert"), 2);
    let brief = std::fs::read_to_string(directory.tasks().join("domain_expert-2-brief.json")).unwrap();
    assert!(brief.contains("it does not work yet"), "the second Attempt knows");
}

#[tokio::test]
async fn a_run_that_fails_applies_nothing_and_can_be_resumed() {
    let mut folder = Folder::new(&["fail=service_orchestrator"]);
    folder.request.settings.attempts = 1;
    let (directory, outcome) = folder.run().await;
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    assert_eq!(folder.tree(), Tree::new());
    let outcome = folder.resume().await;
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    let records = read(&directory.journal()).unwrap();
    assert_eq!((attempts_of(&records, "domain_expert"), attempts_of(&records, "service_orchestrator")), (1, 2));
}

#[tokio::test]
async fn what_the_machine_lacks_ends_the_run_with_an_instruction() {
    let folder = Folder::new(&["lack=domain_expert"]);
    let (_, outcome) = folder.run().await;
    let Outcome::Faulted { fault } = outcome else { panic!("{outcome:?}") };
    assert_eq!(fault.kind, FaultKind::Environment);
    assert!(fault.message.contains("there is no compiler") && !fault.hint.is_empty());
    let mut folder = Folder::new(&[]);
    folder.request.agent.program = "no-such-agent".into();
    let (_, outcome) = folder.run().await;
    let failure = outcome.failure().unwrap();
    assert_eq!(failure.kind, FailureKind::Environment);
    assert!(failure.hint.contains("no-such-agent"), "{failure:?}");
}

#[tokio::test]
async fn a_gate_sends_what_does_not_compile_back_to_its_task() {
    let mut folder = Folder::new(&["faulty-at-first=domain_expert"]);
    folder.write("go.mod", "module example.com/consent\n\ngo 1.22\n");
    let task = &mut folder.plan.tasks[1];
    task.makes = vec!["entity.go".to_owned()];
    task.owns = vec!["*.go".to_owned()];
    let directory = folder.succeed().await;
    assert_eq!(attempts_of(&read(&directory.journal()).unwrap(), "domain_expert"), 2);
    let brief = std::fs::read_to_string(directory.tasks().join("domain_expert-2-brief.json")).unwrap();
    assert!(brief.contains("entity.go:3"), "the second Attempt knows what the compiler said");
    assert_eq!(folder.tree()["entity.go"], "package p\n");
}

#[tokio::test]
async fn only_one_run_goes_on_in_a_folder_and_it_can_be_cancelled() {
    let folder = Folder::new(&["hang=domain_expert"]);
    let first = folder.start().unwrap().directory;
    up_to(&first, |event| matches!(event, Event::AttemptProgress { task, .. } if task.0 == "domain_expert")).await;
    let failure = folder.start().unwrap_err();
    assert_eq!(failure.kind, FailureKind::Refused);
    assert!(failure.message.contains("run 0001-consent of specs/consent.md is going on"), "{failure}");
    assert_eq!(run::resume(folder.path(), None).unwrap_err().kind, FailureKind::Refused);
    assert_eq!(run::undo(folder.path(), Some("1")).unwrap_err().kind, FailureKind::Refused);
    assert_eq!(run::latest(folder.path()).unwrap(), first, "the refused one left nothing");
    assert!(run::status(folder.path(), None).unwrap().is_active);

    run::cancel(folder.path(), None).unwrap();
    assert_eq!(folder.end_of(&first).await, Outcome::Cancelled);
    assert_eq!(processes_with(&folder.path().display().to_string()), Vec::<std::path::PathBuf>::new());
    assert_eq!(folder.tree(), Tree::new());
    assert_eq!(run::cancel(folder.path(), None).unwrap_err().kind, FailureKind::Usage);
}

#[tokio::test]
async fn a_paused_run_starts_nothing_new() {
    let folder = Folder::new(&["slow=200"]);
    let directory = folder.start().unwrap().directory;
    run::pause(folder.path(), None).unwrap();
    up_to(&directory, |event| matches!(event, Event::Integrated(_))).await;
    run::unpause(folder.path(), None).unwrap();
    assert_eq!(folder.end_of(&directory).await, Outcome::Succeeded);
    let records = read(&directory.journal()).unwrap();
    let position = |wanted: &Event| records.iter().position(|record| record.event == *wanted).unwrap();
    let paused = &records[position(&Event::Paused)..position(&Event::Unpaused)];
    assert!(!paused.iter().any(|record| matches!(record.event, Event::AttemptStarted { .. })));
}

#[tokio::test]
async fn a_killed_run_leaves_no_process_and_is_resumed() {
    let folder = Folder::new(&["slow=400"]);
    let directory = folder.start().unwrap().directory;
    up_to(&directory, |event| matches!(event, Event::AttemptProgress { task, .. } if task.0 == "domain_expert")).await;
    let holder = run::holder(folder.path()).unwrap();
    let pid = nix::unistd::Pid::from_raw(holder.pid.cast_signed());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGKILL).unwrap();
    until(|| processes_with(&folder.path().display().to_string()).is_empty()).await;
    assert_eq!(folder.tree(), Tree::new());
    assert_eq!(folder.resume().await, Outcome::Succeeded);
    assert_eq!(folder.tree(), made());
    let records = read(&directory.journal()).unwrap();
    assert_eq!(attempts_of(&records, "foundation_analyst"), 1, "what was integrated is not done again");
    assert_eq!(run::resume(folder.path(), None).unwrap_err().kind, FailureKind::Usage, "it has succeeded");
}

#[tokio::test]
async fn a_users_file_in_the_way_is_refused_before_anything_is_spent() {
    let folder = Folder::new(&[]);
    folder.write("domain/entity.txt", "mine");
    let failure = folder.start().unwrap_err();
    assert_eq!(failure.kind, FailureKind::Refused);
    assert!(failure.message.contains("domain/entity.txt"), "{failure}");
    assert_eq!(run::runs(folder.path()), []);
    assert_eq!(folder.tree()["domain/entity.txt"], "mine");
}

#[tokio::test]
async fn a_file_in_the_place_of_the_folder_is_a_wrong_argument() {
    let mut folder = Folder::new(&[]);
    folder.write("file", "");
    folder.request.target.output = folder.path().join("file");
    assert_eq!(folder.start().unwrap_err().kind, FailureKind::Usage);
}

#[tokio::test]
async fn context_files_are_kept_and_foreign_ones_survive() {
    let folder = Folder::new(&[]);
    folder.write(".claude/context/execution-progress.md", "somebody else's");
    folder.succeed().await;
    let context = folder.path().join(".claude/context");
    let names: BTreeSet<_> =
        std::fs::read_dir(&context).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.is_superset(&BTreeSet::from(
        ["execution-progress.md", "feature-implementation.yaml", "wave-execution-plan.md"].map(str::to_owned)
    )));
    let kept = std::fs::read_to_string(context.join("execution-progress.md.before-0001-consent")).unwrap();
    assert_eq!(kept, "somebody else's");
    let progress = std::fs::read_to_string(context.join("execution-progress.md")).unwrap();
    assert!(progress.contains("Tasks completed: 4/4"), "{progress}");
    folder.succeed().await;
    assert_eq!(std::fs::read_dir(&context).unwrap().count(), names.len(), "our own are replaced");
}

#[tokio::test]
async fn a_cancelled_gate_leaves_no_process() {
    let mut folder = Folder::new(&[]);
    folder.request.settings.quality = specwave_plan::Quality::Production;
    folder.write("go.mod", "module example.com/consent\n\ngo 1.22\n");
    folder.write("p/p_test.go", "package p\n\nimport \"testing\"\n\nfunc TestHangs(*testing.T) {\n\tselect {}\n}\n");
    let directory = folder.start().unwrap().directory;
    let ours = format!("{}/", directory.workspaces().display());
    until(|| processes_with(&ours).iter().any(|process| processes_with("-test.paniconexit0").contains(process))).await;
    run::cancel(folder.path(), None).unwrap();
    assert_eq!(folder.end_of(&directory).await, Outcome::Cancelled);
    assert_eq!(processes_with(&folder.path().display().to_string()), Vec::<std::path::PathBuf>::new());
    assert!(!directory.workspaces().exists());
}

#[tokio::test]
async fn a_run_that_meets_its_budget_stops_keeps_what_is_done_and_can_go_on() {
    for by_time in [false, true] {
        let script: &[&str] = if by_time { &["hang=domain_expert"] } else { &["spend=domain_expert", "hang=domain_expert"] };
        let mut folder = Folder::new(script);
        let budget = &mut folder.request.settings.budget;
        if by_time {
            budget.run_seconds = 5
        } else {
            budget.cost = 0.5.into()
        }
        let (directory, outcome) = folder.run().await;
        let failure = outcome.failure().unwrap();
        assert_eq!(failure.kind, FailureKind::Environment);
        let expected = if by_time { "the run has met its budget: 5 s are over" } else { "0.60 of 0.50 USD are spent" };
        assert!(failure.message.contains(expected) && failure.hint.contains("specwave resume"), "{failure:?}");
        assert_eq!(folder.tree(), Tree::new());
        assert!(matches!(folder.resume().await, Outcome::Faulted { .. }), "it meets its budget again");
        let attempts = |task| attempts_of(&read(&directory.journal()).unwrap(), task);
        assert_eq!((attempts("foundation_analyst"), attempts("domain_expert")), (1, 2), "what was done is kept");
    }
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_and_costs_no_attempt() {
    let mut folder = Folder::new(&["limit-at-first"]);
    folder.request.settings.attempts = 1;
    folder.request.settings.budget.back_off_seconds = 1;
    let directory = folder.succeed().await;
    let records = read(&directory.journal()).unwrap();
    let waits = records.iter().filter(|record| matches!(record.event, Event::BackOffStarted { .. })).count();
    // The first Task waits alone, the two of Wave 1 together, the last one alone.
    assert!((3..=4).contains(&waits), "{waits}");
    assert_eq!(attempts_of(&records, "domain_expert"), 2);
}

#[tokio::test]
async fn what_tasks_require_is_composed_into_the_users_go_mod_and_undone_with_the_rest() {
    let folder = Folder::new(&["require=domain_expert", "require=value_designer"]);
    let mine = "module example.com/consent\n\ngo 1.22\n\n// A comment of mine.\n";
    folder.write("go.mod", mine);
    let directory = folder.succeed().await;
    let go_mod = folder.tree().remove("go.mod").unwrap();
    assert!(go_mod.starts_with(mine), "{go_mod}");
    for task in ["domain_expert", "value_designer"] {
        assert!(go_mod.contains(&format!("\texample.org/{task} v1.0.0\n")), "{go_mod}");
    }
    let report = RunReport::new(&run::status(folder.path(), None).unwrap().progress);
    assert!(report.tasks.iter().all(|task| task.rejected.is_empty()), "{:?}", report.tasks);
    run::undo(folder.path(), Some(&directory.id())).unwrap();
    assert_eq!(folder.tree(), Tree::from([("go.mod".to_owned(), mine.to_owned())]));
}
