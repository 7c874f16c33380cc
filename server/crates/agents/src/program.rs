//! The program of an agent, as the process of a Task sees it.

use std::path::Path;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::process::Dialogue;
use specwave_plan::AgentConfig;

/// The settings of an agent as an argument of its Tasks' processes.
pub(crate) fn settings(agent: &AgentConfig) -> Result<String, Failure> {
    serde_json::to_string(agent).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))
}

/// The settings that such an argument stands for.
pub(crate) fn from_settings(settings: &str) -> Result<AgentConfig, Failure> {
    serde_json::from_str(settings)
        .map_err(|error| Failure::new(FailureKind::Usage, format!("the settings of the agent cannot be read: {error}")))
}

/// Starts the program in the Workspace.
pub(crate) fn start(command: &[String], workspace: &Path) -> Result<Dialogue, Failure> {
    let (program, args) =
        command.split_first().ok_or_else(|| Failure::new(FailureKind::Usage, "the agent has an empty command"))?;
    Dialogue::start(program, args, workspace).map_err(|error| {
        Failure::new(FailureKind::Environment, format!("`{program}` cannot be started: {error}"))
            .hint("install the agent, or mend its `command` in specwave.toml")
    })
}
