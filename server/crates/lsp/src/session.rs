//! The one owner of the editor's state.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use specwave_source::{Document, Encoding};
use specwave_spec::{Kept, feature};
use tokio::sync::mpsc;
use tower_lsp::ls_types::{Diagnostic, InitializeParams, ProgressToken, Uri};

use crate::analysis::Analysis;
use crate::analysts::Analysts;
use crate::checked::Checked;
use crate::complaints::{self, Complaints};
use crate::convert;
use crate::event::Event;
use crate::handlers::layout::Layout;
use crate::handlers::semantic_tokens::Told;
use crate::handlers::settings::SettingsFiles;
use crate::handlers::{
    analysed, ask, cancel_progress, code, diagnostic, did_change, did_change_watched_files, did_change_workspace_folders,
    did_close, did_open, did_save, execute_command, initialize, layout, run_update, settings, settled, workspace_diagnostic,
};
use crate::index::Index;
use crate::modules::Modules;
use crate::outbox::{Outbox, Published};
use crate::question::Question;
use crate::runs::{self, FollowedRun};
use crate::workspace::{self, Workspace};

/// What we know of one open document.
pub(crate) struct OpenDocument {
    pub(crate) document: Document,
    /// The client's version; it goes on even where a change could not be applied.
    pub(crate) version: i32,
    /// The state that the text is in.
    pub(crate) revision: Revision,
    /// What was learnt of the text that was analysed last.
    pub(crate) analysis: Option<Arc<Analysis>>,
    /// What is being analysed; a change that arrives meanwhile is analysed when that has ended.
    pub(crate) analysing: Option<Revision>,
    /// Whether everything that was noticed in that text has been published.
    pub(crate) settling: Settling,
    /// What its analyses leave for the next one.
    pub(crate) kept: Arc<Mutex<Kept>>,
    /// The tokens that the client was told of last.
    pub(crate) told: Arc<Mutex<Told>>,
    /// Questions that are answered when the newest text has been analysed.
    pub(crate) waiting: Vec<Question<Analysis>>,
}

/// How far everything that is noticed in a text is from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settling {
    /// It is worked out when typing pauses.
    Awaited,
    /// It is being worked out.
    UnderWay,
    /// It has been published.
    Settled,
}

/// Numbers every state of every document of a connection. Versions are the client's: they may be the same again after
/// a document was closed, and some clients get them wrong.
pub(crate) type Revision = u64;

impl OpenDocument {
    /// What was learnt of the text as it is now.
    pub(crate) fn current_analysis(&self) -> Option<&Arc<Analysis>> {
        self.analysis.as_ref().filter(|analysis| analysis.revision == self.revision)
    }

    /// Whether everything that is noticed in the text as it is now has been published.
    pub(crate) fn is_settled(&self) -> bool {
        self.current_analysis().is_some() && self.settling == Settling::Settled
    }
}

/// The state of one connection.
pub(crate) struct Session {
    pub(crate) outbox: Outbox,
    pub(crate) inbox: mpsc::UnboundedSender<Event>,
    pub(crate) analysts: Analysts,
    pub(crate) encoding: Encoding,
    pub(crate) folders: Vec<PathBuf>,
    /// Whether the client has asked for diagnostics itself.
    pub(crate) pulls_diagnostics: bool,
    /// Whether it has asked for those of the whole workspace.
    pub(crate) pulls_workspace: bool,
    pub(crate) refreshes_diagnostics: bool,
    pub(crate) watches_files: bool,
    pub(crate) shows_documents: bool,
    pub(crate) shows_progress: bool,
    pub(crate) documents: HashMap<Uri, OpenDocument>,
    /// What has been open and is closed. Clients that pull go on showing what they were told of it last.
    pub(crate) once_open: HashSet<Uri>,
    /// What was published that was noticed in files themselves, with the version of the text.
    published: HashMap<Uri, (Option<i32>, Vec<Diagnostic>)>,
    /// What the gates of runs complain about, which is published with it.
    pub(crate) complaints: Complaints,
    /// What was published for files that are not open, by the folder of their feature.
    pub(crate) beside: HashMap<PathBuf, HashMap<Uri, Vec<Diagnostic>>>,
    /// What was noticed in specifications of which nothing is open.
    pub(crate) checked: Checked,
    /// Code that the client shows.
    pub(crate) code: HashMap<Uri, Document>,
    pub(crate) modules: Modules,
    pub(crate) settings: SettingsFiles,
    /// What is known of the code of modules by itself.
    pub(crate) layouts: HashMap<PathBuf, Layout>,
    /// What the specifications on the disk declare.
    pub(crate) index: Index,
    /// Questions that are answered when the index is complete and every open document has been analysed.
    pub(crate) waiting: Vec<Question<Workspace>>,
    pub(crate) revisions: Revision,
    pub(crate) runs: HashMap<ProgressToken, FollowedRun>,
    /// Runs that have ended while their process was still there, which is this one.
    pub(crate) ended: HashMap<ProgressToken, u32>,
    /// Folders beside the client's own that runs belong to.
    pub(crate) outputs: BTreeSet<PathBuf>,
    /// Whether the client has asked which runs there are.
    pub(crate) tells_runs: bool,
}

