//! `specwave check`: findings of specifications.

use specwave_engine::failure::{Failure, FailureKind};
use specwave_source::Severity;

use crate::arguments::{CheckArguments, ReportFormat};
use crate::input;
use crate::render::{self, FeatureFindings, findings_json, findings_text};

pub(crate) fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let mut features = Vec::new();
    for document in input::find_specs(&arguments.paths)? {
        let findings = specwave_plan::check(&document.feature.spec, document.feature.sources.text());
        features.push(FeatureFindings::new(document.feature.sources, findings));
    }
    match arguments.format {
        ReportFormat::Text => render::print(&findings_text(&features))?,
        ReportFormat::Json => render::print(&format!("{:#}\n", findings_json(&features)))?,
    }
    let errors: usize = features.iter().map(|feature| feature.count(Severity::Error)).sum();
    // The findings themselves are the message.
    if errors > 0 { Err(Failure::new(FailureKind::Findings, "")) } else { Ok(()) }
}
