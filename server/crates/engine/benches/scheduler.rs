//! How long it takes to decide everything a run needs, in virtual time.

use std::collections::BTreeMap;

use divan::{Bencher, black_box};
use specwave_engine::drivers::simulated::World;
use specwave_engine::protocol::{Mode, Quality};
use specwave_engine::scheduler::{Budget, Event, Repair, RunStarted, Settings, State, TaskNode};

fn main() {
    divan::main();
}

/// A plan of one founding Task and four equal waves, in which each Task needs the code of two of the wave before.
fn run_of(tasks: usize, mode: Mode, jobs: u32) -> RunStarted {
    let per_wave = (tasks - 1).div_ceil(4);
    let node = |number: usize| {
        let wave = number.div_ceil(per_wave).min(4);
        let needs = if wave < 2 {
            Vec::new()
        } else {
            vec![number - per_wave, number - per_wave + usize::from(!number.is_multiple_of(per_wave))]
        };
        TaskNode {
            id: format!("task{number}").as_str().into(),
            title: format!("Task {number}"),
            wave: u8::try_from(wave).unwrap_or(4),
            needs: needs.into_iter().map(|need| format!("task{need}").as_str().into()).collect(),
            estimate_seconds: 60 + u32::try_from(number % 7).unwrap_or(0) * 10,
        }
    };
    let settings = Settings {
        mode,
        quality: Quality::Production,
        agent: "simulated".to_owned(),
        assigned: BTreeMap::new(),
        jobs,
        attempts: 3,
        repair: Repair::TryAgain,
        budget: Budget::default(),
    };
    RunStarted {
        feature: "Consent".to_owned(),
        plan: "plan".to_owned(),
        base: "base".to_owned(),
        settings,
        waves: Vec::new(),
        tasks: (0..tasks).map(node).collect(),
    }
}

fn inputs_of(run: &RunStarted) -> Vec<Event> {
    let (_, records) = World { scripts: BTreeMap::new(), ..World::default() }.run(Vec::new(), run.clone()).expect("the run ends");
    let is_input = |event: &Event| {
        matches!(event, Event::AttemptEnded { .. } | Event::Integrated(_) | Event::GateEnded { .. } | Event::Applied(_))
    };
    records.into_iter().map(|record| record.event).filter(is_input).collect()
}

/// All decisions of a run, without the simulated world around them.
#[divan::bench(args = [21, 1_000])]
fn decide(bencher: Bencher<'_, '_>, tasks: usize) {
    let run = run_of(tasks, Mode::Adaptive, 8);
    let inputs = inputs_of(&run);
    bencher.bench(|| {
        let (mut state, _) = State::begin(black_box(&run)).expect("a sound plan");
        inputs.iter().map(|event| state.step(event).expect("a sound journal").len()).sum::<usize>()
    });
}

/// A whole simulated run in each mode.
#[divan::bench(args = [Mode::Sequential, Mode::Parallel, Mode::Adaptive])]
fn simulate_21_tasks(bencher: Bencher<'_, '_>, mode: Mode) {
    let run = run_of(21, mode, 8);
    bencher.bench(|| World::default().run(Vec::new(), black_box(run.clone())).expect("the run ends").1.len());
}
