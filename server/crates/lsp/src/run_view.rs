//! A run as clients that show more of it than its progress are told of it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use specwave_engine::run::{self, RunDirectory};
use specwave_engine::state::RunReport;
use tower_lsp::ls_types::ProgressToken;
use tower_lsp::ls_types::notification::Notification;

/// Of each folder, so many runs are told of; the command line lists them all.
const MOST_RUNS: usize = 20;

/// The request for the runs of the client's folders. Whoever has asked is told of what goes on from then on.
pub(crate) const METHOD: &str = "specwave/runs";

/// The argument of [`METHOD`].
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RunsParams {
    /// Folders beside the client's own that runs are known of.
    pub(crate) outputs: Vec<PathBuf>,
}

/// The notification of what has become of one run.
pub(crate) enum RunChanged {}

impl Notification for RunChanged {
    type Params = RunView;
    const METHOD: &'static str = "specwave/run";
}

/// The account of a run, and where it belongs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RunView {
    /// Its id.
    pub(crate) run: String,
    /// The folder that its code arrives in.
    pub(crate) output: PathBuf,
    /// The specification.
    pub(crate) spec: PathBuf,
    /// Names it among the runs of all folders; that of its progress, by which it is cancelled.
    pub(crate) token: ProgressToken,
    /// Its account, as `specwave status --format json` has it.
    #[serde(flatten)]
    pub(crate) report: serde_json::Value,
}

impl RunView {
    pub(crate) fn new(directory: &RunDirectory, report: &RunReport) -> Self {
        Self {
            run: directory.id(),
            output: directory.output(),
            spec: directory.record().map(|record| record.request.spec).unwrap_or_default(),
            token: token(directory),
            report: serde_json::to_value(report).unwrap_or_default(),
        }
    }
}

/// The runs of these folders, of each the newest first. One whose journal cannot be read is left out.
pub(crate) fn runs_of(folders: impl IntoIterator<Item = PathBuf>) -> Vec<RunView> {
    let mut views = Vec::new();
    for folder in folders {
        let newest = run::runs(&folder).into_iter().rev().take(MOST_RUNS);
        views.extend(newest.filter_map(|directory| {
            let status = run::status(&folder, Some(&directory.id())).ok()?;
            let report = RunReport { outcome: status.word(), ..RunReport::new(&status.progress) };
            Some(RunView::new(&directory, &report))
        }));
    }
    views
}

/// Names a run among those of all folders: each folder counts its own, and there may be several ways to a folder.
pub(crate) fn token(directory: &RunDirectory) -> ProgressToken {
    let path = directory.path().canonicalize().unwrap_or_else(|_| directory.path().to_owned());
    ProgressToken::String(format!("specwave:{}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_token_is_of_one_run_in_one_folder() {
        let folders = tempfile::tempdir().unwrap();
        let [one, other, way] = ["one", "other", "way"].map(|name| folders.path().join(name));
        std::fs::create_dir(&one).unwrap();
        std::fs::create_dir(&other).unwrap();
        std::os::unix::fs::symlink(&one, &way).unwrap();
        let token = |folder: &Path, run: &str| {
            let run = folder.join(run);
            std::fs::create_dir_all(&run).unwrap();
            token(&RunDirectory::at(run))
        };
        assert_eq!(token(&one, "0001-a"), token(&way, "0001-a"));
        assert_ne!(token(&one, "0001-a"), token(&other, "0001-a"));
        assert_ne!(token(&one, "0001-a"), token(&one, "0002-a"));
    }
}
