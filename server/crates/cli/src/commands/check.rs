//! `specwave check`: findings of specifications.

use std::collections::HashMap;
use std::path::Path;

use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::module::module_root;
use specwave_source::Severity;
use specwave_verify::Code;

use crate::arguments::{CheckArguments, ReportFormat};
use crate::input;
use crate::render::{self, FeatureFindings, findings_json, findings_text};

pub(crate) fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let (mut features, mut modules) = (Vec::new(), HashMap::new());
    for document in input::find_specs(&arguments.paths)? {
        let folder = document.path.parent().unwrap_or(Path::new("."));
        let code = match module_root(folder)? {
            root if root.join("go.mod").is_file() => modules.entry(root).or_insert_with_key(|root| Code::read(root)),
            _ => &mut Code::default(),
        };
        let findings = specwave_verify::check(&document.feature.spec, document.feature.sources.text(), code);
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
