//! `specwave status`: how a run stands.

use specwave_engine::failure::Failure;
use specwave_engine::run;
use specwave_engine::state::RunReport;

use crate::arguments::{OfRunArguments, ReportFormat};
use crate::planning;
use crate::render::{print, report};

pub(crate) fn run(arguments: &OfRunArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let status = run::status(&output, arguments.run.as_deref())?;
    let found = RunReport { outcome: status.word(), ..RunReport::new(&status.progress) };
    print(&report::render(&found, &status.directory, arguments.format)?)?;
    let is_interrupted = status.progress.outcome().is_none() && !status.is_active;
    if is_interrupted && arguments.format == ReportFormat::Text {
        print("interrupted: `specwave resume` goes on with it\n")?;
    }
    Ok(())
}
