//! Runs made by hand and by chance, shared by the tests of the scheduler and of the journal.
#![allow(dead_code, reason = "each test program uses its own part")]
#![allow(unreachable_pub, reason = "a module of several test programs")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use specwave_engine::drivers::simulated::{CaughtBy, Changes, Durations, Script, World};
use specwave_engine::protocol::{Mode, Quality};
use specwave_engine::scheduler::{Budget, Repair, RunStarted, Settings, TaskNode};
use specwave_plan::TaskId;

pub const MODES: [Mode; 3] = [Mode::Sequential, Mode::Parallel, Mode::Adaptive];

pub fn settings(mode: Mode, jobs: u32, attempts: u32) -> Settings {
    Settings {
        mode,
        quality: Quality::Production,
        agent: "simulated".to_owned(),
        assigned: BTreeMap::new(),
        jobs,
        attempts,
        repair: Repair::TryAgain,
        budget: Budget::default(),
    }
}

/// A run of Tasks `(name, wave, needs)`.
pub fn run_of(tasks: &[(&str, u8, &[&str])], settings: Settings) -> RunStarted {
    let node = |&(id, wave, needs): &(&str, u8, &[&str])| TaskNode {
        id: id.into(),
        title: id.to_owned(),
        wave,
        needs: needs.iter().map(|&need| need.into()).collect(),
        estimate_seconds: 10,
    };
    RunStarted {
        feature: "Consent".to_owned(),
        plan: "plan".to_owned(),
        base: "base".to_owned(),
        settings,
        waves: ["Analysis", "Domain", "Infrastructure", "Service", "API & Quality"].map(str::to_owned).to_vec(),
        tasks: tasks.iter().map(node).collect(),
    }
}

/// A short run that has something of everything: a crash, and faults that each kind of gate catches.
pub fn eventful_run(mode: Mode) -> (RunStarted, World) {
    let tasks: &[(&str, u8, &[&str])] =
        &[("base", 0, &[]), ("model", 1, &[]), ("tests", 1, &["model"]), ("store", 2, &[]), ("report", 2, &["tests", "store"])];
    let scripts = [
        ("model", Script::FaultyAtFirst(CaughtBy::Wave)),
        ("tests", Script::CrashesAtFirst),
        ("store", Script::FaultyAtFirst(CaughtBy::Compile)),
        ("report", Script::FaultyAtFirst(CaughtBy::Final)),
    ];
    let scripts = scripts.map(|(task, script)| (TaskId::from(task), script)).into();
    (run_of(tasks, settings(mode, 2, 3)), World { scripts, ..World::default() })
}

/// A graph that can be carried out: waves rise, and needs point backwards.
pub fn any_tasks() -> impl Strategy<Value = Vec<TaskNode>> {
    let task = (0_u8..4, proptest::collection::vec(any::<proptest::sample::Index>(), 0..4), 1_u32..100);
    proptest::collection::vec(task, 1..16).prop_map(|mut tasks| {
        tasks.sort_by_key(|(wave, ..)| *wave);
        let name = |number: usize| TaskId(format!("task{number}"));
        let node = |(number, (wave, needs, estimate_seconds)): (usize, &(u8, Vec<proptest::sample::Index>, u32))| TaskNode {
            id: name(number),
            title: format!("Task {number}"),
            wave: *wave,
            needs: if number == 0 { Vec::new() } else { needs.iter().map(|need| name(need.index(number))).collect() },
            estimate_seconds: *estimate_seconds,
        };
        tasks.iter().enumerate().map(node).collect()
    })
}

pub fn any_mode() -> impl Strategy<Value = Mode> {
    proptest::sample::select(MODES.to_vec())
}

/// Agents that do their Tasks in the end, if they have two Attempts.
pub fn curable_script() -> impl Strategy<Value = Script> {
    prop_oneof![
        4 => Just(Script::Works),
        1 => Just(Script::CrashesAtFirst),
        1 => any_gate().prop_map(Script::FaultyAtFirst),
    ]
}

pub fn any_script() -> impl Strategy<Value = Script> {
    prop_oneof![
        8 => curable_script(),
        1 => Just(Script::AlwaysCrashes),
        1 => any_gate().prop_map(Script::AlwaysFaulty),
    ]
}

fn any_gate() -> impl Strategy<Value = CaughtBy> {
    proptest::sample::select(vec![CaughtBy::Compile, CaughtBy::Wave, CaughtBy::Final])
}

/// A run and the world it takes place in.
pub fn any_run(script: impl Strategy<Value = Script>) -> impl Strategy<Value = (RunStarted, World)> {
    let world = (any::<u64>(), any::<bool>(), proptest::collection::vec(script, 16));
    (any_tasks(), any_mode(), 1_u32..6, 2_u32..4, world).prop_map(|(tasks, mode, jobs, attempts, (seed, kept, scripts))| {
        let scripts: BTreeMap<_, _> = tasks.iter().map(|task| task.id.clone()).zip(scripts).collect();
        let changes = if kept { Changes::Kept } else { Changes::InWorkspace };
        let durations = Durations { seed, ..Durations::default() };
        let run = RunStarted { tasks, ..run_of(&[], settings(mode, jobs, attempts)) };
        (run, World { scripts, changes, durations, ..World::default() })
    })
}
