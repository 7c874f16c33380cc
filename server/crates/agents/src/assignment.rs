//! Which agent does which Task.

use std::collections::BTreeMap;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::run::AgentCommand;
use specwave_engine::scheduler::{Assigned, Settings};
use specwave_plan::{Assignment, Catalog, Config, Task, TaskId};
use specwave_spec::rules::most_similar;

use crate::agent::{Agent, resolve};

/// The agents of a run.
pub(crate) struct Agents {
    /// Who does the Tasks.
    pub(crate) of_all: Agent,
    /// Who does these instead, by name.
    of_tasks: BTreeMap<TaskId, (String, Agent)>,
}

impl Agents {
    /// The agents that the settings name. What is said of a role wins over its wave, and that over what is said of all.
    pub(crate) fn of(tasks: &[Task], config: &Config) -> Result<Self, Failure> {
        let catalog = Catalog::builtin().map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        refuse_unknown_roles(config, catalog)?;
        refuse_unknown_waves(config, catalog)?;
        let everybody = Assignment::default();
        let mut of_tasks = BTreeMap::new();
        for task in tasks {
            let role = config.roles.get(&task.role.0).unwrap_or(&everybody);
            let wave = config.waves.get(&task.wave.to_string()).unwrap_or(&everybody);
            let name = role.agent.as_ref().or(wave.agent.as_ref()).unwrap_or(&config.agent);
            let model = role.model.as_ref().or(wave.model.as_ref());
            let mode = role.mode.as_ref().or(wave.mode.as_ref());
            if *name != config.agent || model.is_some() || mode.is_some() {
                of_tasks.insert(task.id.clone(), (name.clone(), resolve(name, config, model, mode)?));
            }
        }
        Ok(Self { of_all: resolve(&config.agent, config, None, None)?, of_tasks })
    }

    /// What the scheduler has to know of them.
    pub(crate) fn settings(&self, settings: Settings) -> Settings {
        let assigned = |(task, (name, agent)): (&TaskId, &(String, Agent))| {
            (task.clone(), Assigned { agent: name.clone(), repair: agent.repair })
        };
        Settings { repair: self.of_all.repair, assigned: self.of_tasks.iter().map(assigned).collect(), ..settings }
    }

    /// The programs of those that do single Tasks.
    pub(crate) fn commands(&self) -> BTreeMap<TaskId, AgentCommand> {
        self.of_tasks.iter().map(|(task, (_, agent))| (task.clone(), agent.command.clone())).collect()
    }
}

fn refuse_unknown_roles(config: &Config, catalog: &Catalog) -> Result<(), Failure> {
    let known = || catalog.roles.iter().map(|role| role.id.0.as_str());
    let Some(unknown) = config.roles.keys().find(|name| !known().any(|role| role == *name)) else { return Ok(()) };
    let hint = match most_similar(unknown, known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the roles are {}", known().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::new(FailureKind::Usage, format!("there is no role `{unknown}` that an agent could be given")).hint(hint))
}

fn refuse_unknown_waves(config: &Config, catalog: &Catalog) -> Result<(), Failure> {
    let is_known = |number: &&String| (0..catalog.waves.len()).any(|wave| wave.to_string() == **number);
    let Some(unknown) = config.waves.keys().find(|number| !is_known(number)) else { return Ok(()) };
    let last = catalog.waves.len().saturating_sub(1);
    Err(Failure::new(FailureKind::Usage, format!("there is no wave `{unknown}` that an agent could be given"))
        .hint(format!("waves are numbered from 0 to {last}, as in [waves.{last}]")))
}