impl Session {
    pub(crate) fn new(outbox: Outbox, inbox: mpsc::UnboundedSender<Event>) -> Self {
        Self {
            outbox,
            inbox,
            analysts: Analysts::new(),
            encoding: Encoding::default(),
            folders: Vec::new(),
            pulls_diagnostics: false,
            pulls_workspace: false,
            refreshes_diagnostics: false,
            watches_files: false,
            shows_documents: false,
            shows_progress: false,
            documents: HashMap::new(),
            once_open: HashSet::new(),
            published: HashMap::new(),
            complaints: Complaints::default(),
            beside: HashMap::new(),
            checked: Checked::default(),
            code: HashMap::new(),
            modules: Modules::default(),
            settings: SettingsFiles::default(),
            layouts: HashMap::new(),
            index: Index::default(),
            waiting: Vec::new(),
            revisions: 0,
            runs: HashMap::new(),
            ended: HashMap::new(),
            outputs: BTreeSet::new(),
            tells_runs: false,
        }
    }

    /// Handles events until the connection ends.
    pub(crate) async fn own(mut self, mut events: mpsc::UnboundedReceiver<Event>) {
        while let Some(event) = events.recv().await {
            self.handle(event);
            // A burst of edits is applied whole before anything is analysed.
            while let Ok(event) = events.try_recv() {
                self.handle(event);
            }
            did_change::analyse_changed(&mut self);
            workspace::answer(&mut self);
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Initialize(params) => self.introduce(&params),
            Event::Initialized => self.begin(),
            Event::FoldersChanged(change) => did_change_workspace_folders::handle(self, change),
            Event::Opened(document) if code::is_code(&document.uri) => code::opened(self, document),
            Event::Changed { uri, version, changes } if code::is_code(&uri) => code::changed(self, &uri, version, changes),
            Event::Closed(uri) if code::is_code(&uri) => code::closed(self, &uri),
            Event::Opened(document) if settings::is_settings(&document.uri) => settings::opened(self, document),
            Event::Changed { uri, version, changes } if settings::is_settings(&uri) => {
                settings::changed(self, &uri, version, changes);
            }
            Event::Closed(uri) if settings::is_settings(&uri) => settings::closed(self, &uri),
            Event::Opened(document) => did_open::handle(self, document),
            Event::Changed { uri, version, changes } => did_change::handle(self, &uri, version, changes),
            Event::Saved(uri) => did_save::handle(self, &uri),
            Event::Closed(uri) => did_close::handle(self, &uri),
            Event::Question { uri, question } => ask::handle(self, &uri, question),
            Event::FilesChanged(changes) => did_change_watched_files::handle(self, changes),
            Event::CodeChecked(checked) => layout::handle(self, checked),
            Event::Indexed(read) => {
                self.index.take(read);
                layout::look_at_shown(self);
            }
            Event::AboutWorkspace(question) => self.waiting.push(question),
            Event::PullsDiagnostics => diagnostic::pulls(self),
            Event::PullsWorkspaceDiagnostics => workspace_diagnostic::pulls(self),
            Event::Execute { params, reply } => execute_command::handle(self, params, reply),
            Event::CancelProgress(token) => cancel_progress::handle(self, &token),
            Event::Analysed(analysis) => analysed::handle(self, analysis),
            Event::Paused { uri, revision } => settled::paused(self, &uri, revision),
            Event::Settled(analysis) => settled::handle(self, &analysis),
            Event::Done(done) => execute_command::done(self, done),
            Event::Runs { params, reply } => run_update::list(self, params, reply),
            Event::LookAround => run_update::look(self),
            Event::RunUpdate(update) => run_update::handle(self, update),
        }
    }

    fn introduce(&mut self, params: &InitializeParams) {
        self.encoding = initialize::encoding(params);
        self.folders = initialize::folders(params);
        self.refreshes_diagnostics = initialize::refreshes_diagnostics(params);
        self.watches_files = did_change_watched_files::can_be_asked(params);
        self.shows_documents = initialize::shows_documents(params);
        self.shows_progress = initialize::shows_progress(params);
    }

