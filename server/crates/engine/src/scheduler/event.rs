//! Everything that can happen to a run: the records of its journal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specwave_plan::{NeedKind, Plan, TaskId};

use crate::protocol::{Mode, Quality};
use crate::scheduler::{Answer, Budget, Outcome, Question};
use crate::usage::Usage;
use crate::verdict::Verdict;

/// One thing that happened, or one decision that is about to be carried out.
///
/// Events are facts: replaying them rebuilds the scheduler's state without deciding anything again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The first record: all that the scheduler knows about the plan.
    RunStarted(RunStarted),
    /// Decision: a Task's process is about to be started.
    AttemptStarted {
        /// The Task.
        task: TaskId,
        /// From 1, never used twice.
        attempt: u32,
    },
    /// What an agent says it is doing; decides nothing.
    AttemptProgress {
        /// The Task.
        task: TaskId,
        /// Which Attempt.
        attempt: u32,
        /// A short sentence.
        message: String,
    },
    /// What an agent has used since the last such record of its Attempt.
    AttemptUsed {
        /// The Task.
        task: TaskId,
        /// Which Attempt.
        attempt: u32,
        /// What.
        usage: Usage,
    },
    /// An agent wants to know whether it may do something.
    PermissionAsked {
        /// Which question.
        question: Question,
        /// What it wants to do.
        what: String,
    },
    /// A question has been answered. Only the first answer counts.
    PermissionAnswered {
        /// Which question.
        question: Question,
        /// How.
        answer: Answer,
    },
    /// What people have to know, although it decides nothing: of a Task, or of the run where none is named.
    Noticed {
        /// The Task.
        task: Option<TaskId>,
        /// A sentence.
        message: String,
    },
    /// The time that the run's budget allows is over.
    TimeIsOver,
    /// Decision: no Attempt starts for a while, because one has met a rate limit.
    BackOffStarted {
        /// How long.
        seconds: u64,
    },
    /// Attempts may start again.
    BackOffEnded,
    /// A Task's process and everything it started have ended.
    AttemptEnded {
        /// The Task.
        task: TaskId,
        /// Which Attempt.
        attempt: u32,
        /// How.
        outcome: AttemptOutcome,
    },
    /// Decision: an Attempt's change is about to be taken into the run's tree.
    IntegrationStarted {
        /// The Task.
        task: TaskId,
        /// Which Attempt.
        attempt: u32,
    },
    /// An Attempt's change is in the run's tree.
    Integrated(Integrated),
    /// Decision: a gate is about to check the run's tree as it is now.
    GateStarted {
        /// What it judges.
        scope: GateScope,
    },
    /// A gate has ended.
    GateEnded {
        /// What it judged.
        scope: GateScope,
        /// One verdict for each check.
        verdicts: Vec<Verdict>,
    },
    /// The user wants no new work to be started for now.
    Paused,
    /// The user takes the pause back.
    Unpaused,
    /// The user ends the run.
    CancelRequested,
    /// Something that is no Task's doing keeps the run from going on.
    Faulted {
        /// What was under way, and ends with this.
        during: During,
        /// What.
        fault: Fault,
    },
    /// Decision: the run's tree is about to be brought into the output folder.
    ApplyStarted,
    /// The run's tree is in the output folder.
    Applied(Applied),
    /// Decision: the run is over.
    RunEnded {
        /// How.
        outcome: Outcome,
    },
    /// Another process took the run over: whatever was under way is lost and is decided again.
    Resumed,
    /// Another process took the run over to do some Tasks again, whatever had become of them.
    Retried(Retried),
}

/// The plan as far as the scheduler and the projections need it, and how it is to be carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStarted {
    /// Name of the feature.
    pub feature: String,
    /// Digest of the plan, see [`plan_digest`].
    pub plan: String,
    /// The run's tree before any Task: the snapshot of what the user sees.
    pub base: String,
    /// How to carry the plan out.
    pub settings: Settings,
    /// The title of each wave, from Wave 0 on.
    pub waves: Vec<String>,
    /// All Tasks, by wave and then in catalog order.
    pub tasks: Vec<TaskNode>,
}

/// How a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// When Tasks start.
    pub mode: Mode,
    /// How good the code has to be.
    pub quality: Quality,
    /// Name of the agent.
    pub agent: String,
    /// The Tasks that another agent does.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub assigned: BTreeMap<TaskId, Assigned>,
    /// How many Attempts may run at the same time; at least 1.
    pub jobs: u32,
    /// How many Attempts a Task has; at least 1.
    pub attempts: u32,
    /// What a failing gate means.
    pub repair: Repair,
    /// What the run may use up.
    #[serde(default)]
    pub budget: Budget,
}

/// The agent of one Task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// Its name.
    pub agent: String,
    /// What a failing gate means for it.
    pub repair: Repair,
}

