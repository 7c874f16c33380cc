//! What the engine and an agent process say to each other.
//!
//! The engine starts one process per Attempt with the Workspace as its working directory and the path
//! of a [`Brief`] (JSON) as its last argument. The process writes [`AgentEvent`]s as JSON lines on
//! standard output and ends with 0 when it believes the Task is done, with 4 when the machine lacks
//! something (what, on standard error), and with anything else when it failed. What it changed in the
//! Workspace is the result.

use serde::{Deserialize, Serialize};
pub use specwave_plan::{Mode, Quality};
use specwave_plan::{Plan, TaskId};

/// Everything an agent is told about one Attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// The Task to do; its role, write set and expected outputs are in the plan.
    pub task: TaskId,
    /// From 1.
    pub attempt: u32,
    /// The whole plan with its contract.
    pub plan: Plan,
    /// Quality level of the run.
    pub quality: Quality,
    /// The prompt made from the catalog, for agents that read prose.
    pub prompt: String,
    /// Text of the gates that the previous Attempt failed; empty at first.
    pub feedback: String,
}

/// One line an agent process writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentEvent {
    /// What it is doing now, for people.
    Progress {
        /// A short sentence.
        message: String,
    },
    /// What it did, for the progress file: `2 entities created`.
    Summary {
        /// A short sentence.
        message: String,
    },
}
