//! How long it takes to read a journal and to rebuild the run's state from it.

use std::collections::BTreeMap;
use std::path::Path;

use divan::{Bencher, black_box};
use specwave_engine::drivers::simulated::World;
use specwave_engine::journal::{Record, parse};
use specwave_engine::protocol::{Mode, Quality};
use specwave_engine::scheduler::{Budget, Repair, RunStarted, Settings, State, TaskNode};

fn main() {
    divan::main();
}

fn records_of(tasks: usize) -> Vec<Record> {
    let node = |number: usize| TaskNode {
        id: format!("task{number}").as_str().into(),
        title: format!("Task {number}"),
        wave: u8::from(number > 0),
        needs: Vec::new(),
        estimate_seconds: 60,
    };
    let settings = Settings {
        mode: Mode::Adaptive,
        quality: Quality::Production,
        agent: "simulated".to_owned(),
        assigned: BTreeMap::new(),
        jobs: 8,
        attempts: 3,
        repair: Repair::TryAgain,
        budget: Budget::default(),
    };
    let run = RunStarted {
        feature: "Consent".to_owned(),
        plan: "plan".to_owned(),
        base: "base".to_owned(),
        settings,
        waves: Vec::new(),
        tasks: (0..tasks).map(node).collect(),
    };
    World::default().run(Vec::new(), run).expect("the run ends").1
}

/// From the bytes of a journal to the state.
#[divan::bench(args = [21, 1_000])]
fn read_and_replay(bencher: Bencher<'_, '_>, tasks: usize) {
    let lines = records_of(tasks).into_iter().map(|record| serde_json::to_string(&record).expect("plain data") + "\n");
    let bytes: Vec<u8> = lines.flat_map(String::into_bytes).collect();
    bencher.counter(divan::counter::BytesCount::new(bytes.len())).bench(|| {
        let (records, _) = parse(Path::new("journal"), black_box(&bytes), 1).expect("a sound journal");
        State::replay(records.iter().map(|record| &record.event)).expect("a sound journal")
    });
}

/// From records in memory to the state.
#[divan::bench(args = [21, 1_000])]
fn replay(bencher: Bencher<'_, '_>, tasks: usize) {
    let records = records_of(tasks);
    bencher.bench(|| State::replay(black_box(&records).iter().map(|record| &record.event)).expect("a sound journal"));
}
