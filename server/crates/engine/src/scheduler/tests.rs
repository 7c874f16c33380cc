//! The scheduler's rules, one at a time. What holds for every run is in `tests/scheduler.rs`.

use std::collections::BTreeMap;

use crate::protocol::{Mode, Quality};
use crate::scheduler::{
    Applied, AttemptOutcome, Budget, Command, Contradiction, During, Event, Fault, FaultKind, GateScope, Integrated, Manner,
    Outcome, Phase, Repair, Retried, RunStarted, Settings, State, TaskNode, TaskState,
};
use crate::usage::Usage;
use crate::verdict::{Culprit, Ending, Verdict};

type Row = (&'static str, u8, &'static [&'static str], u32);

/// A run of Tasks `(name, wave, needs, estimate)` with four places and two Attempts.
fn run_of(mode: Mode, rows: &[Row]) -> RunStarted {
    let node = |&(id, wave, needs, estimate_seconds): &Row| TaskNode {
        id: id.into(),
        title: id.to_owned(),
        wave,
        needs: needs.iter().map(|&need| need.into()).collect(),
        estimate_seconds,
    };
    let settings = Settings {
        mode,
        quality: Quality::Production,
        agent: "builtin".to_owned(),
        assigned: BTreeMap::new(),
        jobs: 4,
        attempts: 2,
        repair: Repair::TryAgain,
        budget: Budget::default(),
    };
    RunStarted {
        feature: "Consent".to_owned(),
        plan: String::new(),
        base: "base".to_owned(),
        settings,
        waves: Vec::new(),
        tasks: rows.iter().map(node).collect(),
    }
}

/// Plays the part of a driver: takes events in and remembers the last commands.
struct Play {
    state: State,
    commands: Vec<Command>,
}

impl Play {
    fn begin(run: &RunStarted) -> Self {
        let (state, commands) = State::begin(run).expect("a sound plan");
        Self { state, commands }
    }

    fn event(&mut self, event: Event) -> &mut Self {
        self.commands = self.state.step(&event).expect("an event that fits");
        self
    }

    fn ended(&mut self, task: &str, outcome: AttemptOutcome) -> &mut Self {
        let attempt = self.state.attempts_of(&task.into());
        self.event(Event::AttemptEnded { task: task.into(), attempt, outcome })
    }

    fn done(&mut self, task: &str) -> &mut Self {
        self.ended(task, AttemptOutcome::Done { summary: String::new(), change: None })
    }

    fn integrated(&mut self, task: &str) -> &mut Self {
        let attempt = self.state.attempts_of(&task.into());
        let (tree, changed, rejected) = (format!("with {task}"), Vec::new(), Vec::new());
        self.event(Event::Integrated(Integrated { task: task.into(), attempt, tree, changed, rejected }))
    }

    fn does(&mut self, task: &str) -> &mut Self {
        self.done(task).integrated(task)
    }

    fn gate(&mut self, ending: Ending) -> &mut Self {
        let scope = self.state.running_gate().expect("a gate runs").clone();
        let verdict = Verdict { millis: 1, ..Verdict::new("test", ending) };
        self.event(Event::GateEnded { scope, verdicts: vec![verdict] })
    }

    fn passes(&mut self) -> &mut Self {
        self.gate(Ending::Passed)
    }

    fn fails(&mut self, culprits: &[&str]) -> &mut Self {
        let blame = |task: &&str| Culprit { task: (*task).into(), text: format!("{task} is wrong") };
        self.gate(Ending::Failed {
            text: "it is wrong".to_owned(),
            culprits: culprits.iter().map(blame).collect(),
            findings: Vec::new(),
        })
    }

    fn started(&self) -> Vec<&str> {
        let started = self.commands.iter().filter_map(|command| match command {
            Command::StartAttempt { task, .. } => Some(task.0.as_str()),
            _ => None,
        });
        started.collect()
    }

    fn finished(&self) -> Option<&Outcome> {
        self.commands.iter().find_map(|command| match command {
            Command::Finish { outcome } => Some(outcome),
            _ => None,
        })
    }

    fn task(&self, task: &str) -> &TaskState {
        self.state.task(&task.into()).expect("a Task of the plan")
    }
}

const CHAIN: &[Row] =
    &[("base", 0, &[], 1), ("model", 1, &[], 10), ("values", 1, &[], 20), ("store", 2, &["model"], 30), ("docs", 2, &[], 5)];

#[test]
fn adaptive_starts_the_longest_remaining_path_first() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, CHAIN));
    assert_eq!(play.started(), ["base"]);
    play.does("base");
    assert_eq!(play.started(), [""; 0], "what came in has to compile first");
    play.passes();
    assert_eq!(play.started(), ["model", "values", "docs"], "model leads to store: 40 s");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 0 }));
}

