//! `specwave doctor`: what this machine has of what a run needs.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};
use specwave_agents::{agents_of, answer};
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::gates::{Toolchain, checks_of_a_run};
use specwave_engine::process::tool::{self, Tool};
use specwave_engine::process::{Confinement, confinement_here};
use specwave_plan::Config;

use crate::arguments::{OfFolderArguments, ReportFormat};
use crate::planning;
use crate::render::{print, printable};

/// One thing that was looked at.
struct Look {
    /// Tools, agents, gates or confinement.
    about: &'static str,
    name: String,
    /// What was found.
    found: Result<String, Failure>,
    /// Whether a run with the settings of the folder needs it.
    is_needed: bool,
}

pub(crate) fn run(arguments: &OfFolderArguments) -> Result<(), Failure> {
    let folder = planning::output_folder(arguments.output.as_deref())?;
    let config = planning::load_config(&folder)?;
    let mut looks = tools(&config);
    looks.extend(agents(&config, &folder)?);
    looks.extend(gates(&looks, &config));
    looks.push(confinement());
    match arguments.format {
        ReportFormat::Text => print(&text(&looks))?,
        ReportFormat::Json => print(&format!("{:#}\n", json!({ "looks": looks.iter().map(json_of).collect::<Vec<_>>() })))?,
    }
    if looks.iter().any(|look| look.is_needed && look.found.is_err()) {
        return Err(Failure::new(FailureKind::Environment, "a run cannot be carried out here").hint("mend what is marked ✗"));
    }
    Ok(())
}

/// The checks that are made by a tool which is not Go's own.
const MADE_BY: [(&str, &str); 2] = [("lint", "golangci-lint"), ("vulnerabilities", "govulncheck")];

fn tools(config: &Config) -> Vec<Look> {
    let look = |name: &str, found, is_needed| Look { about: "tools", name: name.to_owned(), found, is_needed };
    let of_check = |(check, tool)| {
        let is_replaced = config.gate.get(check).is_some_and(|gate| !gate.command.is_empty());
        let is_needed = !is_replaced && checks_of_a_run(config).contains(&check);
        look(tool, version_of(tool, &format!("the gate `{check}` is made with it")), is_needed)
    };
    let [linter, scanner] = MADE_BY.map(of_check);
    vec![
        look("go", Toolchain::find().map(|go| format!("Go {}", go.version)), true),
        look("git", version_of("git", "the trees of a run are kept in it"), true),
        linter,
        scanner,
    ]
}

/// The first line of what a tool says about its version.
fn version_of(program: &str, what_for: &str) -> Result<String, Failure> {
    let failure = |message| Failure::new(FailureKind::Environment, message).hint(format!("install {program}: {what_for}"));
    let Some(path) = tool::find(program) else { return Err(failure(format!("{program} is not in PATH"))) };
    let said =
        Tool::new(&path, "/").args(["--version"]).run().map_err(|error| failure(format!("{program} does not run: {error}")))?;
    Ok(String::from_utf8_lossy(&said.stdout).lines().next().unwrap_or_default().to_owned())
}

/// The agents that the settings name are started and greeted, and nothing is asked of them.
fn agents(config: &Config, folder: &Path) -> Result<Vec<Look>, Failure> {
    let builtin =
        Look { about: "agents", name: "builtin".to_owned(), found: Ok("is a part of specwave".to_owned()), is_needed: true };
    let agents = agents_of(config)?;
    let others = agents.iter().map(|(name, agent)| {
        let is_needed = config.agent == *name;
        Look { about: "agents", name: name.clone(), found: answer(agent, folder), is_needed }
    });
    Ok(std::iter::once(builtin).chain(others).collect())
}

/// Which gates can run follows from the tools and from the commands that the settings name.
fn gates(tools: &[Look], config: &Config) -> Vec<Look> {
    let made = checks_of_a_run(config);
    let cannot = |message| Err(Failure::new(FailureKind::Environment, format!("cannot run: {message}")));
    let look = |check: &str| {
        let command = config.gate.get(check).and_then(|gate| gate.command.first());
        let tool = MADE_BY.iter().find(|(name, _)| *name == check).map_or("go", |(_, tool)| tool);
        let of_tool = || tools.iter().find(|look| look.name == tool).and_then(|look| look.found.as_ref().err());
        let found = match command {
            // A path is one below the module root, which a run may still bring along.
            Some(command) if command.contains('/') || tool::find(command).is_some() => Ok(format!("can run, with {command}")),
            Some(command) => cannot(format!("{command} is not in PATH")),
            None => of_tool().map_or_else(|| Ok(format!("can run, with {tool}")), |failure| cannot(failure.message.clone())),
        };
        Look { about: "gates", name: check.to_owned(), found, is_needed: made.contains(&check) }
    };
    let own = ["build", "vet", "test", "lint", "vulnerabilities"];
    let others = made.iter().filter(|check| config.gate.get(**check).is_some_and(|gate| !gate.command.is_empty()));
    own.iter().chain(others.filter(|check| !own.contains(check))).map(|check| look(check)).collect()
}

fn confinement() -> Look {
    let found = match confinement_here().map(|confinement| Confinement::notice(&confinement)) {
        Ok(None) => Ok("files, network, signals and what they use up: the kernel enforces all of it".to_owned()),
        Ok(Some(notice)) => Err(Failure::new(FailureKind::Environment, notice)),
        Err(error) => Err(Failure::new(FailureKind::Environment, format!("the kernel refuses it: {error}"))),
    };
    Look { about: "confinement", name: "Tasks".to_owned(), found, is_needed: false }
}

fn text(looks: &[Look]) -> String {
    let width = looks.iter().map(|look| look.name.chars().count()).max().unwrap_or(0);
    let (mut text, mut about) = (String::new(), "");
    for look in looks {
        if look.about != about {
            about = look.about;
            let _ = writeln!(text, "{about}");
        }
        let said = match &look.found {
            Ok(said) => said,
            Err(failure) => &failure.message,
        };
        let _ = writeln!(text, "  {} {:width$}  {}", mark(look), look.name, printable(said));
        if let Err(Failure { hint, .. }) = &look.found
            && !hint.is_empty()
        {
            let _ = writeln!(text, "    {:width$}  {}", "", printable(hint));
        }
    }
    text
}

/// What is missing and not needed is worth knowing, and no more.
fn mark(look: &Look) -> char {
    match (&look.found, look.is_needed) {
        (Ok(_), _) => '✓',
        (Err(_), true) => '✗',
        (Err(_), false) => '!',
    }
}

fn json_of(look: &Look) -> Value {
    let (is_there, said, hint) = match &look.found {
        Ok(said) => (true, said, ""),
        Err(failure) => (false, &failure.message, failure.hint.as_str()),
    };
    json!({ "about": look.about, "name": look.name, "ok": is_there, "needed": look.is_needed, "message": said, "hint": hint })
}
