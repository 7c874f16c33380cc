//! What agents ask for, and what they are answered.

use serde::{Deserialize, Serialize};
use specwave_plan::TaskId;

use crate::scheduler::State;

/// One question of an agent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Question {
    /// The Task.
    pub task: TaskId,
    /// Which Attempt.
    pub attempt: u32,
    /// The agent's number of it.
    pub number: u32,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Somebody allowed it.
    Allowed,
    /// Somebody denied it.
    Denied,
    /// Nobody answered in time, which means no.
    Unanswered,
}

impl State {
    /// The questions that wait for an answer, and what they are about.
    pub fn questions(&self) -> impl Iterator<Item = (&Question, &str)> {
        self.questions.iter().map(|(question, what)| (question, what.as_str()))
    }
}
