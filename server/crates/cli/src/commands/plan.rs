//! `specwave plan`: what a run would do.

use specwave_agents::Order;
use specwave_engine::failure::Failure;
use specwave_plan::render;

use crate::arguments::{PlanArguments, PlanFormat};
use crate::render::print;
use crate::{input, planning};

pub(crate) fn run(arguments: &PlanArguments) -> Result<(), Failure> {
    let file = input::read_spec(&arguments.spec)?;
    let order = Order {
        path: std::path::absolute(&file.path)?,
        feature: file.feature.clone(),
        output: planning::output_folder(arguments.output.as_deref())?,
        mode: arguments.mode,
        ..Order::default()
    };
    let ordered = order.plan().map_err(|error| planning::refused(file, error))?;
    let (mode, jobs) = (ordered.config.mode, ordered.config.jobs);
    print(&match arguments.format {
        PlanFormat::Text => render::text(&ordered.plan, mode, jobs),
        PlanFormat::Json => format!("{:#}\n", render::json(&ordered.plan, mode, jobs)),
        PlanFormat::Mermaid => render::mermaid(&ordered.plan),
    })
}
