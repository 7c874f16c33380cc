//! 25 agents at once that each do nothing for a second: how long the run takes, and what it costs besides the agents.
//!
//! `cargo bench --bench many_agents [AGENTS]`. The processor time is that of the run process, the launcher and the
//! supervisors, the agents' own taken off; the memory is theirs together while all agents run, shared pages by share.

#![expect(clippy::disallowed_methods, reason = "it measures processes from outside")]
#![expect(clippy::print_stdout, reason = "the figures are what one runs it for")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::prctl::set_child_subreaper;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::wait::wait;
use specwave_engine::apply::Target;
use specwave_engine::journal::{Record, read};
use specwave_engine::process::launcher;
use specwave_engine::run::{self, AgentCommand, RunHandle, RunRequest};
use specwave_engine::scheduler::{Budget, Event, Outcome, Repair, Settings};
use specwave_plan::contract::Contract;
use specwave_plan::{Config, Mode, Plan, Quality, RoleId, Task, TaskId};

const SPECWAVE: &str = env!("CARGO_BIN_EXE_specwave");

/// What each agent does.
const NOTHING: [&str; 3] = ["sh", "-c", "exec sleep 1"];

fn main() {
    // cargo passes `--bench`; a figure among the arguments is ours.
    let agents = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(25);
    // What a run starts lives on without its parent; so its end, and what it has used, reach us.
    set_child_subreaper(true).unwrap();
    launcher::use_executable(SPECWAVE);
    let agents_alone = processor_time_of(|| all_at_once(agents));
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().canonicalize().unwrap();
    let begun = Instant::now();
    let mut measured = None;
    let with_us = processor_time_of(|| {
        let handle = run::start(&request(output, agents), &plan(agents)).unwrap();
        measured = Some(follow(&handle, agents));
        while wait().is_ok() {}
    });
    let Measured { working, memory } = measured.unwrap();
    println!("agents that sleep for a second  {agents}");
    println!("from the first start to the last end  {:.2} s", working.as_secs_f64());
    println!("the whole run  {:.2} s", begun.elapsed().as_secs_f64());
    println!("our processor time  {:.0} ms", with_us.saturating_sub(agents_alone).as_secs_f64() * 1e3);
    println!("our memory while all run  {memory:.1} MB");
}

/// The same agents without anything of ours.
fn all_at_once(agents: usize) {
    let start = |_| Command::new(NOTHING[0]).args(&NOTHING[1..]).spawn().unwrap();
    let started: Vec<Child> = (0..agents).map(start).collect();
    for mut child in started {
        child.wait().unwrap();
    }
}

fn processor_time_of(work: impl FnOnce()) -> Duration {
    let used = || {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
        let [user, system] = [usage.user_time(), usage.system_time()].map(|time| time.tv_sec() * 1_000_000 + time.tv_usec());
        Duration::from_micros((user + system).unsigned_abs())
    };
    let before = used();
    work();
    used() - before
}

struct Measured {
    /// From the first start of an agent to the last end of one.
    working: Duration,
    /// In megabytes, of 1,000,000 bytes.
    memory: f64,
}

fn follow(handle: &RunHandle, agents: usize) -> Measured {
    let mut memory = None;
    loop {
        let records = read(&handle.directory.journal()).unwrap();
        if memory.is_none() && times(&records, is_start).len() == agents {
            memory = Some(memory_of(Path::new(SPECWAVE)));
        }
        if let Some(Event::RunEnded { outcome }) = records.last().map(|record| &record.event) {
            let working = times(&records, is_end).last().unwrap() - times(&records, is_start)[0];
            assert_eq!(outcome, &Outcome::Succeeded);
            return Measured { working: Duration::from_millis(working), memory: memory.unwrap() };
        }
        sleep(Duration::from_millis(10));
    }
}

fn times(records: &[Record], is_it: fn(&Event) -> bool) -> Vec<u64> {
    records.iter().filter(|record| is_it(&record.event)).map(|record| record.at_ms).collect()
}

fn is_start(event: &Event) -> bool {
    matches!(event, Event::AttemptStarted { .. })
}

fn is_end(event: &Event) -> bool {
    matches!(event, Event::AttemptEnded { .. })
}

/// The memory of all processes of an executable, in megabytes; what several share counts once.
fn memory_of(executable: &Path) -> f64 {
    let executable = executable.canonicalize().unwrap();
    let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    let ours = processes.filter(|process| fs::read_link(process.join("exe")).is_ok_and(|exe| exe == executable));
    let kilobytes = ours.filter_map(|process| {
        let account = fs::read_to_string(process.join("smaps_rollup")).ok()?;
        let line = account.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    });
    kilobytes.sum::<f64>() * 1024.0 / 1e6
}

fn request(output: PathBuf, agents: usize) -> RunRequest {
    let [program, args @ ..] = NOTHING;
    RunRequest {
        spec: "specs/nothing.md".into(),
        texts: Vec::new(),
        target: Target { output: output.clone(), module: output },
        branch: None,
        notices: Vec::new(),
        foundation: BTreeMap::new(),
        settings: Settings {
            mode: Mode::Parallel,
            quality: Quality::Draft,
            agent: "idle".to_owned(),
            assigned: BTreeMap::new(),
            jobs: agents.try_into().unwrap(),
            attempts: 1,
            repair: Repair::TryAgain,
            budget: Budget::default(),
        },
        config: Config::default(),
        assigned: BTreeMap::new(),
        agent: AgentCommand { program: program.into(), args: args.map(str::to_owned).to_vec(), ..AgentCommand::default() },
    }
}

/// Tasks that may write, and need not.
fn plan(agents: usize) -> Plan {
    let task = |number: usize| Task {
        id: TaskId(format!("idle{number}")),
        role: RoleId::from("domain_expert"),
        title: format!("Idle {number}"),
        description: String::new(),
        wave: 1,
        needs: Vec::new(),
        makes: Vec::new(),
        owns: vec![format!("idle{number}/**")],
        shares: Vec::new(),
        reserves: Vec::new(),
        not_judged_by: Vec::new(),
        estimate_seconds: 1,
    };
    let mut contract = Contract::default();
    contract.feature.name = "Nothing".to_owned();
    contract.feature.slug = "nothing".to_owned();
    Plan { contract, tasks: (0..agents).map(task).collect(), handoff: None }
}
