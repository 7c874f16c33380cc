//! The state of a run: a fold over its events.

use std::collections::BTreeMap;

use specwave_plan::TaskId;

use crate::scheduler::back_off::BackOff;
use crate::scheduler::graph::{Graph, GraphError};
use crate::scheduler::{Event, GateScope, Outcome, Question, RunStarted, Settings, TaskNode, TaskState};
use crate::usage::Usage;

/// An event that cannot have happened in the state a run is in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// The plan cannot be carried out.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The first event is not [`Event::RunStarted`].
    #[error("the run does not begin with its start")]
    NotStarted,
    /// The event does not fit.
    #[error("{0}")]
    Event(String),
}

/// Where a whole run stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Tasks are started as they may.
    Going,
    /// Nothing new is started until the user says so.
    Paused,
    /// Nothing new is started; when what is under way has ended, so does the run.
    Stopping {
        /// How it will end.
        outcome: Outcome,
        /// What happens to what is under way.
        manner: Manner,
    },
    /// The run's tree is being brought into the output folder.
    Applying,
    /// Over.
    Ended {
        /// How it ended.
        outcome: Outcome,
    },
}

/// What happens to what is under way when a run stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It may end and is integrated, so that a resumed run has it.
    Drain,
    /// It is ended.
    Cancel,
}

/// How far the full set of gates has come for one wave, or for the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Check {
    Due,
    Passed,
    /// Due again when the culprits are back.
    Failed {
        culprits: Vec<usize>,
    },
}

/// The gate that runs, with the Tasks whose code it sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunningGate {
    pub(crate) scope: GateScope,
    pub(crate) covered: Vec<usize>,
    /// Tasks that were mending their code when it began: it sees what they left in the tree before.
    pub(crate) mending: Vec<usize>,
}

/// What is remembered of one Task beside its state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Number of the last Attempt; lost ones count, so that a number is never used twice.
    pub(crate) attempt: u32,
    /// How many Attempts failed by themselves or at a gate.
    pub(crate) spent: u32,
    /// What the next Attempt is told.
    pub(crate) feedback: String,
    /// What the user has to say about it, to all its Attempts.
    pub(crate) context: String,
    /// A gate sent it back: it must not wait for the wave that waits for it.
    pub(crate) repairing: bool,
}

/// All that the scheduler knows of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub(crate) graph: Graph,
    pub(crate) settings: Settings,
    pub(crate) plan: String,
    pub(crate) phase: Phase,
    pub(crate) tasks: Vec<TaskState>,
    pub(crate) memory: Vec<Memory>,
    /// One for each wave of the graph, in its order.
    pub(crate) wave_checks: Vec<Check>,
    pub(crate) final_check: Check,
    pub(crate) gate: Option<RunningGate>,
    pub(crate) running: u32,
    /// Those that wait for an answer, and what they are about.
    pub(crate) questions: BTreeMap<Question, String>,
    pub(crate) integrating: Option<usize>,
    pub(crate) tree: String,
    /// What agents have used since the run was started or resumed.
    pub(crate) used: Usage,
    pub(crate) back_off: BackOff,
}

impl State {
    /// The state of a run whose plan is known and of which nothing else has happened.
    pub fn start(run: &RunStarted) -> Result<Self, Contradiction> {
        let graph = Graph::new(run.tasks.clone())?;
        Ok(Self {
            settings: run.settings.clone(),
            plan: run.plan.clone(),
            phase: Phase::Going,
            tasks: vec![TaskState::Waiting; graph.len()],
            memory: vec![Memory::default(); graph.len()],
            wave_checks: vec![Check::Due; graph.waves.len()],
            final_check: Check::Due,
            gate: None,
            running: 0,
            questions: BTreeMap::new(),
            integrating: None,
            tree: run.base.clone(),
            used: Usage::default(),
            back_off: BackOff::default(),
            graph,
        })
    }

    /// Rebuilds the state from a run's events; nothing is decided.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Self, Contradiction> {
        let mut events = events.into_iter();
        let Some(Event::RunStarted(run)) = events.next() else {
            return Err(Contradiction::NotStarted);
        };
        let mut state = Self::start(run)?;
        for event in events {
            state.apply(event)?;
        }
        Ok(state)
    }

    /// How the run is carried out.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Digest of the plan that the run was started with.
    #[must_use]
    pub fn plan_digest(&self) -> &str {
        &self.plan
    }

    /// Where the whole run stands.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// The run's tree as of the last integration. After a crash it may lag behind what was written: this one counts.
    #[must_use]
    pub fn tree(&self) -> &str {
        &self.tree
    }

    /// All Tasks with their states, in plan order.
    pub fn tasks(&self) -> impl Iterator<Item = (&TaskNode, &TaskState)> {
        self.graph.nodes.iter().zip(&self.tasks)
    }

    /// The state of one Task.
    #[must_use]
    pub fn task(&self, task: &TaskId) -> Option<&TaskState> {
        self.graph.find(task).map(|task| &self.tasks[task])
    }

    /// How many Attempts a Task has begun.
    #[must_use]
    pub fn attempts_of(&self, task: &TaskId) -> u32 {
        self.graph.find(task).map_or(0, |task| self.memory[task].attempt)
    }

    /// Whether the full set of gates has passed for a wave.
    #[must_use]
    pub fn wave_passed(&self, wave: u8) -> bool {
        self.graph.waves.iter().position(|(number, _)| *number == wave).is_some_and(|at| self.wave_checks[at] == Check::Passed)
    }

    /// Whether the full set of gates has passed for everything.
    #[must_use]
    pub fn all_passed(&self) -> bool {
        self.final_check == Check::Passed
    }

    /// The gate that runs.
    #[must_use]
    pub fn running_gate(&self) -> Option<&GateScope> {
        self.gate.as_ref().map(|gate| &gate.scope)
    }

    /// How many Attempts run.
    #[must_use]
    pub fn running(&self) -> u32 {
        self.running
    }

    /// How the run ended, if it did.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.phase {
            Phase::Ended { outcome } => Some(outcome),
            _ => None,
        }
    }

    /// Whether the driver still owes an event.
    #[must_use]
    pub fn is_anything_under_way(&self) -> bool {
        self.running > 0 || self.gate.is_some() || self.integrating.is_some() || self.phase == Phase::Applying
    }
}
