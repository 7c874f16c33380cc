//! `specwave report`: one page about a run.

use specwave_engine::failure::Failure;
use specwave_engine::run;
use specwave_engine::state::RunReport;

use crate::arguments::{PageFormat, ReportArguments};
use crate::planning;
use crate::render::{page, print};

pub(crate) fn run(arguments: &ReportArguments) -> Result<(), Failure> {
    let output = planning::output_folder(arguments.output.as_deref())?;
    let status = run::status(&output, arguments.run.as_deref())?;
    let report = RunReport { outcome: status.word(), ..RunReport::new(&status.progress) };
    let id = status.directory.id();
    let page = page::Page::new(&report, &status.timeline, &id);
    print(&match arguments.format {
        PageFormat::Html => page.html()?,
        PageFormat::Json => page.json()?,
        PageFormat::Markdown => page.markdown()?,
    })
}
