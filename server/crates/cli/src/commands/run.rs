//! `specwave run`: a specification becomes Go code.

use std::collections::BTreeMap;

use specwave_agents::Order;
use specwave_engine::failure::Failure;
use specwave_plan::Assignment;

use crate::arguments::RunArguments;
use crate::follow::follow;
use crate::{input, planning};

pub(crate) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let file = input::read_spec(&arguments.spec)?;
    let order = Order {
        path: std::path::absolute(&file.path)?,
        feature: file.feature.clone(),
        output: planning::output_folder(arguments.output.as_deref())?,
        mode: arguments.mode,
        quality: arguments.quality,
        agent: arguments.agent.iter().rfind(|agent| !agent.contains('=')).cloned(),
        assigned: assigned(arguments),
        jobs: arguments.jobs.map(usize::from),
        branch: arguments.branch.clone(),
    };
    let ordered = order.plan().map_err(|error| planning::refused(file, error))?;
    follow(&ordered.start()?, arguments.format)
}

/// What is said of single roles and waves.
fn assigned(arguments: &RunArguments) -> BTreeMap<String, Assignment> {
    let mut assigned = BTreeMap::<String, Assignment>::new();
    for (whose, agent) in arguments.agent.iter().filter_map(|agent| agent.split_once('=')) {
        assigned.entry(whose.to_owned()).or_default().agent = Some(agent.to_owned());
    }
    for (whose, model) in &arguments.model {
        assigned.entry(whose.clone()).or_default().model = Some(model.clone());
    }
    for (whose, mode) in &arguments.agent_mode {
        assigned.entry(whose.clone()).or_default().mode = Some(mode.clone());
    }
    assigned
}
