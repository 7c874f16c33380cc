//! The one owner of the editor's state.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use specwave_source::{Document, Encoding};
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::{CodeActionParams, CodeActionResponse, InitializeParams, ProgressToken, Uri};

use crate::analysis::Analysis;
use crate::event::{Event, Reply};
use crate::handlers::{
    analysed, cancel_progress, code_action, did_change, did_change_workspace_folders, did_close, did_open, did_save,
    execute_command, initialize, run_update,
};
use crate::outbox::Outbox;
use crate::rule_documentation::RuleDocumentation;
use crate::runs::FollowedRun;

/// What we know of one open document.
pub(crate) struct OpenDocument {
    pub(crate) document: Document,
    /// The client's version; it goes on even where a change could not be applied.
    pub(crate) version: i32,
    /// Which opening this is: what was learnt of an earlier one, whose versions may be the same, is worth nothing.
    pub(crate) opening: u64,
    /// What was learnt of the version that was analysed last.
    pub(crate) analysis: Option<Analysis>,
    /// Whether an analysis is under way; a change that arrives meanwhile is analysed when it has ended.
    pub(crate) analysing: bool,
    /// Requests that are answered when the newest version has been analysed.
    pub(crate) waiting: Vec<WaitingForActions>,
}

/// A request for code actions, and where its answer goes.
pub(crate) type WaitingForActions = (CodeActionParams, Reply<Option<CodeActionResponse>>);

impl OpenDocument {
    /// What was learnt of the text as it is now.
    pub(crate) fn current_analysis(&self) -> Option<&Analysis> {
        self.analysis.as_ref().filter(|analysis| analysis.version == self.version)
    }
}

/// The state of one connection.
pub(crate) struct Session {
    pub(crate) outbox: Outbox,
    pub(crate) inbox: mpsc::UnboundedSender<Event>,
    pub(crate) encoding: Encoding,
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) shows_documents: bool,
    pub(crate) shows_progress: bool,
    pub(crate) documents: HashMap<Uri, OpenDocument>,
    pub(crate) openings: u64,
    pub(crate) runs: HashMap<ProgressToken, FollowedRun>,
    pub(crate) rule_documentation: RuleDocumentation,
}

impl Session {
    pub(crate) fn new(client: Client, inbox: mpsc::UnboundedSender<Event>) -> Self {
        Self {
            outbox: Outbox::new(client),
            inbox,
            encoding: Encoding::default(),
            folders: Vec::new(),
            shows_documents: false,
            shows_progress: false,
            documents: HashMap::new(),
            openings: 0,
            runs: HashMap::new(),
            rule_documentation: RuleDocumentation::default(),
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
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Initialize(params) => self.introduce(&params),
            Event::Initialized => run_update::reattach_in_folders(self),
            Event::FoldersChanged(change) => did_change_workspace_folders::handle(self, change),
            Event::Opened(document) => did_open::handle(self, document),
            Event::Changed { uri, version, changes } => did_change::handle(self, &uri, version, changes),
            Event::Saved(uri) => did_save::handle(self, &uri),
            Event::Closed(uri) => did_close::handle(self, &uri),
            Event::CodeAction { params, reply } => code_action::handle(self, params, reply),
            Event::Execute { params, reply } => execute_command::handle(self, params, reply),
            Event::CancelProgress(token) => cancel_progress::handle(self, &token),
            Event::Analysed { uri, opening, analysis } => analysed::handle(self, &uri, opening, analysis),
            Event::Done(done) => execute_command::done(self, done),
            Event::RunUpdate(update) => run_update::handle(self, update),
        }
    }

    fn introduce(&mut self, params: &InitializeParams) {
        self.encoding = initialize::encoding(params);
        self.folders = initialize::folders(params);
        self.shows_documents = initialize::shows_documents(params);
        self.shows_progress = initialize::shows_progress(params);
    }

    /// Where the code of a specification arrives if nothing else is said: the client's folder that holds it, the
    /// innermost one; else the folder it lies in.
    pub(crate) fn output_folder(&self, spec: &Path) -> PathBuf {
        output_folder(&self.folders, spec)
    }
}

fn output_folder(folders: &[PathBuf], spec: &Path) -> PathBuf {
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
