//! `specwave run`: a specification becomes Go code.

use specwave_agents::Order;
use specwave_engine::failure::Failure;

use crate::arguments::RunArguments;
use crate::follow::follow;
use crate::{input, planning};

pub(crate) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let file = input::read_spec(&arguments.spec)?;
    let (of_roles, of_all): (Vec<&String>, Vec<&String>) = arguments.agent.iter().partition(|agent| agent.contains('='));
    let order = Order {
        path: std::path::absolute(&file.path)?,
        feature: file.feature.clone(),
        output: planning::output_folder(arguments.output.as_deref())?,
        mode: arguments.mode,
        quality: arguments.quality,
        agent: of_all.last().map(|name| (*name).clone()),
        agents_of_roles: of_roles.into_iter().filter_map(|agent| agent.split_once('=')).map(owned).collect(),
        jobs: arguments.jobs.map(usize::from),
        branch: arguments.branch.clone(),
    };
    let ordered = order.plan().map_err(|error| planning::refused(file, error))?;
    follow(&ordered.start()?, arguments.format)
}

fn owned((role, agent): (&str, &str)) -> (String, String) {
    (role.to_owned(), agent.to_owned())
}
