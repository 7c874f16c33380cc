//! What is found in Go code by itself: published while somebody edits it, and when files change on the disk.
//!
//! Of what the server for Go says as well nothing is said here.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use specwave_engine::apply::RECORDS;
use specwave_plan::config;
use specwave_plan::module::module_root;
use specwave_source::Encoding;
use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::convert::{self, Text};
use crate::event::Event;
use crate::modules::Modules;
use crate::session::Session;

/// Import cycles, and what does not parse.
const SAID_BY_THE_SERVER_FOR_GO: [&str; 2] = ["SW1305", "SW1326"];

/// What is known of the code of one module.
#[derive(Default)]
pub(crate) struct Layout {
    is_being_checked: bool,
    /// Whether something has changed since that began.
    is_stale: bool,
    told: Found,
}

/// What was found in a module.
#[derive(Debug, Default)]
struct Found {
    diagnostics: HashMap<PathBuf, Vec<Diagnostic>>,
    /// The versions of the files that an editor shows.
    versions: HashMap<PathBuf, i32>,
}

/// The module at `root` was looked at.
#[derive(Debug)]
pub(crate) struct Checked {
    root: PathBuf,
    found: Found,
}

/// A file of code has changed: its module is checked, if it is one that Specwave has to do with.
pub(crate) fn look(session: &mut Session, path: &Path) {
    if let Some(root) = root_of(path).filter(|root| session.layouts.contains_key(root) || is_ours(session, root)) {
        check(session, root);
    }
}

/// More specifications are known: code that is shown may be theirs.
pub(crate) fn look_at_shown(session: &mut Session) {
    let shown: Vec<PathBuf> = session.code.keys().filter_map(convert::path).collect();
    let roots: BTreeSet<PathBuf> = shown.iter().filter_map(|path| root_of(path)).collect();
    for root in roots {
        if !session.layouts.contains_key(&root) && is_ours(session, &root) {
            check(session, root);
        }
    }
}

/// Settings have changed, or more than can be told: every module is checked again.
pub(crate) fn look_at_all(session: &mut Session) {
    for root in session.layouts.keys().cloned().collect::<Vec<_>>() {
        check(session, root);
    }
}

/// The root of the module that a file is a part of.
fn root_of(path: &Path) -> Option<PathBuf> {
    module_root(path.parent()?).ok().filter(|root| root.join("go.mod").is_file())
}

/// Whether a module has settings or runs of ours, or is where the code of a specification arrives. All others are left alone.
fn is_ours(session: &Session, root: &Path) -> bool {
    // The copies that Tasks work in are no modules of the user's.
    if root.components().any(|part| part.as_os_str() == RECORDS) {
        return false;
    }
    let folder = session.folders.iter().filter(|folder| root.starts_with(folder)).min_by_key(|folder| folder.as_os_str().len());
    let around = root.ancestors().take_while(|above| *above == root || folder.is_some_and(|folder| above.starts_with(folder)));
    let has_ours = |folder: &Path| [config::FILE_NAME, RECORDS].iter().any(|name| folder.join(name).exists());
    let open = session.documents.values().filter_map(|open| open.analysis.as_ref().filter(|analysis| analysis.title.is_some()));
    let specs = open.filter_map(|analysis| convert::path(&analysis.uri)).chain(session.index.paths().map(Path::to_owned));
    around.into_iter().any(has_ours) || specs.into_iter().any(|spec| session.output_folder(&spec).starts_with(root))
}

/// Checks a module off the owner's task; what changes meanwhile is checked behind that.
fn check(session: &mut Session, root: PathBuf) {
    let layout = session.layouts.entry(root.clone()).or_default();
    if std::mem::replace(&mut layout.is_being_checked, true) {
        layout.is_stale = true;
        return;
    }
    let shown = session.code.iter().filter_map(|(uri, document)| Some((convert::path(uri)?, document.version())));
    let versions: HashMap<PathBuf, i32> = shown.filter(|(path, _)| path.starts_with(&root)).collect();
    let (modules, encoding, owner) = (session.modules.clone(), session.encoding, session.inbox.clone());
    tokio::task::spawn_blocking(move || {
        let found = catch_unwind(AssertUnwindSafe(|| found_in(&root, &modules, encoding)));
        // A fault of ours costs the findings of this version, and not the connection.
        let diagnostics = found.unwrap_or_else(|_| {
            tracing::error!(?root, "checking the layout panicked");
            HashMap::new()
        });
        // The owner is gone only when the connection has ended.
        let _ = owner.send(Event::CodeChecked(Checked { root, found: Found { diagnostics, versions } }));
    });
}

fn found_in(root: &Path, modules: &Modules, encoding: Encoding) -> HashMap<PathBuf, Vec<Diagnostic>> {
    let verified = modules.verified(root);
    let Some(uri) = Uri::from_file_path(root) else { return HashMap::new() };
    let text = Text::new(uri, root, verified.sources, encoding);
    let mut all: HashMap<PathBuf, Vec<Diagnostic>> = HashMap::new();
    for finding in verified.findings.iter().filter(|finding| !SAID_BY_THE_SERVER_FOR_GO.contains(&finding.code.as_str())) {
        let path = text.sources().path_at(finding.span.start).to_owned();
        all.entry(path).or_default().push(text.diagnostic(finding));
    }
    all
}

/// Publishes what is new, and of the files that an editor shows what there is on each version.
pub(crate) fn handle(session: &mut Session, Checked { root, found }: Checked) {
    let Some(layout) = session.layouts.get_mut(&root) else { return };
    layout.is_being_checked = false;
    let is_stale = std::mem::take(&mut layout.is_stale);
    let before = std::mem::take(&mut layout.told);
    let paths = before.diagnostics.keys().chain(found.diagnostics.keys()).chain(found.versions.keys());
    let is_news = |path: &&PathBuf| {
        before.diagnostics.get(*path) != found.diagnostics.get(*path) || before.versions.get(*path) != found.versions.get(*path)
    };
    for path in paths.filter(is_news).collect::<BTreeSet<_>>() {
        if let Some(uri) = session.uri_of(path) {
            let diagnostics = found.diagnostics.get(path).cloned().unwrap_or_default();
            session.publish(uri, found.versions.get(path).copied(), diagnostics);
        }
    }
    if let Some(layout) = session.layouts.get_mut(&root) {
        layout.told = found;
    }
    if is_stale {
        check(session, root);
    }
}
