//! `specwave cancel`: ends a run.

use serde_json::json;
use specwave_engine::failure::Failure;
use specwave_engine::run;

use crate::arguments::{OfRunArguments, ReportFormat};
use crate::planning;
use crate::render::print;

pub(crate) fn run(arguments: &OfRunArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let run = run::cancel(&output, arguments.run.as_deref())?.id();
    match arguments.format {
        ReportFormat::Text => print(&format!("run {run} is being cancelled; `specwave resume` can go on with it\n")),
        ReportFormat::Json => print(&format!("{:#}\n", json!({ "run": run, "cancelling": true }))),
    }
}
