//! `specwave agent NAME BRIEF`: the process of a Task that the built-in agent does, any program, or one that speaks ACP.

use specwave_agents::{acp, builtin, command};
use specwave_engine::failure::Failure;

use crate::arguments::AgentArguments;

pub(crate) fn run(arguments: &AgentArguments) -> Result<(), Failure> {
    let workspace = std::env::current_dir()?;
    match arguments {
        AgentArguments::Builtin { brief } => builtin::work(brief, &workspace, &mut std::io::stdout().lock()),
        AgentArguments::Command { settings, brief } => command::work(settings, brief, &workspace, std::io::stdout()),
        AgentArguments::Acp { settings, brief } => acp::work(settings, brief, &workspace, std::io::stdout()),
    }
}
