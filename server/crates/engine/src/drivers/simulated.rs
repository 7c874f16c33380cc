//! Carries a plan out in virtual time: no process, no file, no waiting.
//!
//! Agents follow a [`Script`], durations are drawn from a seed, and what an agent writes depends on its Task
//! and on whether it was told about a failing gate alone. So the same plan must end with the same tree however
//! often the run was interrupted, which is what the tests of the scheduler and of the journal rest on.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use specwave_plan::TaskId;

use crate::drivers::{DispatchError, Dispatcher, Step};
use crate::journal::{Log, Record};
use crate::scheduler::{Applied, AttemptOutcome, Command, Contradiction, Event, GateScope, Integrated, Outcome, RunStarted};
use crate::verdict::{Culprit, Ending, Verdict};

/// A tree of files: path and text.
pub type Tree = BTreeMap<String, String>;

/// How the agent of one Task behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Script {
    /// Does its Task.
    #[default]
    Works,
    /// Crashes, and does its Task once it is told.
    CrashesAtFirst,
    /// Meets a rate limit, and does its Task after that.
    LimitedAtFirst,
    /// Crashes every time.
    AlwaysCrashes,
    /// Hands in what this kind of gate rejects, and mends it once it is told.
    FaultyAtFirst(CaughtBy),
    /// Hands in what this kind of gate rejects, every time.
    AlwaysFaulty(CaughtBy),
}

/// The first gate that notices a fault; every later one notices it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaughtBy {
    /// It does not compile.
    Compile,
    /// A test fails.
    Wave,
    /// Only the whole shows it.
    Final,
}

/// How long things take, in virtual milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Durations {
    /// What the durations of Attempts are drawn from.
    pub seed: u64,
    /// How far they spread around their estimates: the σ of a log-normal distribution.
    pub spread: f64,
    /// One integration.
    pub integration: u64,
    /// One compile gate.
    pub compile: u64,
    /// One full set of gates.
    pub full_set: u64,
    /// Apply.
    pub apply: u64,
}

impl Default for Durations {
    fn default() -> Self {
        Self { seed: 1, spread: 0.3, integration: 50, compile: 2_000, full_set: 20_000, apply: 500 }
    }
}

/// What is there beside the journal and outlives the process that drives the run.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// How each agent behaves; [`Script::Works`] where nothing is said.
    pub scripts: BTreeMap<TaskId, Script>,
    /// How long things take.
    pub durations: Durations,
    /// What becomes of the change of an Attempt between its end and its integration.
    pub changes: Changes,
    /// What people ask for, and when, in milliseconds from the beginning of each process.
    pub requests: Vec<(u64, Event)>,
    /// The trees that integration made, by name.
    pub trees: BTreeMap<String, Tree>,
    /// What apply left in the output folder.
    pub output: Tree,
}

/// What becomes of the change of an Attempt between its end and its integration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Changes {
    /// It is in the Workspace only, so it is lost with the process.
    #[default]
    InWorkspace,
    /// It is kept.
    Kept,
}

impl World {
    /// Begins a run and drives it to its end, or to the failure of its journal.
    pub fn run<L: Log>(&mut self, log: L, run: RunStarted) -> Result<(Outcome, L), DispatchError> {
        self.trees.entry(run.base.clone()).or_default();
        let (dispatcher, step) = Dispatcher::begin(log, run, 0)?;
        Process::new(self, dispatcher, 0).drive(step)
    }

    /// Takes a run over and drives it to its end.
    pub fn resume<L: Log>(&mut self, log: L, records: &[Record]) -> Result<(Outcome, L), DispatchError> {
        let now = records.last().map_or(0, |record| record.at_ms);
        let (dispatcher, step) = Dispatcher::resume(log, records, now)?;
        Process::new(self, dispatcher, now).drive(step)
    }
}

/// The process that drives the run, with what is under way.
struct Process<'a, L> {
    world: &'a mut World,
    dispatcher: Dispatcher<L>,
    now: u64,
    /// What will happen, by time and then in the order of its causes.
    agenda: BTreeMap<(u64, u64), Event>,
    causes: u64,
    /// What the agents wrote, for those Attempts that are not integrated yet.
    workspaces: BTreeMap<TaskId, String>,
}

