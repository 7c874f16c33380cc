//! Coding agents that go by their names, without an entry in the settings.

use std::collections::BTreeMap;
use std::path::Path;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::{AgentConfig, Config};

/// Their entries, as somebody would write them into `specwave.toml`.
pub const KNOWN: &str = include_str!("known.toml");

/// All of them, by name.
pub(crate) fn known() -> Result<BTreeMap<String, AgentConfig>, Failure> {
    let known = Config::parse(KNOWN, Path::new("known.toml"));
    known.map(|config| config.agents).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))
}

/// The agents that the settings have entries for, or give Tasks to.
///
/// # Errors
/// Internal, where our own entries cannot be read.
pub fn agents_of(config: &Config) -> Result<BTreeMap<String, AgentConfig>, Failure> {
    let assigned = config.roles.values().chain(config.waves.values()).filter_map(|assignment| assignment.agent.as_ref());
    let used: Vec<&String> = assigned.chain([&config.agent]).collect();
    let mut agents = known()?;
    agents.retain(|name, _| used.contains(&name));
    agents.extend(config.agents.clone());
    Ok(agents)
}
