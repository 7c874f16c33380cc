//! What holds for every run, whatever its graph, its mode and its agents. `PROPTEST_CASES` says how many are tried.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use specwave_engine::drivers::simulated::World;
use specwave_engine::journal::Record;
use specwave_engine::protocol::Mode;
use specwave_engine::scheduler::{AttemptOutcome, Event, GateScope, Outcome, RunStarted, State, TaskState};
use specwave_engine::verdict::Verdict;
use specwave_plan::TaskId;
use support::{MODES, any_run, any_script, curable_script};

fn drive(world: &mut World, run: &RunStarted) -> (Outcome, Vec<Record>) {
    world.run(Vec::new(), run.clone()).expect("the run ends")
}

fn events(records: &[Record]) -> impl DoubleEndedIterator<Item = &Event> + ExactSizeIterator {
    records.iter().map(|record| &record.event)
}

/// Reads the journal as a stranger would, without asking the scheduler.
struct Witness<'a> {
    run: &'a RunStarted,
    running: BTreeSet<&'a TaskId>,
    seen_attempts: BTreeSet<(&'a TaskId, u32)>,
    integrated: BTreeSet<&'a TaskId>,
    passed_waves: BTreeSet<u8>,
    failed_attempts: BTreeMap<&'a TaskId, u32>,
    gate_runs: bool,
    integration_runs: bool,
}

impl<'a> Witness<'a> {
    fn new(run: &'a RunStarted) -> Self {
        Self {
            run,
            running: BTreeSet::new(),
            seen_attempts: BTreeSet::new(),
            integrated: BTreeSet::new(),
            passed_waves: BTreeSet::new(),
            failed_attempts: BTreeMap::new(),
            gate_runs: false,
            integration_runs: false,
        }
    }

    fn watch(mut self, records: &'a [Record]) {
        for event in events(records) {
            match event {
                Event::AttemptStarted { task, attempt } => self.see_start(task, *attempt),
                Event::AttemptEnded { task, outcome, .. } => {
                    assert!(self.running.remove(task), "{task} ended without running");
                    if matches!(outcome, AttemptOutcome::Failed { .. }) {
                        *self.failed_attempts.entry(task).or_default() += 1;
                    }
                }
                Event::IntegrationStarted { .. } => assert!(!std::mem::replace(&mut self.integration_runs, true)),
                Event::Integrated(integrated) => {
                    assert!(std::mem::take(&mut self.integration_runs));
                    self.integrated.insert(&integrated.task);
                }
                Event::GateStarted { scope } => {
                    assert!(!std::mem::replace(&mut self.gate_runs, true), "two gates at once");
                    self.see_gate(scope);
                }
                Event::GateEnded { scope, verdicts } => {
                    assert!(std::mem::take(&mut self.gate_runs));
                    if let GateScope::Wave { wave } = scope
                        && verdicts.iter().all(Verdict::lets_pass)
                    {
                        self.passed_waves.insert(*wave);
                    }
                }
                Event::RunEnded { .. } => {
                    assert!(
                        self.running.is_empty() && !self.gate_runs && !self.integration_runs,
                        "the run left something behind"
                    );
                }
                _ => {}
            }
        }
        assert!(self.failed_attempts.values().all(|failed| *failed <= self.run.settings.attempts));
        assert!(matches!(records.last().map(|record| &record.event), Some(Event::RunEnded { .. })));
    }

    fn see_start(&mut self, task: &'a TaskId, attempt: u32) {
        assert!(self.seen_attempts.insert((task, attempt)), "Attempt {attempt} of {task} started twice");
        assert!(self.running.insert(task), "{task} runs twice at the same time");
        let mode = self.run.settings.mode;
        let most = if mode == Mode::Sequential { 1 } else { self.run.settings.jobs as usize };
        assert!(self.running.len() <= most, "{} Attempts at once", self.running.len());

        let node = self.run.tasks.iter().find(|node| node.id == *task).expect("a Task of the plan");
        let foundation = self.run.tasks.iter().filter(|other| other.wave == 0 && node.wave > 0);
        assert!(foundation.into_iter().all(|other| self.integrated.contains(&other.id)), "{task} started before Wave 0 was in");
        if mode != Mode::Parallel {
            assert!(node.needs.iter().all(|need| self.integrated.contains(need)), "{task} started before what it needs");
        }
        if mode == Mode::Sequential {
            let earlier = self.run.tasks.iter().map(|other| other.wave).filter(|wave| *wave < node.wave);
            assert!(
                earlier.into_iter().all(|wave| self.passed_waves.contains(&wave)),
                "{task} started before an earlier wave had passed"
            );
        }
    }

