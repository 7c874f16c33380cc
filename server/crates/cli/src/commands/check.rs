//! `specwave check`: findings of specifications.

use specwave_engine::failure::{Failure, FailureKind};
use specwave_source::Severity;

use crate::arguments::{CheckArguments, ReportFormat};
use crate::input;
use crate::render::{self, FileFindings, findings_json, findings_text};

pub(crate) fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let mut files = Vec::new();
    for document in input::find_specs(&arguments.paths)? {
        let findings = specwave_plan::check(&document.spec, &document.text);
        files.push(FileFindings::new(&document.path, document.text, findings));
    }
    match arguments.format {
        ReportFormat::Text => render::print(&findings_text(&files))?,
        ReportFormat::Json => render::print(&format!("{:#}\n", findings_json(&files)))?,
    }
    let errors: usize = files.iter().map(|file| file.count(Severity::Error)).sum();
    // The findings themselves are the message.
    if errors > 0 { Err(Failure::new(FailureKind::Findings, "")) } else { Ok(()) }
}