    /// The client is ready: runs are picked up, settings and specifications read, files watched.
    fn begin(&mut self) {
        tokio::spawn(runs::look_around(self.inbox.clone()));
        for folder in self.folders.clone() {
            settings::check_around(self, &folder);
            self.read_into_index(folder);
        }
        if self.watches_files {
            self.outbox.register(did_change_watched_files::registration());
        }
    }

    /// Reads a folder or a file, whose declared names may be new.
    pub(crate) fn read_into_index(&mut self, root: PathBuf) {
        self.index.read(root, &self.folders, self.encoding, self.inbox.clone());
    }

    /// Takes note that what is known of every document may no longer be true.
    pub(crate) fn renew_all(&mut self) {
        let revision = self.next_revision();
        self.documents.values_mut().for_each(|open| open.revision = revision);
    }

    /// Publishes what was noticed in a file itself, in place of what was before.
    pub(crate) fn publish(&mut self, uri: Uri, version: Option<i32>, noticed: Vec<Diagnostic>) {
        if version.is_none() && noticed.is_empty() {
            self.published.remove(&uri);
        } else {
            self.published.insert(uri.clone(), (version, noticed));
        }
        complaints::renew(self, Some(uri));
    }

    /// Publishes all that there is on a file.
    pub(crate) fn publish_again(&self, uri: &Uri) {
        let (version, noticed) =
            self.published.get(uri).map_or((None, &[][..]), |(version, noticed)| (*version, noticed.as_slice()));
        let diagnostics = noticed.iter().chain(self.complaints.on(uri)).collect();
        self.outbox.diagnostics(&Published { uri, diagnostics, version });
    }

    /// What the client calls a file: it may write a path in its own way.
    pub(crate) fn uri_of(&self, path: &Path) -> Option<Uri> {
        let open = self.documents.keys().chain(self.code.keys()).find(|uri| convert::path(uri).as_deref() == Some(path));
        open.cloned().or_else(|| Uri::from_file_path(path))
    }

    /// Has a client that pulls its diagnostics pull them again.
    pub(crate) fn refresh_pulled(&self) {
        if self.pulls_diagnostics && self.refreshes_diagnostics {
            self.outbox.refresh_diagnostics();
        }
    }

    /// A number that no state of a document has had.
    pub(crate) fn next_revision(&mut self) -> Revision {
        self.revisions += 1;
        self.revisions
    }

    /// The open documents of the feature that the one at `uri` belongs to, itself included.
    pub(crate) fn shown_with(&self, uri: &Uri) -> HashMap<PathBuf, Document> {
        let Some(folder) = feature_folder(uri) else { return HashMap::new() };
        let of_feature = self.documents.iter().filter(|(other, _)| feature_folder(other).as_ref() == Some(&folder));
        of_feature.filter_map(|(uri, open)| Some((convert::path(uri)?, open.document.clone()))).collect()
    }

    /// Takes note that the text of one file has changed: what is known of the others of its feature is no longer true.
    pub(crate) fn renew_others(&mut self, uri: &Uri) {
        let Some(folder) = feature_folder(uri) else { return };
        let revision = self.next_revision();
        let others = self.documents.iter_mut().filter(|(other, _)| *other != uri);
        others
            .filter(|(other, _)| feature_folder(other).as_ref() == Some(&folder))
            .for_each(|(_, open)| open.revision = revision);
    }

    /// Where the code of a specification arrives if nothing else is said: the client's folder that holds it, the
    /// innermost one; else the folder it lies in.
    pub(crate) fn output_folder(&self, spec: &Path) -> PathBuf {
        output_folder(&self.folders, spec)
    }
}

/// The folder of the feature that a document shares with others.
pub(crate) fn feature_folder(uri: &Uri) -> Option<PathBuf> {
    feature::folder(&convert::path(uri)?).map(Path::to_owned)
}

/// As [`Session::output_folder`], for these folders.
pub(crate) fn output_folder(folders: &[PathBuf], spec: &Path) -> PathBuf {
    let around = folders.iter().filter(|folder| spec.starts_with(folder));
    let innermost = around.max_by_key(|folder| folder.components().count());
    innermost.map(PathBuf::as_path).or_else(|| spec.parent()).unwrap_or(spec).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_arrives_in_the_innermost_folder_around_the_specification() {
        let folders = ["/home/ann/work", "/home/ann/work/billing", "/home/ann/other"].map(PathBuf::from);
        for (spec, expected) in [
            ("/home/ann/work/billing/specs/reminders.md", "/home/ann/work/billing"),
            ("/home/ann/work/specs/reminders.md", "/home/ann/work"),
            ("/home/ann/work/billing-2/reminders.md", "/home/ann/work"),
            ("/tmp/reminders.md", "/tmp"),
        ] {
            assert_eq!(output_folder(&folders, Path::new(spec)), Path::new(expected), "{spec}");
        }
    }
}