#[test]
fn adaptive_goes_on_with_what_is_in_although_its_wave_is_not() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, CHAIN));
    play.does("base").passes().passes().does("model").passes();
    assert_eq!(play.started(), ["store"]);
}

#[test]
fn what_depends_on_a_failing_wave_waits_and_the_rest_does_not() {
    let rows: &[Row] = &[
        ("base", 0, &[], 1),
        ("model", 1, &[], 50),
        ("values", 1, &[], 40),
        ("store", 2, &["model"], 30),
        ("docs", 2, &[], 5),
        ("guide", 2, &[], 1),
    ];
    let mut run = run_of(Mode::Adaptive, rows);
    run.settings.jobs = 2;
    let mut play = Play::begin(&run);
    play.does("base").passes().passes().does("model").passes().does("values");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Compile { tasks: vec!["values".into()] }));
    play.passes();
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 1 }));
    play.fails(&["values"]).ended("store", AttemptOutcome::Failed { message: "crashed".to_owned() });
    assert_eq!(play.started(), ["values"]);
    play.done("docs");
    assert_eq!(play.started(), ["guide"], "store needs a Task of Wave 1, which is failing");
    play.integrated("docs").does("values").passes().passes();
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 1 }));
    play.passes();
    assert_eq!(play.started(), ["store"]);
}

#[test]
fn sequential_has_the_full_set_pass_before_the_next_wave() {
    let mut play = Play::begin(&run_of(Mode::Sequential, CHAIN));
    play.does("base");
    assert_eq!(play.started(), [""; 0]);
    play.passes();
    assert_eq!(play.started(), ["model"]);
    play.done("model");
    assert_eq!(play.started(), ["values"], "the integration of one and the work of the next go together");
    play.integrated("model").does("values");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 1 }));
    play.passes();
    assert_eq!(play.started(), ["store"]);
    play.does("store").does("docs");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Final), "the last gate takes the place of the last wave's");
    play.passes();
    assert_eq!(play.commands, [Command::Apply { tree: "with docs".to_owned() }]);
    play.event(Event::Applied(Applied::default()));
    assert_eq!(play.finished(), Some(&Outcome::Succeeded));
}

#[test]
fn parallel_checks_nothing_but_wave_0_before_the_end() {
    let mut play = Play::begin(&run_of(Mode::Parallel, CHAIN));
    play.does("base");
    assert_eq!(play.started(), ["model", "store", "values", "docs"]);
    play.does("store").does("docs").does("model");
    assert_eq!(play.state.running_gate(), None);
    play.does("values");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Final));
}

#[test]
fn a_failing_gate_goes_back_to_its_owner_with_its_text() {
    let mut play = Play::begin(&run_of(Mode::Sequential, CHAIN));
    play.does("base").passes().does("model").does("values").fails(&["model", "store"]);
    let expected =
        Command::StartAttempt { task: "model".into(), attempt: 2, feedback: "model is wrong".to_owned(), context: String::new() };
    assert_eq!(play.commands, [expected], "store has not handed anything in that could be wrong");
    play.does("model");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 1 }));
    play.fails(&["model"]);
    assert!(matches!(play.task("model"), TaskState::Failed { reason } if reason == "model is wrong"));
    assert!(matches!(play.finished(), Some(Outcome::Failed { message }) if message.starts_with("model failed: model is wrong")));
}

