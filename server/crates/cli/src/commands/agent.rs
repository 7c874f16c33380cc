//! `specwave agent builtin BRIEF`: the process of a Task that the built-in agent does.

use specwave_engine::failure::Failure;

use crate::arguments::AgentArguments;

pub(crate) fn run(arguments: &AgentArguments) -> Result<(), Failure> {
    let workspace = std::env::current_dir()?;
    specwave_agents::builtin::work(&arguments.brief, &workspace, &mut std::io::stdout().lock())
}
