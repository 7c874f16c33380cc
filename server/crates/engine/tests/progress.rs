//! What a run looks like from outside, at every point of its journal.

mod support;

use proptest::prelude::*;
use specwave_engine::drivers::simulated::{Durations, Script, World};
use specwave_engine::journal::Record;
use specwave_engine::protocol::Mode;
use specwave_engine::scheduler::{Event, Outcome, RunStarted};
use specwave_engine::state::{Progress, RunReport, WaveStatus, execution_progress};
use support::{any_run, any_script, eventful_run, run_of, settings};

/// Every Attempt takes 10 s, a full set of gates 20 s, a compile gate 2 s.
fn punctual() -> Durations {
    Durations { spread: 0.0, ..Durations::default() }
}

fn small_run(mode: Mode) -> RunStarted {
    run_of(
        &[
            ("Foundation Analyst", 0, &[]),
            ("Domain Expert", 1, &[]),
            ("Value Designer", 1, &[]),
            ("Repository Builder", 2, &["Domain Expert"]),
        ],
        settings(mode, 4, 2),
    )
}

fn records(run: &RunStarted, world: &mut World) -> Vec<Record> {
    world.run(Vec::new(), run.clone()).expect("the run ends").1
}

#[test]
fn the_progress_file_reads_as_the_reference_design_shows_it() {
    let mut world = World { durations: punctual(), ..World::default() };
    let records = records(&small_run(Mode::Sequential), &mut world);
    let second_of_wave_1 = records
        .iter()
        .position(|record| matches!(&record.event, Event::AttemptStarted { task, .. } if task.0 == "Value Designer"))
        .unwrap();
    let middle = Progress::from_records(&records[..=second_of_wave_1]).unwrap();
    assert_eq!(
        execution_progress(&middle),
        "\
## Feature: Consent - Parallel Execution Progress

### Wave 0: Analysis ✅ (30.0 s)
- [x] Task 1: Foundation Analyst - 1 file written

### Wave 1: Domain (2 Tasks) 🔄 (10.0 s)
- [ ] Task 1: Domain Expert - Being integrated...
- [ ] Task 2: Value Designer - In progress...

### Wave 2: Infrastructure ⏸️
- Waiting for Wave 1 completion...

### Quality Gates
- ✅ Wave 0: simulated (20.0 s)

### Performance Metrics
- Total elapsed: 40.0 s
- Parallel speedup: 1.0x (work ÷ elapsed: 40.0 s of Attempts and gates in 40.0 s)
- Tasks completed: 1/4
"
    );
    let end = Progress::from_records(&records).unwrap();
    assert!(execution_progress(&end).contains("### Wave 2: Infrastructure ✅ (30.0 s)\n- [x] Task 1: Repository Builder"));
    assert!(execution_progress(&end).ends_with("- Tasks completed: 4/4\n"));
}

#[test]
fn a_failed_run_says_what_failed_and_what_was_left_out() {
    let mut world = World { durations: punctual(), ..World::default() };
    world.scripts.insert("Domain Expert".into(), Script::AlwaysCrashes);
    let records = records(&small_run(Mode::Adaptive), &mut world);
    let progress = Progress::from_records(&records).unwrap();
    let text = execution_progress(&progress);
    for expected in [
        "### Wave 1: Domain (2 Tasks) ❌ (20.0 s)\n- [ ] Task 1: Domain Expert - ❌ the agent crashed\n- [x] Task 2: Value Designer",
        "### Wave 2: Infrastructure ❌ (0 ms)\n- [ ] Task 1: Repository Builder - ❌ Not started, because it needs Domain Expert\n",
        "### Result\n- ❌ Domain Expert failed: the agent crashed\n- `specwave resume` tries the failed Tasks again\n",
    ] {
        assert!(text.contains(expected), "{expected}\nis not in\n{text}");
    }
    let report = RunReport::new(&progress);
    assert_eq!((report.outcome, report.completed), ("failed", 2));
    let attempts: Vec<_> = report.tasks.iter().map(|task| (task.state, task.attempts)).collect();
    assert_eq!(attempts, [("integrated", 1), ("failed", 2), ("integrated", 1), ("blocked", 0)]);
}