#[test]
fn a_wave_whose_task_a_later_gate_sends_back_is_checked_again() {
    let mut play = Play::begin(&run_of(Mode::Sequential, CHAIN));
    play.does("base").passes().does("model").does("values").passes().does("store").does("docs").fails(&["model", "docs"]);
    assert_eq!(play.started(), ["model"]);
    assert!(!play.state.wave_passed(1));
    play.does("model");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 1 }));
    play.passes();
    assert_eq!(play.started(), ["docs"]);
    play.does("docs");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Final));
}

#[test]
fn what_mends_a_failing_wave_does_not_wait_for_it() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, CHAIN));
    play.does("base").passes().passes().does("model").passes().does("store").passes().does("values").passes();
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 1 }));
    play.fails(&["store"]);
    assert_eq!(play.started(), ["store"], "although it needs model, whose wave is failing");
    play.does("store").passes();
    assert_eq!(play.state.running_gate(), Some(&GateScope::Wave { wave: 1 }));
}

#[test]
fn what_is_being_mended_is_nobody_elses_fault() {
    let run =
        run_of(Mode::Adaptive, &[("base", 0, &[], 1), ("broken", 1, &[], 2), ("sound", 1, &[], 1), ("user", 2, &["sound"], 1)]);
    let mut play = Play::begin(&run);
    play.does("base").passes().passes();
    play.does("broken").fails(&["broken"]);
    assert_eq!(play.started(), ["broken"]);
    play.does("sound").fails(&["broken"]);
    assert_eq!(*play.task("sound"), TaskState::Integrated { attempt: 1 }, "its own code was not named");
    assert_eq!(play.started(), ["user"]);
    play.does("broken").passes();
    assert_eq!(*play.task("broken"), TaskState::Integrated { attempt: 2 });
}

#[test]
fn what_was_mended_while_a_gate_looked_at_it_is_nobody_elses_fault_either() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, &[("base", 0, &[], 1), ("broken", 1, &[], 2), ("sound", 1, &[], 1)]));
    play.does("base").passes().passes();
    play.does("broken").fails(&["broken"]);
    play.does("sound").does("broken").fails(&["broken"]);
    assert_eq!(*play.task("sound"), TaskState::Integrated { attempt: 1 }, "its own code was not named");
    assert_eq!(*play.task("broken"), TaskState::Checking { attempt: 2 }, "the gate has not seen its second Attempt");
    play.passes();
    assert_eq!(*play.task("broken"), TaskState::Integrated { attempt: 2 });
}

#[test]
fn a_failure_that_names_nobody_goes_to_all_that_the_gate_was_about() {
    let mut play = Play::begin(&run_of(Mode::Sequential, CHAIN));
    play.does("base").passes().does("model").does("values").fails(&[]);
    assert_eq!([play.task("model"), play.task("values")], [&TaskState::Running { attempt: 2 }, &TaskState::Waiting]);
}

#[test]
fn a_failure_of_the_whole_that_names_nobody_ends_the_run() {
    let mut play = Play::begin(&run_of(Mode::Parallel, &[("base", 0, &[], 1)]));
    play.does("base").fails(&[]);
    assert!(matches!(play.finished(), Some(Outcome::Failed { message }) if message.ends_with("test: it is wrong")));
}

#[test]
fn a_failing_gate_is_our_fault_if_the_agent_cannot_do_better() {
    let mut run = run_of(Mode::Adaptive, CHAIN);
    run.settings.repair = Repair::OurFault;
    let mut play = Play::begin(&run);
    play.does("base").passes().fails(&["base"]);
    assert_eq!(play.commands.len(), 3, "what runs is ended: {:?}", play.commands);
    assert!(play.commands.iter().all(|command| matches!(command, Command::CancelAttempt { .. })));
    for task in ["model", "values", "docs"] {
        play.ended(task, AttemptOutcome::Cancelled);
    }
    let Some(Outcome::Faulted { fault }) = play.finished() else { panic!("{:?}", play.commands) };
    assert_eq!(fault.kind, FaultKind::Internal);
    assert_eq!(fault.message, "the gate of Wave 0 failed on what agent `builtin` wrote\ntest: it is wrong");
}

