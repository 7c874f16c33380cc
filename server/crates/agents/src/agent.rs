//! From an agent's name to the program behind it.

use std::path::PathBuf;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::process::launcher;
use specwave_engine::run::AgentCommand;
use specwave_engine::scheduler::Repair;
use specwave_plan::{AgentKind, Config};

use crate::acp;

/// Name of the agent that is always there.
const BUILTIN: &str = "builtin";

/// A program that does Tasks, and what a failing gate says about it.
pub(crate) struct Agent {
    pub(crate) command: AgentCommand,
    pub(crate) repair: Repair,
}

/// The agent of that name: the built-in one, or one of the `[agents.NAME]` tables.
pub(crate) fn resolve(name: &str, config: &Config) -> Result<Agent, Failure> {
    if name == BUILTIN {
        let args = ["agent", BUILTIN].map(str::to_owned).to_vec();
        let command = AgentCommand { program: launcher::executable(), args, ..AgentCommand::default() };
        return Ok(Agent { command, repair: Repair::OurFault });
    }
    let configured = config.agents.get(name).ok_or_else(|| unknown(name, config))?;
    let (program, args) = match configured.kind {
        AgentKind::Command => configured.command.split_first().map(|(program, args)| (program.into(), args.to_vec())),
        AgentKind::Acp => Some((launcher::executable(), vec!["agent".to_owned(), "acp".to_owned(), acp::settings(configured)?])),
    }
    .ok_or_else(|| Failure::new(FailureKind::Usage, format!("the agent `{name}` has an empty command")))?;
    let environment = configured.environment.clone();
    let writable = configured.writable.iter().map(|folder| at_home(folder)).collect();
    Ok(Agent { command: AgentCommand { program, args, environment, writable }, repair: Repair::TryAgain })
}

/// A folder as the settings name it.
fn at_home(folder: &str) -> PathBuf {
    match (folder.strip_prefix("~/"), std::env::home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        _ => folder.into(),
    }
}

fn unknown(name: &str, config: &Config) -> Failure {
    let known: Vec<&str> = std::iter::once(BUILTIN).chain(config.agents.keys().map(String::as_str)).collect();
    Failure::new(FailureKind::Usage, format!("there is no agent `{name}`"))
        .hint(format!("known agents: {}; others are named in specwave.toml as [agents.NAME]", known.join(", ")))
}
