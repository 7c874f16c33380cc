//! What is learnt of one version of a document, away from the owner's task.

use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use specwave_plan::{Config, Feature};
use specwave_source::{Document, Encoding, Finding, Sources, Span};
use specwave_spec::Kept;
use specwave_spec::model::Spec;
use specwave_spec::names::Names;
use specwave_verify::Code;
use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::convert::{self, Text};
use crate::handlers::semantic_tokens::Told;
use crate::index::{self, Declared};
use crate::modules::Modules;
use crate::noticed::{Noticed, Subject};
use crate::session::Revision;

/// A document as its editor shows it.
pub(crate) struct Shown {
    pub(crate) uri: Uri,
    pub(crate) revision: Revision,
    pub(crate) document: Document,
    /// The other open documents of its feature, by their paths: what they show counts, saved or not.
    pub(crate) others: HashMap<PathBuf, Document>,
    /// Where its code arrives; `None` where it lies on no disk.
    pub(crate) output: Option<PathBuf>,
    pub(crate) encoding: Encoding,
    pub(crate) modules: Modules,
    /// What was learnt of the text before.
    pub(crate) former: Option<Arc<Analysis>>,
    /// What earlier analyses of the document left for this one.
    pub(crate) kept: Arc<Mutex<Kept>>,
    /// The tokens that the client was told of last.
    pub(crate) told: Arc<Mutex<Told>>,
}

/// One version of a document with everything that was learnt of it; requests are answered from it.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) uri: Uri,
    /// The state of the document that this is true of.
    pub(crate) revision: Revision,
    pub(crate) text: Text,
    /// Where the code arrives; `None` where the document lies on no disk.
    pub(crate) output: Option<PathBuf>,
    /// The Go code of the module that its own arrives in.
    pub(crate) code: Arc<Code>,
    /// The specification of the whole feature.
    pub(crate) spec: Spec,
    /// What was noticed in it.
    pub(crate) noticed: Noticed,
    /// The title and what stands above it; `None` where the document is no specification.
    pub(crate) title: Option<Span>,
    /// Asked for with [`Self::names`].
    pub(crate) names: OnceLock<Names>,
    /// The settings that count for it.
    pub(crate) config: Config,
    /// The tokens that the client was told of last.
    pub(crate) told: Arc<Mutex<Told>>,
}

impl Analysis {
    /// Looks at a document as a part of its feature. A fault of ours costs the findings of this version, and not the
    /// connection.
    pub(crate) fn of(shown: Shown) -> Self {
        let _span = tracing::debug_span!("analyse", uri = shown.uri.as_str(), shown.revision).entered();
        let path = convert::path(&shown.uri).unwrap_or_default();
        let config = settings(&path);
        let code = shown.output.as_deref().map_or_else(Arc::default, |output| shown.modules.code(output));
        let looked_at = catch_unwind(AssertUnwindSafe(|| look_at(&path, &shown, &code, &config)));
        let (Feature { sources, spec }, noticed) = looked_at.unwrap_or_else(|_| {
            tracing::error!(uri = shown.uri.as_str(), shown.revision, "the analysis panicked");
            (Feature { sources: Sources::single(&path, shown.document.text()), spec: Spec::default() }, Noticed::nothing())
        });
        let Shown { uri, revision, output, encoding, told, .. } = shown;
        let text = Text::new(uri.clone(), &path, sources, encoding);
        let start = text.own().start;
        let heading = spec.headings.iter().find(|heading| text.owns(heading.span));
        let above = || heading.map_or(Span::new(start, start), |title| Span::new(start, title.span.end));
        let title = spec.recognised.then(above);
        Self { uri, revision, text, output, code, spec, noticed, title, config, told, names: OnceLock::new() }
    }

    /// The declared names, found when the first request asks for them.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.spec, self.text.text()))
    }

    /// What the document declares, for requests about the whole workspace.
    pub(crate) fn declared(&self) -> Vec<Declared> {
        if self.title.is_none() {
            return Vec::new();
        }
        let mut declared = index::declared(&self.spec, self.text.sources(), self.text.encoding);
        declared.retain(|declared| declared.location.uri == self.uri);
        declared
    }

    /// Everything that is reported of the feature, worked out when somebody asks for it.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.noticed.complete(&self.subject())
    }

    /// Those in this document.
    pub(crate) fn own_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings().iter().filter(|finding| self.text.owns(finding.span))
    }

    /// Whether that has been worked out.
    pub(crate) fn is_settled(&self) -> bool {
        self.noticed.is_complete()
    }

    /// What can be shown before.
    pub(crate) fn shown_at_once(&self) -> Vec<Finding> {
        self.noticed.shown_at_once(&self.subject())
    }

    fn subject(&self) -> Subject<'_> {
        Subject { spec: &self.spec, sources: self.text.sources(), code: &self.code, config: &self.config }
    }

    /// Findings in this document as the client shows them.
    pub(crate) fn diagnostics(&self, findings: &[Finding]) -> Vec<Diagnostic> {
        let own = findings.iter().filter(|finding| self.text.owns(finding.span));
        own.map(|finding| self.text.diagnostic(finding)).collect()
    }

    /// Those in the other files of the feature; an empty list for a file without a finding.
    pub(crate) fn diagnostics_beside(&self, findings: &[Finding]) -> HashMap<Uri, Vec<Diagnostic>> {
        let files = self.text.sources().files().iter().filter(|file| !self.text.owns(file.span));
        let mut all: HashMap<Uri, Vec<Diagnostic>> =
            files.filter_map(|file| Some((Uri::from_file_path(&file.path)?, Vec::new()))).collect();
        for finding in findings.iter().filter(|finding| !self.text.owns(finding.span)) {
            all.entry(self.text.location(finding.span).uri).or_default().push(self.text.diagnostic(finding));
        }
        all
    }
}

