//! `specwave runs`: the runs of a folder.

use std::path::Path;

use serde_json::{Value, json};
use specwave_engine::failure::Failure;
use specwave_engine::journal::wall_clock_ms;
use specwave_engine::run::{self, RunDirectory, Status};
use specwave_engine::state::duration;

use crate::arguments::{OfFolderArguments, ReportFormat};
use crate::planning;
use crate::render::print;

/// One run: what its journal says, or why that cannot be read.
struct Row {
    directory: RunDirectory,
    spec: String,
    status: Result<Status, Failure>,
}

pub(crate) fn run(arguments: &OfFolderArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let rows: Vec<Row> = run::readable_runs(&output)?.into_iter().map(|directory| row(&output, directory)).collect();
    match arguments.format {
        ReportFormat::Json => print(&format!("{:#}\n", Value::from_iter(rows.iter().map(json_of)))),
        ReportFormat::Text if rows.is_empty() => print(&format!("there is no run in {}\n", output.display())),
        ReportFormat::Text => print(&table(&rows)),
    }
}

fn row(output: &Path, directory: RunDirectory) -> Row {
    let spec = directory.record().map(|record| record.request.spec.display().to_string()).unwrap_or_default();
    let status = run::status(output, Some(&directory.id()));
    Row { directory, spec, status }
}

fn json_of(row: &Row) -> Value {
    let mut value = json!({ "run": row.directory.id(), "spec": row.spec });
    match &row.status {
        Ok(status) => {
            let progress = &status.progress;
            value["state"] = json!(status.word());
            value["feature"] = json!(progress.run().feature);
            value["completed"] = json!(progress.completed());
            value["tasks"] = json!(progress.run().tasks.len());
            value["began_at_ms"] = json!(progress.began_at());
            value["elapsed_ms"] = json!(progress.elapsed_ms());
        }
        Err(failure) => {
            value["state"] = json!("unreadable");
            value["message"] = json!(failure.message);
        }
    }
    value
}

fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.directory.id().chars().count()).max().unwrap_or(0);
    let mut text = format!("{:width$}  {:11}  {:>7}  {:>16}  Specification\n", "Run", "State", "Tasks", "Begun");
    for row in rows {
        let (state, tasks, begun) = match &row.status {
            Ok(status) => (
                status.word(),
                format!("{}/{}", status.progress.completed(), status.progress.run().tasks.len()),
                format!("{} ago", duration(wall_clock_ms().saturating_sub(status.progress.began_at()))),
            ),
            Err(_) => ("unreadable", String::new(), String::new()),
        };
        text.push_str(&format!("{:width$}  {state:11}  {tasks:>7}  {begun:>16}  {}\n", row.directory.id(), row.spec));
    }
    text
}
