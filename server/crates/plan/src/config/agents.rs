//! Programs that do Tasks.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A program that does Tasks; `docs/agents.md` says how it is told what to do, and says what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentConfig {
    /// How to speak with it.
    #[serde(default)]
    pub kind: AgentKind,
    /// The program and its first arguments.
    #[schemars(length(min = 1))]
    pub command: Vec<String>,
    /// How an agent of the kind `command` gets its prompt.
    #[serde(default)]
    pub prompt: CommandPrompt,
    /// What an agent of the kind `command` writes on its standard output.
    #[serde(default)]
    pub output: CommandOutput,
    /// Names of environment variables that it gets besides the usual ones.
    #[serde(default)]
    pub environment: Vec<String>,
    /// Folders that it may write besides its Workspace, such as its own state; `~/` is the home directory.
    #[serde(default)]
    pub writable: Vec<String>,
    /// Places that it may read although they are in the home directory or otherwise private; `~/` is the home directory.
    #[serde(default)]
    pub readable: Vec<String>,
    /// Whether it may use the network.
    #[serde(default = "yes")]
    pub network: bool,
    /// What an agent that speaks ACP is answered when it asks for permission.
    #[serde(default)]
    pub permissions: Option<Permissions>,
    /// The model that an agent that speaks ACP uses, as it names it; its own choice if not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The mode that an agent that speaks ACP works in, as it names it; its own choice if not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// How long an agent that speaks ACP may take to begin a session.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub start_seconds: Option<u64>,
}

/// Who does the Tasks of a role or of a wave, and how; what is not said is as for all others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Assignment {
    /// `builtin`, or one of `agents`.
    pub agent: Option<String>,
    /// The model that the agent uses, as it names it.
    pub model: Option<String>,
    /// The mode that the agent works in, as it names it.
    pub mode: Option<String>,
}

/// How to speak with an agent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentKind {
    /// A program that ends when its Task is done.
    #[default]
    Command,
    /// By the Agent Client Protocol on its standard input and output.
    Acp,
}

/// How a program gets its prompt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CommandPrompt {
    /// In the brief, whose path is its last argument.
    #[default]
    Brief,
    /// As text on its standard input.
    Stdin,
    /// As text in a file, whose path is its last argument.
    File,
}

/// What a program writes on its standard output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CommandOutput {
    /// The engine's own events as JSON lines.
    #[default]
    Specwave,
    /// What Claude Code streams.
    ClaudeStreamJson,
    /// What Codex writes.
    CodexJson,
}

/// What an agent is answered when it asks for permission.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permissions {
    /// Whatever stays within the rules of the Task is allowed.
    #[default]
    Allow,
    /// Nothing is allowed.
    Deny,
    /// Whoever follows the run is asked about what stays within the rules of the Task.
    Ask,
}

impl AgentConfig {
    /// How long it may take to begin a session.
    #[must_use]
    pub fn start(&self) -> Duration {
        Duration::from_secs(self.start_seconds.unwrap_or(60))
    }

    /// What it is answered when it asks for permission.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        self.permissions.unwrap_or_default()
    }

    /// The first of its keys with a value outside its range, and what is wrong with it.
    pub(super) fn problem(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self { command, .. } if command.is_empty() => Some(("command", "is empty; it names the program and its arguments")),
            Self { kind: AgentKind::Acp, prompt: CommandPrompt::Stdin | CommandPrompt::File, .. } => {
                Some(("prompt", "is for agents of the kind `command`; one that speaks ACP gets its prompt that way"))
            }
            Self { kind: AgentKind::Acp, output: CommandOutput::ClaudeStreamJson | CommandOutput::CodexJson, .. } => {
                Some(("output", "is for agents of the kind `command`; one that speaks ACP tells what it does that way"))
            }
            Self { start_seconds: Some(0), .. } => Some(("start_seconds", "must be at least 1")),
            Self { kind: AgentKind::Command, permissions: Some(_), .. } => Some(("permissions", ONLY_ACP)),
            Self { kind: AgentKind::Command, start_seconds: Some(_), .. } => Some(("start_seconds", ONLY_ACP)),
            _ => None,
        }
    }
}

const ONLY_ACP: &str = "means nothing for a command, which is asked nothing and has no session; it is for `kind = \"acp\"`";

fn yes() -> bool {
    true
}
