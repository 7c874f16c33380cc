//! The one owner of the editor's state.

use std::collections::HashMap;
use std::path::PathBuf;

use specwave_source::{Document, Encoding, Finding};
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::{InitializeParams, ProgressToken, Uri};

use crate::event::Event;
use crate::handlers::{
    analysed, cancel_progress, code_action, did_change, did_close, did_open, execute_command, initialize, run_update,
};
use crate::outbox::Outbox;
use crate::runs::FollowedRun;

/// What we know of one open document.
pub(crate) struct OpenDocument {
    pub(crate) document: Document,
    /// Findings of the version in `analysed`.
    pub(crate) findings: Vec<Finding>,
    /// The version whose findings were published last.
    pub(crate) analysed: Option<i32>,
    /// Whether an analysis is under way; a change that arrives meanwhile is analysed when it has ended.
    pub(crate) analysing: bool,
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
    pub(crate) runs: HashMap<ProgressToken, FollowedRun>,
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
            runs: HashMap::new(),
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
            Event::Initialized => run_update::reattach(self),
            Event::Opened(document) => did_open::handle(self, document),
            Event::Changed { uri, version, changes } => did_change::handle(self, &uri, version, changes),
            Event::Closed(uri) => did_close::handle(self, &uri),
            // A reply that nobody waits for any more was cancelled by the client.
            Event::CodeAction { params, reply } => drop(reply.send(Ok(code_action::handle(self, &params)))),
            Event::Execute { params, reply } => execute_command::handle(self, params, reply),
            Event::CancelProgress(token) => cancel_progress::handle(self, &token),
            Event::Analysed { uri, version, findings } => analysed::handle(self, &uri, version, findings),
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
}
