//! What is learnt of one version of a document, away from the owner's task.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use specwave_plan::{Config, Mode};
use specwave_source::{Finding, Span};
use specwave_spec::model::Spec;
use tower_lsp::ls_types::Uri;

use crate::convert::{self, Text};
use crate::session::Revision;

/// One version of a document with everything that was learnt of it; requests are answered from it.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) uri: Uri,
    /// The state of the document that this is true of.
    pub(crate) revision: Revision,
    pub(crate) text: Text,
    pub(crate) spec: Spec,
    pub(crate) findings: Vec<Finding>,
    /// The title and what stands above it; `None` where the document is no specification.
    pub(crate) title: Option<Span>,
    /// The mode a run has where none is asked for.
    pub(crate) default_mode: Mode,
}

impl Analysis {
    /// Looks at a text. A fault of ours costs the findings of this version, and not the connection.
    pub(crate) fn of(uri: Uri, revision: Revision, text: Text) -> Self {
        let _span = tracing::debug_span!("analyse", uri = uri.as_str(), revision).entered();
        let path = convert::path(&uri);
        let default_mode = default_mode(path.as_deref());
        let looked_at = catch_unwind(AssertUnwindSafe(|| {
            let spec = if path.as_deref().is_some_and(is_readme) { Spec::default() } else { specwave_spec::parse(&text.text) };
            let findings = if spec.recognised { specwave_plan::check(&spec, &text.text) } else { Vec::new() };
            (spec, findings)
        }));
        let (spec, findings) = looked_at.unwrap_or_else(|_| {
            tracing::error!(uri = uri.as_str(), revision, "the analysis panicked");
            (Spec::default(), Vec::new())
        });
        let above = || spec.headings.first().map_or(Span::new(0, 0), |title| Span::new(0, title.span.end));
        let title = spec.recognised.then(above);
        Self { uri, revision, text, spec, findings, title, default_mode }
    }
}

/// A README tells about a project, with examples of what it works on; it is never squiggled.
fn is_readme(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

/// The mode that `specwave.toml` sets. A broken file is reported when a run is asked for.
fn default_mode(document: Option<&Path>) -> Mode {
    let folder = document.and_then(Path::parent);
    folder.and_then(|folder| Config::load(folder).ok()).map_or_else(Mode::default, |config| config.mode)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use specwave_source::Encoding;

    use super::*;

    const SPEC: &str =
        "---\nfeature: Invoice Reminders\ndomain: billing\npriority: hihg\n---\n\n# Invoice Reminders\n\n## Goals\n";

    fn analysis_of(folder: &Path, name: &str, text: &str) -> Analysis {
        let uri = Uri::from_file_path(folder.join(name)).unwrap();
        Analysis::of(uri, 7, Text::new(text.to_owned(), Encoding::Utf16))
    }

    #[test]
    fn only_specifications_have_findings() {
        let folder = tempfile::tempdir().unwrap();
        let spec = analysis_of(folder.path(), "reminders.md", SPEC);
        assert!(spec.findings.iter().any(|finding| finding.name == "unknown-priority"), "{:?}", spec.findings);
        assert_eq!(spec.title.map(|title| SPEC[title.start..title.end].trim_end().ends_with("# Invoice Reminders")), Some(true));
        for (name, text) in [("README.md", SPEC), ("Readme.markdown", SPEC), ("notes.md", "# Notes\n\nNothing to build.\n")] {
            let other = analysis_of(folder.path(), name, text);
            assert!(other.findings.is_empty() && other.title.is_none(), "{name}: {other:?}");
        }
    }

    #[test]
    fn the_default_mode_is_that_of_the_settings() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(analysis_of(folder.path(), "reminders.md", SPEC).default_mode, Mode::Adaptive);
        fs::write(folder.path().join("specwave.toml"), "mode = \"sequential\"\n").unwrap();
        assert_eq!(analysis_of(folder.path(), "reminders.md", SPEC).default_mode, Mode::Sequential);
        fs::write(folder.path().join("specwave.toml"), "mode = \"sideways\"\n").unwrap();
        assert_eq!(analysis_of(folder.path(), "reminders.md", SPEC).default_mode, Mode::Adaptive);
    }
}
