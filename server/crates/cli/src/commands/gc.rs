//! `specwave gc`: removes what runs have left that nobody needs any more.

use serde_json::json;
use specwave_engine::failure::Failure;
use specwave_engine::run::{self, Unneeded};

use crate::arguments::{GcArguments, ReportFormat};
use crate::planning;
use crate::render::{counted, print};

pub(crate) fn run(arguments: &GcArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.of.output.as_deref())?;
    let which = if arguments.all { Unneeded::ByTheFolder } else { Unneeded::ByAnybody };
    let collected = run::collect_garbage(&output, which, arguments.dry_run)?;
    match arguments.of.format {
        ReportFormat::Json => print(&format!(
            "{:#}\n",
            json!({
                "removed": collected.removed, "dry_run": arguments.dry_run, "freed_bytes": collected.freed,
                "kept": collected.kept.iter().map(|(run, why)| json!({ "run": run, "why": why })).collect::<Vec<_>>(),
            })
        )),
        ReportFormat::Text => {
            let mut text = String::new();
            text.extend(collected.kept.iter().map(|(run, why)| format!("kept     {run}: {why}\n")));
            let verb = if arguments.dry_run { "unneeded" } else { "removed " };
            text.extend(collected.removed.iter().map(|run| format!("{verb} {run}\n")));
            if !arguments.dry_run {
                let runs = counted(collected.removed.len(), "run");
                text.push_str(&format!("{runs} removed, {} KiB freed\n", collected.freed / 1024));
            }
            print(&text)
        }
    }
}
