//! From an agent's name to the program behind it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::process::{launcher, tool};
use specwave_engine::run::AgentCommand;
use specwave_engine::scheduler::Repair;
use specwave_plan::{AgentConfig, AgentKind, CommandOutput, CommandPrompt, Config};

use crate::known::known;
use crate::program;

/// Name of the agent that is always there.
const BUILTIN: &str = "builtin";

/// A program that does Tasks, and what a failing gate says about it.
pub(crate) struct Agent {
    pub(crate) command: AgentCommand,
    pub(crate) repair: Repair,
}

/// The agent of that name: the built-in one, one of the `[agents.NAME]` tables, or one that is known without; with a model and a
/// mode of its own if they are given.
pub(crate) fn resolve(name: &str, config: &Config, model: Option<&String>, mode: Option<&String>) -> Result<Agent, Failure> {
    let wants_a_choice = model.or(mode).is_some();
    if name == BUILTIN {
        if wants_a_choice {
            return Err(no_choice(name, "it has neither models nor modes"));
        }
        let args = ["agent", BUILTIN].map(str::to_owned).to_vec();
        let command = AgentCommand { program: launcher::executable(), args, ..AgentCommand::default() };
        return Ok(Agent { command, repair: Repair::OurFault });
    }
    let known = known()?;
    let configured = config.agents.get(name).or_else(|| known.get(name)).ok_or_else(|| unknown(name, config, &known))?;
    if wants_a_choice && configured.kind == AgentKind::Command {
        return Err(no_choice(name, "write it into its `command`, and give another name to each"));
    }
    let configured = &AgentConfig {
        model: model.or(configured.model.as_ref()).cloned(),
        mode: mode.or(configured.mode.as_ref()).cloned(),
        ..configured.clone()
    };
    // A program that takes the engine's own brief and speaks its own events needs nobody who translates.
    let needs = match configured.kind {
        AgentKind::Acp => Some("acp"),
        AgentKind::Command if configured.prompt == CommandPrompt::Brief && configured.output == CommandOutput::Specwave => None,
        AgentKind::Command => Some("command"),
    };
    let (program, args) = match needs {
        None => configured.command.split_first().map(|(program, args)| (program.into(), args.to_vec())),
        Some(kind) => Some((launcher::executable(), vec!["agent".to_owned(), kind.to_owned(), program::settings(configured)?])),
    }
    .ok_or_else(|| Failure::new(FailureKind::Usage, format!("the agent `{name}` has an empty command")))?;
    let environment = configured.environment.clone();
    let places = |places: &[String]| places.iter().map(|place| at_home(place)).collect();
    let names = configured.command.iter().filter_map(|word| named(word)).collect();
    let command = AgentCommand {
        program,
        args,
        environment,
        writable: places(&configured.writable),
        readable: places(&configured.readable),
        names,
        offline: !configured.network,
    };
    Ok(Agent { command, repair: Repair::TryAgain })
}

/// The file that a word of a command names, if it names one; the first word may be a program of `PATH`.
fn named(word: &str) -> Option<PathBuf> {
    let path = PathBuf::from(word);
    if path.is_absolute() { Some(path).filter(|path| path.exists()) } else { tool::find(word) }
}

/// A place as the settings name it.
fn at_home(place: &str) -> PathBuf {
    match (place.strip_prefix("~/"), std::env::home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        _ => place.into(),
    }
}

fn no_choice(name: &str, why: &str) -> Failure {
    Failure::new(FailureKind::Usage, format!("the agent `{name}` cannot be told a model or a mode")).hint(why.to_owned())
}

fn unknown(name: &str, config: &Config, known: &BTreeMap<String, AgentConfig>) -> Failure {
    let ours: Vec<&str> = std::iter::once(BUILTIN).chain(config.agents.keys().map(String::as_str)).collect();
    let others: Vec<&str> = known.keys().map(String::as_str).collect();
    Failure::new(FailureKind::Usage, format!("there is no agent `{name}`")).hint(format!(
        "known agents: {}; where they are installed: {}; others are named in specwave.toml as [agents.NAME]",
        ours.join(", "),
        others.join(", ")
    ))
}
