//! What the commands that plan or run have in common.

use std::path::{Path, PathBuf};

use specwave_agents::OrderError;
use specwave_engine::failure::{Failure, FailureKind};
use specwave_plan::{Config, Feature};
use specwave_source::{Finding, Severity};

use crate::input::SpecFile;
use crate::render::{self, FeatureFindings, findings_text};

/// The folder the code arrives in, as an absolute path; it need not exist yet.
pub(crate) fn output_folder(named: Option<&Path>) -> Result<PathBuf, Failure> {
    Ok(std::path::absolute(named.unwrap_or(Path::new(".")))?)
}

/// The settings for a folder; a broken `specwave.toml` is the user's to mend.
pub(crate) fn load_config(folder: &Path) -> Result<Config, Failure> {
    Config::load(folder).map_err(|error| Failure::new(FailureKind::Usage, error.to_string()))
}

/// The settings for a feature: those for the folder that its first file lies in.
pub(crate) fn config_of(feature: &Feature) -> Result<Config, Failure> {
    let first = feature.sources.files().first().map_or(Path::new(""), |file| &file.path);
    load_config(std::path::absolute(first.parent().unwrap_or(first).join("."))?.as_path())
}

/// What stops an order: the errors of the specification are their own message.
pub(crate) fn refused(file: SpecFile, error: OrderError) -> Failure {
    let findings = match error {
        OrderError::Failure(failure) => return failure,
        OrderError::Findings(findings) => findings,
    };
    let errors: Vec<Finding> = findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    let shown = file.path.display().to_string();
    render::warn(&findings_text(&[FeatureFindings::new(file.feature.sources, errors)]));
    Failure::new(FailureKind::Findings, format!("{shown} cannot be planned")).hint("mend the errors above")
}