#[test]
fn a_fault_of_the_machine_costs_no_attempt_and_lets_work_end() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, CHAIN));
    play.does("base").passes().gate(Ending::Environment { message: "no go".to_owned(), hint: "install it".to_owned() });
    assert_eq!(play.commands, []);
    play.done("model");
    assert!(matches!(play.commands.as_slice(), [Command::Integrate { .. }]), "what ended is not thrown away");
    play.integrated("model")
        .ended("values", AttemptOutcome::Environment { message: "disk full".to_owned(), hint: String::new() });
    play.ended("docs", AttemptOutcome::Failed { message: "disk full".to_owned() });
    let fault = Fault { kind: FaultKind::Environment, message: "no go".to_owned(), hint: "install it".to_owned() };
    assert_eq!(play.finished(), Some(&Outcome::Faulted { fault }));
    play.event(Event::Resumed);
    assert_eq!(play.started(), ["values", "docs"]);
    assert_eq!(play.state.running_gate(), Some(&GateScope::Compile { tasks: vec!["model".into()] }));
}

#[test]
fn a_gate_without_a_verdict_is_no_pass() {
    let mut play = Play::begin(&run_of(Mode::Parallel, &[("base", 0, &[], 1)]));
    play.does("base").event(Event::GateEnded { scope: GateScope::Final, verdicts: Vec::new() });
    assert!(matches!(play.finished(), Some(Outcome::Faulted { fault }) if fault.kind == FaultKind::Internal));
}

#[test]
fn a_crash_costs_an_attempt_and_what_needs_the_task_is_blocked() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, CHAIN));
    play.does("base").passes().passes();
    for _ in 0..2 {
        play.ended("model", AttemptOutcome::Failed { message: "killed by signal 9".to_owned() });
    }
    assert_eq!(*play.task("store"), TaskState::Blocked { by: "model".into() });
    play.does("values").passes().does("docs").passes();
    let expected = "model failed: killed by signal 9\nstore was not started, because it needs `model`";
    assert_eq!(play.finished(), Some(&Outcome::Failed { message: expected.to_owned() }));
}

#[test]
fn a_resumed_run_gives_up_workspaces_but_not_kept_changes() {
    let mut play = Play::begin(&run_of(Mode::Parallel, CHAIN));
    play.does("base");
    play.ended("model", AttemptOutcome::Done { summary: String::new(), change: Some("kept".to_owned()) });
    play.done("values");
    play.event(Event::Resumed);
    let again = Command::Integrate { task: "model".into(), attempt: 1, change: Some("kept".to_owned()) };
    assert_eq!(play.commands[0], again);
    assert_eq!(play.started(), ["store", "values", "docs"]);
    assert_eq!(*play.task("values"), TaskState::Running { attempt: 2 });
}

#[test]
fn a_resumed_run_gives_failed_tasks_all_their_attempts_again() {
    let mut play = Play::begin(&run_of(Mode::Parallel, &[("base", 0, &[], 1), ("model", 1, &[], 1)]));
    for _ in 0..2 {
        play.ended("base", AttemptOutcome::Failed { message: "crashed".to_owned() });
    }
    assert_eq!(*play.task("model"), TaskState::Blocked { by: "base".into() });
    assert!(play.finished().is_some());
    play.event(Event::Resumed);
    let again = Command::StartAttempt { task: "base".into(), attempt: 3, feedback: "crashed".to_owned(), context: String::new() };
    assert_eq!(play.commands, [again]);
    play.ended("base", AttemptOutcome::Failed { message: "crashed".to_owned() });
    assert_eq!(play.started(), ["base"]);
}

#[test]
fn a_cancellation_ends_what_runs_and_nothing_is_begun() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, CHAIN));
    play.does("base").passes().done("model").done("values").event(Event::CancelRequested);
    let cancelled = play.commands.iter().filter(|command| matches!(command, Command::CancelAttempt { .. } | Command::CancelGate));
    assert_eq!(cancelled.count(), 2, "{:?}", play.commands);
    play.event(Event::CancelRequested);
    assert_eq!(play.commands, [], "asking twice changes nothing");
    play.ended("docs", AttemptOutcome::Failed { message: "terminated".to_owned() });
    assert_eq!(*play.task("docs"), TaskState::Cancelled { attempt: 1 });
    play.integrated("model");
    assert_eq!(play.commands, [], "values is not integrated any more, and the gate has not ended yet");
    play.event(Event::GateEnded { scope: GateScope::Wave { wave: 0 }, verdicts: Vec::new() });
    assert_eq!(play.finished(), Some(&Outcome::Cancelled));
}