impl<'a, L: Log> Process<'a, L> {
    fn new(world: &'a mut World, dispatcher: Dispatcher<L>, now: u64) -> Self {
        let mut process = Self { world, dispatcher, now, agenda: BTreeMap::new(), causes: 0, workspaces: BTreeMap::new() };
        for (after, request) in process.world.requests.clone() {
            process.expect(after, request);
        }
        process
    }

    fn drive(mut self, first: Step) -> Result<(Outcome, L), DispatchError> {
        let mut commands = first.commands;
        loop {
            for command in commands {
                if let Some(outcome) = self.carry_out(command) {
                    return Ok((outcome, self.dispatcher.into_log()));
                }
            }
            let Some(((at, _), event)) = self.agenda.pop_first() else {
                let message = format!("nothing is going to happen any more in phase {:?}", self.dispatcher.state().phase());
                return Err(Contradiction::Event(message).into());
            };
            self.now = at;
            commands = self.dispatcher.handle(event, at)?.commands;
        }
    }

    /// Puts on the agenda what a command leads to; returns the outcome when the run is over.
    fn carry_out(&mut self, command: Command) -> Option<Outcome> {
        let durations = self.world.durations;
        match command {
            Command::StartAttempt { task, attempt, feedback, .. } => {
                let millis = self.duration(&task, attempt);
                let outcome = self.work(&task, attempt, &feedback);
                self.expect(millis, Event::AttemptEnded { task, attempt, outcome });
            }
            Command::CancelAttempt { task, attempt } => {
                self.agenda.retain(|_, event| !matches!(event, Event::AttemptEnded { task: other, .. } if *other == task));
                self.expect(1, Event::AttemptEnded { task, attempt, outcome: AttemptOutcome::Cancelled });
            }
            Command::BackOff { seconds } => self.expect(1_000 * seconds, Event::BackOffEnded),
            // Simulated agents ask nothing.
            Command::Answer { .. } => {}
            Command::Integrate { task, attempt, change } => {
                let integrated = self.integrate(task, attempt, change);
                self.expect(durations.integration, Event::Integrated(integrated));
            }
            Command::RunGate { scope, tree, integrated } => {
                let millis = if matches!(scope, GateScope::Compile { .. }) { durations.compile } else { durations.full_set };
                let verdicts = vec![self.judge(&scope, &tree, &integrated, millis)];
                self.expect(millis, Event::GateEnded { scope, verdicts });
            }
            Command::CancelGate => {
                let at = self.agenda.iter().find(|(_, event)| matches!(event, Event::GateEnded { .. })).map(|(at, _)| *at);
                if let Some(Event::GateEnded { scope, .. }) = at.and_then(|at| self.agenda.remove(&at)) {
                    self.expect(1, Event::GateEnded { scope, verdicts: Vec::new() });
                }
            }
            Command::Apply { tree } => {
                self.world.output = self.world.trees.get(&tree).cloned().unwrap_or_default();
                let written = self.world.output.keys().cloned().collect();
                self.expect(durations.apply, Event::Applied(Applied { written, ..Applied::default() }));
            }
            Command::Finish { outcome } => return Some(outcome),
        }
        None
    }

    fn expect(&mut self, after: u64, event: Event) {
        self.causes += 1;
        self.agenda.insert((self.now + after, self.causes), event);
    }

    fn duration(&self, task: &TaskId, attempt: u32) -> u64 {
        let estimate =
            self.dispatcher.state().tasks().find(|(node, _)| node.id == *task).map_or(0, |(node, _)| node.estimate_seconds);
        let durations = &self.world.durations;
        let stretch = (durations.spread * normal(&format!("{} {task} {attempt}", durations.seed))).exp();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive number of milliseconds")]
        let millis = (f64::from(estimate) * 1_000.0 * stretch) as u64;
        millis.max(1)
    }

