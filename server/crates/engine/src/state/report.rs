//! The account of a run: what the last table and the JSON output show.

use serde::Serialize;
use specwave_plan::TaskId;

use crate::protocol::{Mode, Quality};
use crate::scheduler::{Applied, Outcome, TaskNode, TaskState};
use crate::state::words::gate_name;
use crate::state::{AttemptProgress, GateProgress, Progress, TaskProgress, WaveProgress};
use crate::usage::Usage;
use crate::verdict::{Coverage, Verdict};

/// The account of a run, as of its last record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunReport {
    /// Name of the feature.
    pub feature: String,
    /// When Tasks start.
    pub mode: Mode,
    /// How good the code has to be.
    pub quality: Quality,
    /// Name of the agent.
    pub agent: String,
    /// `running`, `succeeded`, `failed`, `cancelled` or `faulted`.
    pub outcome: &'static str,
    /// Why it did not succeed; empty if it did, or still may.
    pub message: String,
    /// What happened last, on one line.
    pub latest: String,
    /// How far it is, from 0 to 100.
    pub percentage: u8,
    /// When it began, in milliseconds since 1970.
    pub began_at: u64,
    /// When something happened last.
    pub last_at: u64,
    /// All waves, in order.
    pub waves: Vec<WaveProgress>,
    /// All Tasks, in plan order.
    pub tasks: Vec<TaskReport>,
    /// The Tasks that the end had to wait for, each for the one before it.
    pub critical_path: Vec<TaskId>,
    /// All gates, in the order in which they began.
    pub gates: Vec<GateReport>,
    /// What the last gate that measured coverage found.
    pub coverage: Option<Coverage>,
    /// What people have to know about the run itself.
    pub noticed: Vec<String>,
    /// What arrived in the output folder; absent if nothing did.
    pub applied: Option<Applied>,
    /// How many Tasks are in.
    pub completed: usize,
    /// What the agents used, as far as they told.
    pub usage: Usage,
    /// The time of all Attempts and gates together.
    pub work_ms: u64,
    /// The time that passed.
    pub elapsed_ms: u64,
    /// Work ÷ elapsed.
    pub speedup: f64,
}

/// One Task of a [`RunReport`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskReport {
    /// Its key.
    pub id: TaskId,
    /// The role's name.
    pub title: String,
    /// Its wave.
    pub wave: u8,
    /// The Tasks whose integrated code it needs.
    pub needs: Vec<TaskId>,
    /// Name of the agent that does it.
    pub agent: String,
    /// The word for its state.
    pub state: &'static str,
    /// What it says it is doing; empty unless it runs.
    pub activity: String,
    /// How many Attempts began.
    pub attempts: u32,
    /// When each began and ended, and how.
    pub attempted: Vec<AttemptProgress>,
    /// When the last one ended, or was integrated.
    pub ended_at: Option<u64>,
    /// How long they took together.
    pub work_ms: u64,
    /// What its agent used, as far as it told.
    pub usage: Usage,
    /// What it did.
    pub summary: String,
    /// Paths it changed outside its write set, which were not taken.
    pub rejected: Vec<String>,
    /// What else people have to know about it.
    pub noticed: Vec<String>,
}

/// One gate of a [`RunReport`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateReport {
    /// `Compile`, `Wave 2` or `All waves`.
    pub name: String,
    /// Whether it ended and everything it checked lets pass.
    pub passed: bool,
    /// When it began.
    pub began_at: u64,
    /// When it ended, or its process did.
    pub ended_at: Option<u64>,
    /// How long it took.
    pub elapsed_ms: u64,
    /// One verdict for each check.
    pub verdicts: Vec<Verdict>,
}

impl RunReport {
    /// The account of a run from its projection.
    #[must_use]
    pub fn new(progress: &Progress) -> Self {
        let run = progress.run();
        let failure = progress.outcome().and_then(Outcome::failure);
        Self {
            feature: run.feature.clone(),
            mode: run.settings.mode,
            quality: run.settings.quality,
            agent: run.settings.agent.clone(),
            outcome: progress.outcome().map_or("running", Outcome::word),
            message: failure.map(|failure| failure.message).unwrap_or_default(),
            latest: progress.message().to_owned(),
            percentage: progress.percentage(),
            began_at: progress.began_at(),
            last_at: progress.last_at(),
            waves: progress.waves(),
            tasks: task_reports(progress),
            critical_path: progress.critical_path(),
            gates: gate_reports(progress),
            coverage: progress.coverage(),
            noticed: progress.noticed().to_vec(),
            applied: progress.applied().cloned(),
            completed: progress.completed(),
            usage: progress.usage(),
            work_ms: progress.work_ms(),
            elapsed_ms: progress.elapsed_ms(),
            speedup: (progress.speedup() * 100.0).round() / 100.0,
        }
    }
}

fn task_reports(progress: &Progress) -> Vec<TaskReport> {
    let settings = &progress.run().settings;
    let report = |(node, state, task): (&TaskNode, &TaskState, &TaskProgress)| TaskReport {
        id: node.id.clone(),
        title: node.title.clone(),
        wave: node.wave,
        needs: node.needs.clone(),
        agent: settings.agent_of(&node.id).to_owned(),
        state: state.word(),
        activity: task.activity.clone(),
        attempts: task.attempt_count(),
        attempted: task.attempts.clone(),
        ended_at: task.ended_at,
        work_ms: task.work_ms(progress.last_at()),
        usage: task.usage.clone(),
        summary: task.summary.clone(),
        rejected: task.rejected.clone(),
        noticed: task.noticed.clone(),
    };
    progress.tasks().map(report).collect()
}

fn gate_reports(progress: &Progress) -> Vec<GateReport> {
    let report = |gate: &GateProgress| GateReport {
        name: gate_name(&gate.scope),
        passed: gate.passed(),
        began_at: gate.began_at,
        ended_at: gate.ended_at,
        elapsed_ms: gate.ended_at.unwrap_or(progress.last_at()) - gate.began_at,
        verdicts: gate.verdicts.clone(),
    };
    progress.gates().iter().map(report).collect()
}