#[test]
fn apply_is_not_cancelled_but_may_be_refused() {
    let mut play = Play::begin(&run_of(Mode::Parallel, &[("base", 0, &[], 1)]));
    play.does("base").passes().event(Event::CancelRequested);
    assert_eq!(play.state.phase(), &Phase::Applying);
    let fault = Fault { kind: FaultKind::Refused, message: "a file was edited".to_owned(), hint: String::new() };
    play.event(Event::Faulted { during: During::Apply, fault: fault.clone() });
    assert_eq!(play.finished(), Some(&Outcome::Faulted { fault }));
    play.event(Event::Resumed);
    assert_eq!(play.commands, [Command::Apply { tree: "with base".to_owned() }], "the gates need not run again");
}

#[test]
fn an_integration_that_failed_is_tried_again_by_a_resumed_run_only() {
    let mut play = Play::begin(&run_of(Mode::Parallel, &[("base", 0, &[], 1)]));
    let fault = Fault { kind: FaultKind::Environment, message: "disk full".to_owned(), hint: String::new() };
    play.ended("base", AttemptOutcome::Done { summary: String::new(), change: Some("kept".to_owned()) });
    play.event(Event::Faulted { during: During::Integration, fault: fault.clone() });
    assert_eq!(play.finished(), Some(&Outcome::Faulted { fault }));
    play.event(Event::Resumed);
    assert_eq!(play.commands, [Command::Integrate { task: "base".into(), attempt: 1, change: Some("kept".to_owned()) }]);
}

#[test]
fn the_first_reason_to_stop_counts() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, CHAIN));
    play.event(Event::CancelRequested);
    let fault = Fault { kind: FaultKind::Internal, message: "socket lost".to_owned(), hint: String::new() };
    play.event(Event::Faulted { during: During::Run, fault });
    assert_eq!(play.state.phase(), &Phase::Stopping { outcome: Outcome::Cancelled, manner: Manner::Cancel });
}

#[test]
fn events_that_cannot_have_happened_are_refused() {
    let started = |task: &str, attempt| Event::AttemptStarted { task: task.into(), attempt };
    let cases = [
        (Event::RunStarted(run_of(Mode::Parallel, CHAIN)), "the run began twice"),
        (started("base", 1), "Attempt 1 of `base` began twice"),
        (started("base", 2), "`base` is running and cannot become running"),
        (started("nobody", 1), "Task `nobody` is not in the plan"),
        (
            Event::AttemptEnded { task: "model".into(), attempt: 1, outcome: AttemptOutcome::Cancelled },
            "Attempt 1 of `model` ended, but was not running",
        ),
        (Event::IntegrationStarted { task: "base".into(), attempt: 1 }, "`base` is running and cannot become integrating"),
        (Event::GateEnded { scope: GateScope::Final, verdicts: Vec::new() }, "a gate ended that was not running"),
        (Event::ApplyStarted, "apply began before the last gate had passed"),
        (Event::Applied(Applied::default()), "apply ended, but was not under way"),
    ];
    for (event, expected) in cases {
        let (mut state, _) = State::begin(&run_of(Mode::Parallel, CHAIN)).expect("a sound plan");
        assert_eq!(state.step(&event), Err(Contradiction::Event(expected.to_owned())));
    }
}

#[test]
fn plans_that_cannot_be_carried_out_are_refused() {
    let cases: [(&[Row], &str); 5] = [
        (&[], "the plan has no Tasks"),
        (&[("a", 0, &[], 1), ("a", 0, &[], 1)], "the plan has two Tasks `a`"),
        (&[("a", 0, &["b"], 1)], "Task `a` needs `b`, which is not in the plan"),
        (&[("a", 0, &["b"], 1), ("b", 1, &[], 1)], "Task `a` needs the code of `b`, which belongs to a later wave"),
        (&[("a", 0, &["b"], 1), ("b", 0, &["a"], 1)], "Task `a` needs its own code, through what it needs"),
    ];
    for (rows, expected) in cases {
        let error = State::begin(&run_of(Mode::Adaptive, rows)).map(|_| ()).expect_err(expected);
        assert_eq!(error.to_string(), expected);
    }
}