/// Tasks that the user wants to be done again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retried {
    /// Which.
    pub tasks: Vec<TaskId>,
    /// What the user tells their agents; may be empty.
    pub context: String,
    /// The run's tree without what they had made; absent where they go on from that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<String>,
}

/// What a failing gate means for this agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// The owning Tasks try again with the gate's text.
    #[default]
    TryAgain,
    /// The agent would write the same bytes again: its output is wrong, which is our fault.
    OurFault,
}

/// One Task of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskNode {
    /// Its key.
    pub id: TaskId,
    /// The role's name, for people.
    pub title: String,
    /// The wave it belongs to.
    pub wave: u8,
    /// The Tasks whose integrated code it needs. The contract is there for every Task after Wave 0.
    pub needs: Vec<TaskId>,
    /// Expected duration in seconds.
    pub estimate_seconds: u32,
}

/// How an Attempt ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ended", rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// The agent believes the Task is done.
    Done {
        /// What it did, such as `2 entities created`.
        summary: String,
        /// Where the change is kept, if it outlives the Workspace. Without it a resumed run does the Task again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<String>,
    },
    /// The agent failed, crashed or ran out of time: this costs an Attempt.
    Failed {
        /// What happened: the next Attempt is told.
        message: String,
    },
    /// The machine kept the agent from working: this costs nothing and ends the run with the instruction.
    Environment {
        /// What is missing or broken.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// The agent was asked to send less: this costs nothing, and all wait.
    RateLimited {
        /// By whom, and why.
        message: String,
        /// How long to wait, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_seconds: Option<u64>,
    },
    /// The engine ended it.
    Cancelled,
}

/// What an integration did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integrated {
    /// The Task.
    pub task: TaskId,
    /// Which Attempt.
    pub attempt: u32,
    /// The run's tree afterwards.
    pub tree: String,
    /// Paths that were created, changed or removed.
    pub changed: Vec<String>,
    /// Paths outside the write set, which were not taken.
    pub rejected: Vec<String>,
}

/// What a gate judges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "gate", rename_all = "snake_case")]
pub enum GateScope {
    /// That the tree compiles with what these Tasks handed in.
    Compile {
        /// The Tasks integrated since the last gate.
        tasks: Vec<TaskId>,
    },
    /// The full set for a wave whose Tasks are all in.
    Wave {
        /// Which wave.
        wave: u8,
    },
    /// The full set for everything.
    Final,
}

/// What a fault put an end to. For an Attempt see [`AttemptOutcome::Environment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum During {
    /// The integration that was under way.
    Integration,
    /// The gate that was running.
    Gate,
    /// Apply.
    Apply,
    /// None of these.
    Run,
}

/// Something that is no Task's doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Who has to act.
    pub kind: FaultKind,
    /// What happened, and where.
    pub message: String,
    /// What to do; empty where the message says it all.
    pub hint: String,
}

/// Who has to act on a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The machine lacks something.
    Environment,
    /// Going on would touch the user's own work.
    Refused,
    /// Our fault.
    Internal,
}

/// What apply did in the output folder, or on a branch; paths are below the module root.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Applied {
    /// Created or replaced.
    pub written: Vec<String>,
    /// Merged with the user's edits.
    pub merged: Vec<String>,
    /// Removed, because no Task makes them any more.
    pub removed: Vec<String>,
    /// How many were right already.
    pub unchanged: u64,
    /// The branch that they are on, and not in the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
}

impl Settings {
    /// Name of the agent that does a Task.
    #[must_use]
    pub fn agent_of(&self, task: &TaskId) -> &str {
        self.assigned.get(task).map_or(&self.agent, |assigned| &assigned.agent)
    }

    /// What a failing gate means for the agent that does a Task.
    #[must_use]
    pub fn repair_of(&self, task: &TaskId) -> Repair {
        self.assigned.get(task).map_or(self.repair, |assigned| assigned.repair)
    }
}

impl RunStarted {
    /// The first record of a run of `plan`.
    #[must_use]
    pub fn new(plan: &Plan, feature: impl Into<String>, base: impl Into<String>, settings: Settings, waves: Vec<String>) -> Self {
        let tasks = plan.tasks.iter().map(|task| TaskNode {
            id: task.id.clone(),
            title: task.title.clone(),
            wave: task.wave,
            needs: task.needs.iter().filter(|need| need.kind == NeedKind::Code).map(|need| need.task.clone()).collect(),
            estimate_seconds: task.estimate_seconds,
        });
        Self { feature: feature.into(), plan: plan_digest(plan), base: base.into(), settings, waves, tasks: tasks.collect() }
    }
}

/// A digest that is the same for the same plan, so that a resumed run can tell that its plan was not exchanged.
#[must_use]
pub fn plan_digest(plan: &Plan) -> String {
    use sha2::{Digest, Sha256};
    let bytes = serde_json::to_vec(plan).unwrap_or_default();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