#[cfg(test)]
impl Shown {
    /// A document that is alone, as an editor opens it.
    pub(crate) fn alone(uri: Uri, text: &str) -> Self {
        Self {
            uri,
            revision: 1,
            document: Document::new(text, 1),
            others: HashMap::new(),
            output: None,
            encoding: Encoding::Utf16,
            modules: Modules::default(),
            former: None,
            kept: Arc::default(),
            told: Arc::default(),
        }
    }
}

/// The feature of a document in the texts that the editor shows, and what is noticed in all of it.
fn look_at(path: &Path, shown: &Shown, code: &Code, config: &Config) -> (Feature, Noticed) {
    let text = shown.document.text();
    if is_readme(path) {
        return (Feature { sources: Sources::single(path, text), spec: Spec::default() }, Noticed::nothing());
    }
    // Each file is asked for once.
    let own = Cell::new(Some(text));
    let shows = |file: &Path| if file == path { own.take() } else { shown.others.get(file).map(Document::text) };
    // What an analysis left behind that panicked is as good as any: it follows from the texts alone.
    let mut kept = shown.kept.lock().unwrap_or_else(PoisonError::into_inner);
    // Only a document that is not shown has to be read, and this one is.
    let feature = Feature::read(path, shows, &mut kept).unwrap_or_default();
    let Feature { sources, spec } = &feature;
    let former = shown.former.as_ref().map(|former| (former.text.text(), &former.noticed));
    let noticed = if spec.recognised {
        Noticed::at_once(&Subject { spec, sources, code, config }, former, &mut kept)
    } else {
        Noticed::nothing()
    };
    (feature, noticed)
}

/// A README tells about a project, with examples of what it works on; it is never squiggled.
pub(crate) fn is_readme(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

/// What `specwave.toml` sets. A broken file sets nothing; what is wrong with it is shown where it stands.
pub(crate) fn settings(document: &Path) -> Config {
    document.parent().and_then(|folder| Config::load(folder).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use specwave_plan::Mode;

    use super::*;

    const SPEC: &str =
        "---\nfeature: Invoice Reminders\ndomain: billing\npriority: hihg\n---\n\n# Invoice Reminders\n\n## Goals\n";

    fn analysis_of(folder: &Path, name: &str, text: &str) -> Analysis {
        Analysis::of(Shown::alone(Uri::from_file_path(folder.join(name)).unwrap(), text))
    }

    #[test]
    fn only_specifications_have_findings() {
        let folder = tempfile::tempdir().unwrap();
        let spec = analysis_of(folder.path(), "reminders.md", SPEC);
        assert!(spec.findings().iter().any(|finding| finding.name == "unknown-priority"), "{:?}", spec.findings());
        assert_eq!(spec.title.map(|title| SPEC[title.start..title.end].trim_end().ends_with("# Invoice Reminders")), Some(true));
        for (name, text) in [("README.md", SPEC), ("Readme.markdown", SPEC), ("notes.md", "# Notes\n\nNothing to build.\n")] {
            let other = analysis_of(folder.path(), name, text);
            assert!(other.findings().is_empty() && other.title.is_none(), "{name}: {other:?}");
        }
    }

    #[test]
    fn settings_and_comments_silence_findings() {
        let folder = tempfile::tempdir().unwrap();
        let has_priority = |text: &str| {
            analysis_of(folder.path(), "reminders.md", text).findings().iter().any(|finding| finding.name == "unknown-priority")
        };
        assert!(has_priority(SPEC));
        assert!(!has_priority(&SPEC.replace("priority:", "# specwave-disable-next-line unknown-priority\npriority:")));
        fs::write(folder.path().join("specwave.toml"), "[rules]\nSW104 = \"off\"\n").unwrap();
        assert!(!has_priority(SPEC));
    }

    #[test]
    fn the_default_mode_is_that_of_the_settings() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(analysis_of(folder.path(), "reminders.md", SPEC).config.mode, Mode::Adaptive);
        fs::write(folder.path().join("specwave.toml"), "mode = \"sequential\"\n").unwrap();
        assert_eq!(analysis_of(folder.path(), "reminders.md", SPEC).config.mode, Mode::Sequential);
        fs::write(folder.path().join("specwave.toml"), "mode = \"sideways\"\n").unwrap();
        assert_eq!(analysis_of(folder.path(), "reminders.md", SPEC).config.mode, Mode::Adaptive);
    }
}
