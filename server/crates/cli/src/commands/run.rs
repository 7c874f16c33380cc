//! `specwave run`: a specification becomes Go code.

use specwave_agents::Order;
use specwave_engine::failure::Failure;

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
        agent: arguments.agent.clone(),
        jobs: arguments.jobs.map(usize::from),
    };
    let ordered = order.plan().map_err(|error| planning::refused(file, error))?;
    follow(&ordered.start()?, arguments.format)
}