    fn see_gate(&self, scope: &GateScope) {
        let about = |node: &&specwave_engine::scheduler::TaskNode| match scope {
            GateScope::Compile { tasks } => tasks.contains(&node.id),
            GateScope::Wave { wave } => node.wave == *wave,
            GateScope::Final => true,
        };
        assert!(self.run.tasks.iter().filter(about).all(|node| self.integrated.contains(&node.id)), "{scope:?} ran too early");
        match self.run.settings.mode {
            Mode::Sequential => assert!(!matches!(scope, GateScope::Compile { .. })),
            Mode::Parallel => assert_eq!(*scope, GateScope::Final),
            Mode::Adaptive => {}
        }
    }
}

fn begins_work(event: &Event) -> bool {
    matches!(event, Event::AttemptStarted { .. } | Event::GateStarted { .. } | Event::ApplyStarted)
}

fn begins_something(event: &Event) -> bool {
    begins_work(event) || matches!(event, Event::IntegrationStarted { .. })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_keeps_the_rules_and_ends((run, mut world) in any_run(any_script())) {
        let (outcome, records) = drive(&mut world, &run);
        Witness::new(&run).watch(&records);
        let state = State::replay(events(&records)).unwrap();
        let hopeless = state.tasks().any(|(_, task)| task.is_lost());
        prop_assert_eq!(matches!(outcome, Outcome::Failed { .. }), hopeless);
        prop_assert_eq!(outcome == Outcome::Succeeded, state.tasks().all(|(_, task)| matches!(task, TaskState::Integrated { .. })));
        let has_ended = |task: &TaskState| task.is_lost() || matches!(task, TaskState::Integrated { .. });
        prop_assert!(state.tasks().all(|(_, task)| has_ended(task)));
        prop_assert!(outcome == Outcome::Succeeded || world.output.is_empty());
    }

    #[test]
    fn all_modes_end_with_the_same_tree((run, world) in any_run(curable_script())) {
        for mode in MODES {
            let mut run = run.clone();
            run.settings.mode = mode;
            let mut world = world.clone();
            let (outcome, _) = drive(&mut world, &run);
            prop_assert_eq!(outcome, Outcome::Succeeded);
            let expected: BTreeMap<_, _> = run.tasks.iter().map(|task| (format!("{}.txt", task.id), format!("{}\n", task.id))).collect();
            prop_assert_eq!(&world.output, &expected, "in mode {:?}", mode);
        }
    }

    #[test]
    fn the_same_run_has_the_same_journal((run, world) in any_run(any_script())) {
        let (_, once) = drive(&mut world.clone(), &run);
        let (_, twice) = drive(&mut world.clone(), &run);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn an_interrupted_run_ends_like_an_undisturbed_one((run, world) in any_run(any_script()), cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 1..4)) {
        let mut undisturbed = world.clone();
        let (outcome, _) = drive(&mut undisturbed, &run);
        let mut disturbed = world;
        let (_, mut records) = drive(&mut disturbed, &run);
        for cut in cuts {
            records.truncate(cut.index(records.len()).max(1));
            let kept = records.clone();
            if !events(&kept).any(|event| *event == Event::ApplyStarted) {
                disturbed.output.clear();
            }
            let (resumed, longer) = disturbed.resume(records, &kept).unwrap();
            prop_assert_eq!(std::mem::discriminant(&resumed), std::mem::discriminant(&outcome));
            prop_assert_eq!(&disturbed.output, &undisturbed.output);
            records = longer;
        }
    }

    #[test]
    fn a_cancelled_run_ends_and_can_be_resumed((run, mut world) in any_run(curable_script()), at in 0_u64..600_000) {
        world.requests.push((at, Event::CancelRequested));
        let (outcome, records) = drive(&mut world, &run);
        Witness::new(&run).watch(&records);
        let asked = events(&records).position(|event| *event == Event::CancelRequested);
        let last_decision = events(&records).rposition(begins_something);
        if outcome == Outcome::Cancelled {
            prop_assert!(last_decision < asked, "something was begun after the cancellation");
            prop_assert!(world.output.is_empty());
            world.requests.clear();
            let kept = records.clone();
            let (outcome, _) = world.resume(records, &kept).unwrap();
            prop_assert_eq!(outcome, Outcome::Succeeded);
        } else {
            prop_assert_eq!(outcome, Outcome::Succeeded);
        }
        prop_assert_eq!(world.output.len(), run.tasks.len());
    }

    #[test]
    fn nothing_begins_during_a_pause((run, mut world) in any_run(curable_script()), at in 0_u64..300_000, length in 1_u64..300_000) {
        world.requests.extend([(at, Event::Paused), (at + length, Event::Unpaused)]);
        let (outcome, records) = drive(&mut world, &run);
        Witness::new(&run).watch(&records);
        prop_assert_eq!(outcome, Outcome::Succeeded);
        let during = events(&records).skip_while(|event| **event != Event::Paused).take_while(|event| **event != Event::Unpaused);
        prop_assert!(!during.into_iter().any(begins_work));
    }
}
