//! What the engine and an agent process say to each other.
//!
//! The engine starts one process per Attempt with the Workspace as its working directory and the path
//! of a [`Brief`] (JSON) as its last argument. The process writes [`AgentEvent`]s as JSON lines on
//! standard output and ends with 0 when it believes the Task is done, with 4 when the machine lacks
//! something (what, on standard error), and with anything else when it failed. What it changed in the
//! Workspace is the result.

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use specwave_plan::{ContextText, Plan, Task, TaskId};
pub use specwave_plan::{Mode, Quality};

use crate::failure::{Failure, FailureKind};
use crate::usage::Usage;

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
    /// The texts that the prompt refers to.
    pub texts: Vec<ContextText>,
    /// Text of the gates that the previous Attempt failed; empty at first.
    pub feedback: String,
    /// The code around the places that this text names, in Markdown.
    #[serde(default)]
    pub code: String,
    /// The agent's name of the conversation in which it did what has to be repaired, where it told one.
    #[serde(default)]
    pub session: Option<String>,
    /// What the user has to say about this Task, as it was typed; mostly empty.
    #[serde(default)]
    pub context: String,
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
    /// The conversation that it has begun; if what it does in it has to be repaired, the next Attempt is told its name.
    Session {
        /// The agent's own name of it.
        id: String,
    },
    /// Its model was asked too often. If it does not end well that costs no Attempt, and no agent is started for a while.
    RateLimited {
        /// What it was told.
        message: String,
        /// How long to wait, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_seconds: Option<u64>,
    },
    /// It asks for a permission. The answer, an [`Answered`], comes as a line on its standard input.
    Asks {
        /// Its number of the question.
        question: u32,
        /// What it wants to do.
        what: String,
    },
    /// What it has used since it last said so; all that it says is summed.
    Usage(Usage),
}

/// The answer to a question, as a process reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The number of the question.
    pub question: u32,
    /// Whether it may.
    pub allowed: bool,
}

impl Brief {
    /// Reads a brief, as the process of an Attempt does.
    ///
    /// # Errors
    /// When it is not there or is none.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let unreadable = |error: &dyn std::fmt::Display| {
            Failure::new(FailureKind::Usage, format!("the brief {} cannot be read: {error}", path.display()))
        };
        let text = std::fs::read(path).map_err(|error| unreadable(&error))?;
        serde_json::from_slice(&text).map_err(|error| unreadable(&error))
    }

    /// The Task to do, as the plan has it.
    ///
    /// # Errors
    /// When the plan does not have it.
    pub fn task(&self) -> Result<&Task, Failure> {
        let task = self.plan.tasks.iter().find(|task| task.id == self.task);
        task.ok_or_else(|| Failure::new(FailureKind::Internal, format!("the plan has no Task `{}`", self.task)))
    }
}

impl AgentEvent {
    /// Writes the event as a line.
    ///
    /// # Errors
    /// When nobody reads it.
    pub fn say(&self, events: &mut dyn Write) -> Result<(), Failure> {
        let mut line = serde_json::to_vec(self).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        line.push(b'\n');
        events.write_all(&line)?;
        Ok(events.flush()?)
    }
}