fn limited() -> AttemptOutcome {
    limited_for(None)
}

fn limited_for(retry_after_seconds: Option<u64>) -> AttemptOutcome {
    AttemptOutcome::RateLimited { message: "too many requests".to_owned(), retry_after_seconds }
}

#[test]
fn a_rate_limit_that_says_how_long_it_lasts_is_waited_for_that_long() {
    let mut run = run_of(Mode::Adaptive, &CHAIN[..1]);
    run.settings.budget.back_off_seconds = 10;
    let mut play = Play::begin(&run);
    // Where it was not long enough, it takes twice as long, or as long as is asked for now.
    for (asked_for, seconds) in [(Some(3), 3), (Some(3), 20), (Some(3600), 3600), (None, 80)] {
        play.ended("base", limited_for(asked_for));
        assert_eq!(play.commands, [Command::BackOff { seconds }]);
        play.event(Event::BackOffEnded);
        assert_eq!(play.started(), ["base"]);
    }
    play.ended("base", limited_for(Some(4 * 24 * 3600)));
    let Some(Outcome::Faulted { fault }) = play.finished() else { panic!("{:?}", play.commands) };
    assert_eq!(fault.message, "an agent has met a rate limit that lasts 96 h: too many requests");
}

#[test]
fn a_rate_limit_costs_no_attempt_and_all_wait_for_it_together() {
    let mut run = run_of(Mode::Adaptive, CHAIN);
    run.settings.budget.back_off_seconds = 10;
    run.settings.jobs = 2;
    let mut play = Play::begin(&run);
    play.does("base").passes();
    assert_eq!(play.started(), ["model", "values"]);
    play.ended("model", limited());
    assert_eq!(play.commands, [Command::BackOff { seconds: 10 }]);
    play.ended("values", limited());
    assert_eq!(play.commands, [], "they wait already");
    play.event(Event::BackOffEnded);
    assert_eq!(play.started(), ["model", "values"], "each has all its Attempts");
    play.ended("model", limited());
    assert_eq!(play.commands, [Command::BackOff { seconds: 20 }], "the next wait is longer");
    // What ends meanwhile is taken in, and nothing new is started.
    play.done("values");
    assert_eq!(play.started(), Vec::<&str>::new());
    play.integrated("values").passes();
    assert_eq!(play.started(), Vec::<&str>::new());
    play.event(Event::BackOffEnded).ended("model", limited());
    assert!(play.commands.contains(&Command::BackOff { seconds: 10 }), "{:?}", play.commands);
}

#[test]
fn a_rate_limit_that_does_not_end_stops_the_run_and_a_resumed_one_begins_anew() {
    let mut play = Play::begin(&run_of(Mode::Adaptive, &CHAIN[..1]));
    for _ in 0..8 {
        play.ended("base", limited());
        assert!(matches!(play.commands.as_slice(), [Command::BackOff { .. }]), "{:?}", play.commands);
        play.event(Event::BackOffEnded);
    }
    play.ended("base", limited());
    let Some(Outcome::Faulted { fault }) = play.finished() else { panic!("{:?}", play.commands) };
    assert_eq!(fault.kind, FaultKind::Environment);
    assert!(fault.message.contains("too many requests") && fault.hint.contains("specwave resume"), "{fault:?}");
    play.event(Event::Resumed);
    assert_eq!(play.started(), ["base"]);
    // Nobody waits for the end of a wait.
    play.ended("base", limited()).event(Event::CancelRequested);
    assert_eq!(play.finished(), Some(&Outcome::Cancelled));
}

fn retried(task: &str, context: &str, tree: Option<&str>) -> Event {
    Event::Retried(Retried { tasks: vec![task.into()], context: context.to_owned(), tree: tree.map(str::to_owned) })
}

