//! What is noticed in specifications of which no file is open, kept as long as neither they nor their code changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use specwave_plan::Feature;
use specwave_verify::Code;
use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::analysis;
use crate::convert::Text;
use crate::index::Declared;
use crate::workspace::Workspace;

/// Shared by everybody who asks.
#[derive(Clone, Default)]
pub(crate) struct Checked(Arc<Mutex<HashMap<PathBuf, Noticed>>>);

/// What was noticed in one file.
struct Noticed {
    /// What the file declared when it was read last: it is read again when it, or settings, change.
    declared: Arc<[Declared]>,
    /// The code that it was held against.
    code: Arc<Code>,
    diagnostics: Arc<[Diagnostic]>,
}

impl Checked {
    /// The diagnostics of every file of every feature of which no file is open.
    pub(crate) fn diagnostics(&self, workspace: &Workspace) -> Vec<(Uri, Arc<[Diagnostic]>)> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let has_changed = |path: &Path, declared: &Arc<[Declared]>| {
            kept.get(path).is_none_or(|noticed| {
                !Arc::ptr_eq(&noticed.declared, declared) || !Arc::ptr_eq(&noticed.code, &workspace.code(path))
            })
        };
        let changed: Vec<(PathBuf, Feature)> =
            workspace.closed_features(has_changed).map(|(path, feature)| (path.to_owned(), feature)).collect();
        let declared: HashMap<&Path, &Arc<[Declared]>> = workspace.apart().collect();
        kept.retain(|path, _| declared.contains_key(path.as_path()));
        for (path, feature) in changed {
            let code = workspace.code(&path);
            for (path, diagnostics) in check(&path, feature, &code, workspace) {
                if let Some(declared) = declared.get(path.as_path()) {
                    let (declared, code) = (Arc::clone(declared), code.clone());
                    kept.insert(path, Noticed { declared, code, diagnostics: diagnostics.into() });
                }
            }
        }
        kept.iter().filter_map(|(path, noticed)| Some((Uri::from_file_path(path)?, noticed.diagnostics.clone()))).collect()
    }
}

/// Checks a feature; the diagnostics of each of its files.
fn check(path: &Path, feature: Feature, code: &Code, workspace: &Workspace) -> HashMap<PathBuf, Vec<Diagnostic>> {
    let Feature { sources, spec } = feature;
    let Some(uri) = Uri::from_file_path(path) else { return HashMap::new() };
    let findings = specwave_verify::check(&spec, &sources, code, &analysis::settings(path));
    let text = Text::new(uri, path, sources, workspace.encoding);
    let mut all: HashMap<PathBuf, Vec<Diagnostic>> =
        text.sources().files().iter().map(|file| (file.path.clone(), Vec::new())).collect();
    for finding in &findings {
        let path = text.sources().path_at(finding.span.start).to_owned();
        all.entry(path).or_default().push(text.diagnostic(finding));
    }
    all
}
