//! `specwave undo`: takes back what a run brought in.

use serde_json::json;
use specwave_engine::failure::Failure;
use specwave_engine::run;

use crate::arguments::{OfRunArguments, ReportFormat};
use crate::planning;
use crate::render::{counted, print};

pub(crate) fn run(arguments: &OfRunArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let undone = run::undo(&output, arguments.run.as_deref())?;
    let (restored, removed) = (undone.applied.written.len(), undone.applied.removed.len());
    match arguments.format {
        ReportFormat::Text => print(&format!(
            "run {} is taken back: {} restored, {} removed\n",
            undone.run,
            counted(restored, "file"),
            counted(removed, "file")
        )),
        ReportFormat::Json => print(&format!("{:#}\n", json!({ "run": undone.run, "applied": undone.applied }))),
    }
}
