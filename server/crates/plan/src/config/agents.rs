//! Programs that do Tasks.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A program that does Tasks; `docs/agents.md` says how it is told what to do, and says what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentConfig {
    /// How to speak with it.
    #[serde(default)]
    pub kind: AgentKind,
    /// The program and its first arguments.
    pub command: Vec<String>,
    /// Names of environment variables that it gets besides the usual ones.
    #[serde(default)]
    pub environment: Vec<String>,
    /// Folders that it may write besides its Workspace, such as its own state; `~/` is the home directory.
    #[serde(default)]
    pub writable: Vec<String>,
    /// What an agent that speaks ACP is answered when it asks for permission.
    #[serde(default)]
    pub permissions: Permissions,
    /// How long an agent that speaks ACP may take to begin a session.
    #[serde(default = "one_minute")]
    pub start_seconds: u64,
}

/// How to speak with an agent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentKind {
    /// The path of its brief is its last argument; it writes JSON lines.
    #[default]
    Command,
    /// By the Agent Client Protocol on its standard input and output.
    Acp,
}

/// What an agent is answered when it asks for permission.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permissions {
    /// Whatever stays within the rules of the Task is allowed.
    #[default]
    Allow,
    /// Nothing is allowed.
    Deny,
}

impl AgentConfig {
    /// How long it may take to begin a session.
    #[must_use]
    pub fn start(&self) -> Duration {
        Duration::from_secs(self.start_seconds)
    }

    /// The first of its keys with a value outside its range, and what is wrong with it.
    pub(super) fn problem(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self { command, .. } if command.is_empty() => Some(("command", "is empty; it names the program and its arguments")),
            Self { start_seconds: 0, .. } => Some(("start_seconds", "must be at least 1")),
            _ => None,
        }
    }
}

fn one_minute() -> u64 {
    60
}