    /// What the agent does in its Workspace.
    fn work(&mut self, task: &TaskId, attempt: u32, feedback: &str) -> AttemptOutcome {
        let told = !feedback.is_empty();
        let text = match self.world.scripts.get(task).copied().unwrap_or_default() {
            Script::Works => format!("{task}\n"),
            Script::CrashesAtFirst if told => format!("{task}\n"),
            Script::LimitedAtFirst if attempt > 1 => format!("{task}\n"),
            Script::LimitedAtFirst => {
                return AttemptOutcome::RateLimited { message: "too many requests".to_owned(), retry_after_seconds: None };
            }
            Script::CrashesAtFirst | Script::AlwaysCrashes => {
                return AttemptOutcome::Failed { message: "the agent crashed".to_owned() };
            }
            Script::FaultyAtFirst(_) if told => format!("{task}\n"),
            Script::FaultyAtFirst(caught_by) | Script::AlwaysFaulty(caught_by) => faulty_text(caught_by).to_owned(),
        };
        let change = match self.world.changes {
            Changes::InWorkspace => None,
            Changes::Kept => {
                let change = Tree::from([(path_of(task), text.clone())]);
                Some(self.keep(change))
            }
        };
        self.workspaces.insert(task.clone(), text);
        AttemptOutcome::Done { summary: "1 file written".to_owned(), change }
    }

    fn integrate(&mut self, task: TaskId, attempt: u32, change: Option<String>) -> Integrated {
        let mut tree = self.world.trees.get(self.dispatcher.state().tree()).cloned().unwrap_or_default();
        let kept = change.and_then(|change| self.world.trees.get(&change).cloned());
        let from_workspace = || self.workspaces.get(&task).map(|text| (path_of(&task), text.clone())).into_iter().collect();
        let files: Tree = kept.unwrap_or_else(from_workspace);
        let changed = files.keys().cloned().collect();
        tree.extend(files);
        Integrated { task, attempt, tree: self.keep(tree), changed, rejected: Vec::new() }
    }

    /// Keeps a tree under a name that its content gives it.
    fn keep(&mut self, tree: Tree) -> String {
        let name: String = Sha256::digest(format!("{tree:?}")).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.world.trees.insert(name.clone(), tree);
        name
    }

    /// Names the Tasks whose files hold what this gate, or an earlier one, notices.
    fn judge(&self, scope: &GateScope, tree: &str, integrated: &[TaskId], millis: u64) -> Verdict {
        let notices = match scope {
            GateScope::Compile { .. } => CaughtBy::Compile,
            GateScope::Wave { .. } => CaughtBy::Wave,
            GateScope::Final => CaughtBy::Final,
        };
        let is_faulty = |task: &&TaskId| {
            let text = self.world.trees.get(tree).and_then(|tree| tree.get(&path_of(task)));
            let faults = [CaughtBy::Compile, CaughtBy::Wave, CaughtBy::Final];
            text.is_none_or(|text| faults.into_iter().any(|fault| fault <= notices && text == faulty_text(fault)))
        };
        let blame = |task: &TaskId| Culprit { task: task.clone(), text: format!("{} is wrong", path_of(task)) };
        let culprits: Vec<_> = integrated.iter().filter(is_faulty).map(blame).collect();
        let ending = match culprits.as_slice() {
            [] => Ending::Passed,
            _ => Ending::Failed { text: "some files are wrong".to_owned(), culprits, findings: Vec::new() },
        };
        Verdict { millis, ..Verdict::new("simulated", ending) }
    }
}

fn path_of(task: &TaskId) -> String {
    format!("{task}.txt")
}

fn faulty_text(caught_by: CaughtBy) -> &'static str {
    match caught_by {
        CaughtBy::Compile => "does not compile\n",
        CaughtBy::Wave => "does not pass its tests\n",
        CaughtBy::Final => "does not fit the rest\n",
    }
}

/// A draw from the standard normal distribution (Box and Muller's way) that depends on `seed` alone.
fn normal(seed: &str) -> f64 {
    let hash = Sha256::digest(seed);
    let uniform = |bytes: &[u8]| {
        let number = bytes.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        (f64::from(number) + 1.0) / (f64::from(u32::MAX) + 2.0)
    };
    (-2.0 * uniform(&hash[..4]).ln()).sqrt() * (std::f64::consts::TAU * uniform(&hash[4..8])).cos()
}
