//! Everything that can happen to the owner of the editor's state.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc;
use tower_lsp::ls_types::{
    ExecuteCommandParams, FileEvent, InitializeParams, ProgressToken, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
    WorkspaceFoldersChangeEvent,
};

use crate::analysis::Analysis;
use crate::handlers::execute_command::Done;
use crate::handlers::layout;
use crate::index::Read;
use crate::question::Question;
use crate::run_view::{RunView, RunsParams};
use crate::runs::RunUpdate;
use crate::session::Revision;
use crate::workspace::Workspace;

/// One event; the owner handles them one after the other, in the order in which they were sent.
#[derive(Debug)]
pub(crate) enum Event {
    /// The client introduced itself.
    Initialize(Box<InitializeParams>),
    /// The client is ready for requests of ours.
    Initialized,
    /// Folders were opened or closed in the client.
    FoldersChanged(WorkspaceFoldersChangeEvent),
    /// A document was opened.
    Opened(TextDocumentItem),
    /// A document was changed.
    Changed { uri: Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent> },
    /// A document was saved.
    Saved(Uri),
    /// A document was closed.
    Closed(Uri),
    /// The client wants to know something about a document.
    Question { uri: Uri, question: Question<Analysis> },
    /// The client wants to know something about all specifications.
    AboutWorkspace(Question<Workspace>),
    /// Files that we watch changed on the disk.
    FilesChanged(Vec<FileEvent>),
    /// The Go code of a module was checked.
    CodeChecked(layout::Checked),
    /// Specifications were read from the disk.
    Indexed(Read),
    /// The client asks for diagnostics of its own accord.
    PullsDiagnostics,
    /// The client asks for the diagnostics of the whole workspace of its own accord.
    PullsWorkspaceDiagnostics,
    /// The client wants a command carried out.
    Execute { params: ExecuteCommandParams, reply: Reply<Option<Value>> },
    /// The user pressed Cancel on a progress.
    CancelProgress(ProgressToken),
    /// The analysis of one version of a document has ended.
    Analysed(Arc<Analysis>),
    /// Nothing was typed in a document for a while since it had a revision.
    Paused { uri: Uri, revision: Revision },
    /// Everything was noticed in one version of a document.
    Settled(Arc<Analysis>),
    /// A command was carried out, or not.
    Done(Done),
    /// The client wants to know which runs there are, and from now on what becomes of them.
    Runs { params: RunsParams, reply: Reply<Vec<RunView>> },
    /// It is time to look for runs that somebody else has started.
    LookAround,
    /// A run that we follow went on.
    RunUpdate(RunUpdate),
}

/// Where the answer to a request goes.
pub(crate) type Reply<T> = oneshot::Sender<jsonrpc::Result<T>>;