#[test]
fn the_critical_path_is_what_the_end_waited_for() {
    let mut world = World { durations: punctual(), ..World::default() };
    world.scripts.insert("Domain Expert".into(), Script::CrashesAtFirst);
    let records = records(&small_run(Mode::Adaptive), &mut world);
    let report = RunReport::new(&Progress::from_records(&records).unwrap());
    let path: Vec<_> = report.critical_path.iter().map(|task| task.0.as_str()).collect();
    assert_eq!(path, ["Foundation Analyst", "Domain Expert", "Repository Builder"]);
    let attempted = &report.tasks[1].attempted;
    assert_eq!(attempted.iter().map(|attempt| attempt.state).collect::<Vec<_>>(), ["failed", "done"]);
    assert!(attempted[0].ended_at.unwrap() <= attempted[1].began_at);
    assert_eq!(report.tasks[3].needs, report.critical_path[1..2]);
    let begun = Progress::from_records(&records[..2]).unwrap().critical_path();
    assert_eq!(begun, report.critical_path[..1], "while a run goes on, its path ends at what it waits for");
}

#[test]
fn messages_say_what_a_status_line_can_hold() {
    let mut world = World { durations: punctual(), ..World::default() };
    let records = records(&small_run(Mode::Adaptive), &mut world);
    let mut progress = Progress::begin(&records[0]).unwrap();
    let mut messages = Vec::new();
    for record in &records[1..] {
        progress.apply(record).unwrap();
        if messages.last().is_none_or(|last| last != progress.message()) {
            messages.push(progress.message().to_owned());
        }
    }
    for expected in [
        "Wave 0 · 0/1 · Foundation Analyst: started",
        "Wave 1 · 0/2 · Domain Expert: 1 file written",
        "Wave 1 · 2/2 · Value Designer: 1 file written",
        "Compile · 3/4 · gates run",
        "All waves · 4/4 · gates passed",
        "Applying",
        "4 files written",
    ] {
        assert!(messages.iter().any(|message| message == expected), "{expected} is not among {messages:#?}");
    }
    assert!(messages.last().unwrap().starts_with("Done: 4/4 Tasks in "));
}

#[test]
fn time_without_a_process_is_not_elapsed() {
    let (run, mut world) = eventful_run(Mode::Adaptive);
    let mut kept = records(&run, &mut world)[..12].to_vec();
    let died = Progress::from_records(&kept).unwrap();
    let next_day = died.last_at() + 86_400_000;
    kept.push(Record { v: 1, seq: 13, at_ms: next_day, event: Event::Resumed });
    let resumed = Progress::from_records(&kept).unwrap();
    assert_eq!((resumed.elapsed_ms(), resumed.work_ms()), (died.elapsed_ms(), died.work_ms()));
}

#[test]
fn speedup_is_work_by_elapsed() {
    let run =
        run_of(&[("base", 0, &[]), ("a", 1, &[]), ("b", 1, &[]), ("c", 1, &[]), ("d", 1, &[])], settings(Mode::Parallel, 4, 1));
    let durations = Durations { integration: 0, compile: 0, full_set: 0, apply: 0, ..punctual() };
    let records = records(&run, &mut World { durations, ..World::default() });
    let report = RunReport::new(&Progress::from_records(&records).unwrap());
    assert_eq!((report.work_ms, report.elapsed_ms, report.speedup), (50_000, 20_000, 2.5));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_projection_agrees_with_the_run_at_every_record((run, mut world) in any_run(any_script())) {
        let records = records(&run, &mut world);
        let mut progress = Progress::begin(&records[0]).unwrap();
        let mut percentage = 0;
        for record in &records[1..] {
            progress.apply(record).unwrap();
            prop_assert!(progress.percentage() >= percentage, "the percentage fell");
            percentage = progress.percentage();
            prop_assert!(!progress.message().contains('\n'));
            let text = execution_progress(&progress);
            prop_assert_eq!(text.matches("- [x] ").count(), progress.completed());
        }
        let succeeded = progress.outcome() == Some(&Outcome::Succeeded);
        prop_assert_eq!(percentage == 100, succeeded);
        prop_assert_eq!(progress.waves().iter().all(|wave| wave.status == WaveStatus::Passed), succeeded);
        prop_assert!(progress.waves().iter().all(|wave| !matches!(wave.status, WaveStatus::Running)));
        prop_assert!(serde_json::to_string(&RunReport::new(&progress)).is_ok());
    }
}