#[test]
fn what_the_user_wants_again_is_done_again_whatever_became_of_it() {
    let mut play = Play::begin(&run_of(Mode::Parallel, CHAIN));
    play.does("base").does("model").does("values").does("store");
    for _ in 0..2 {
        play.ended("docs", AttemptOutcome::Failed { message: "crashed".to_owned() });
    }
    assert!(matches!(play.finished(), Some(Outcome::Failed { .. })));
    play.event(retried("model", "mind the rounding", Some("without model")));
    assert_eq!(play.started(), ["model", "docs"], "what had failed is tried again as well");
    let (feedback, context) = (String::new(), "mind the rounding".to_owned());
    assert_eq!(play.commands[0], Command::StartAttempt { task: "model".into(), attempt: 2, feedback, context });
    assert_eq!(play.state.tree(), "without model");
    play.does("model").does("docs");
    assert_eq!(play.state.running_gate(), Some(&GateScope::Final));
    play.passes();
    assert_eq!(play.commands, [Command::Apply { tree: "with docs".to_owned() }]);
}

#[test]
fn a_wave_is_judged_again_when_the_user_wants_one_of_its_tasks_again() {
    let mut play = Play::begin(&run_of(Mode::Sequential, CHAIN));
    play.does("base").passes().does("model").does("values").passes();
    play.event(Event::CancelRequested).ended("store", AttemptOutcome::Cancelled);
    assert_eq!(play.finished(), Some(&Outcome::Cancelled));
    assert!(play.state.wave_passed(1));
    play.event(retried("values", "", None));
    assert_eq!((play.started().as_slice(), play.state.wave_passed(1)), (["values"].as_slice(), false));
    play.does("values").passes();
    assert_eq!((play.started().as_slice(), play.state.wave_passed(1)), (["store"].as_slice(), true));
}

#[test]
fn a_run_that_has_succeeded_goes_on_only_for_what_the_user_wants_again() {
    let mut play = Play::begin(&run_of(Mode::Parallel, &CHAIN[..1]));
    play.does("base").passes().event(Event::Applied(Applied::default()));
    assert_eq!(play.finished(), Some(&Outcome::Succeeded));
    assert!(play.state.step(&Event::Resumed).is_err());
    play.event(retried("base", "", None));
    assert_eq!(play.started(), ["base"]);
    play.does("base").passes();
    assert_eq!(play.commands, [Command::Apply { tree: "with base".to_owned() }]);
}

#[test]
fn a_budget_that_is_met_stops_the_run_keeps_what_has_ended_and_is_there_again_for_a_resumed_run() {
    let mut run = run_of(Mode::Adaptive, &[("base", 0, &[], 1), ("a", 1, &[], 1), ("b", 1, &[], 1)]);
    run.settings.budget.tokens = 100;
    let used =
        |tokens| Event::AttemptUsed { task: "a".into(), attempt: 1, usage: Usage { output_tokens: tokens, ..Usage::default() } };
    let mut play = Play::begin(&run);
    play.does("base").passes().passes();
    play.event(used(99));
    assert_eq!(play.commands, []);
    play.ended("b", AttemptOutcome::Done { summary: String::new(), change: Some("kept".to_owned()) });
    play.event(used(1));
    assert!(play.commands.contains(&Command::CancelAttempt { task: "a".into(), attempt: 1 }), "{:?}", play.commands);
    play.integrated("b").ended("a", AttemptOutcome::Cancelled);
    let Some(Outcome::Faulted { fault }) = play.finished() else { panic!("{:?}", play.commands) };
    assert_eq!(fault.kind, FaultKind::Environment);
    assert!(fault.message.contains("100 of 100 tokens") && fault.hint.contains("specwave resume"), "{fault:?}");
    play.event(Event::Resumed);
    assert_eq!(play.started(), ["a"]);
    play.event(used(99));
    assert_eq!(play.finished(), None, "the budget is there again");
    play.event(Event::TimeIsOver);
    assert!(play.commands.contains(&Command::CancelAttempt { task: "a".into(), attempt: 2 }), "{:?}", play.commands);
}
