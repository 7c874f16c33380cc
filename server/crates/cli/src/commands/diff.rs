//! `specwave diff`: what a Task changed.

use serde_json::json;
use specwave_engine::failure::Failure;
use specwave_engine::run;

use crate::arguments::{DiffArguments, ReportFormat};
use crate::planning;
use crate::render::{print, printable};

pub(crate) fn run(arguments: &DiffArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let changed = run::diff(&output, &arguments.run, &arguments.task)?;
    match arguments.format {
        ReportFormat::Text => {
            let mut text = match changed.taken.as_str() {
                "" => format!("{} changed nothing of its own in Attempt {}\n", changed.task, changed.attempt),
                taken => printable(taken),
            };
            if !changed.not_taken.is_empty() {
                text.push_str("\nNot taken:\n");
                text.extend(changed.not_taken.iter().map(|path| format!("  {}\n", printable(path))));
                text.push_str(&printable(&changed.left));
            }
            print(&text)
        }
        ReportFormat::Json => {
            let value = json!({
                "run": changed.run, "task": changed.task, "attempt": changed.attempt,
                "taken": changed.taken, "files": changed.files, "not_taken": changed.not_taken, "left": changed.left,
            });
            print(&format!("{value:#}\n"))
        }
    }
}
