//! How long things may take.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Limits in seconds; what takes longer is ended with everything it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// One Attempt of a Task.
    #[schemars(range(min = 1))]
    pub task_seconds: u64,
    /// One Attempt without a sign of life on its standard output.
    #[schemars(range(min = 1))]
    pub silence_seconds: u64,
    /// One question of an agent, after which the answer is no.
    pub answer_seconds: u64,
    /// One gate.
    #[schemars(range(min = 1))]
    pub gate_seconds: u64,
    /// Between asking a process to end and ending it.
    pub grace_seconds: u64,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { task_seconds: 1800, silence_seconds: 600, answer_seconds: 120, gate_seconds: 600, grace_seconds: 5 }
    }
}

impl Timeouts {
    /// Limit of one Attempt.
    #[must_use]
    pub fn task(&self) -> Duration {
        Duration::from_secs(self.task_seconds)
    }

    /// Limit of an Attempt's silence.
    #[must_use]
    pub fn silence(&self) -> Duration {
        Duration::from_secs(self.silence_seconds)
    }

    /// Limit of one question.
    #[must_use]
    pub fn answer(&self) -> Duration {
        Duration::from_secs(self.answer_seconds)
    }

    /// Limit of one gate.
    #[must_use]
    pub fn gate(&self) -> Duration {
        Duration::from_secs(self.gate_seconds)
    }

    /// Time to end in peace.
    #[must_use]
    pub fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_seconds)
    }
}
