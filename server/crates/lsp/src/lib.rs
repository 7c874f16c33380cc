//! The language server: a thin adapter over the core.
//!
//! **Architecture Invariant:** one task owns the editor's state. A notification handler does one synchronous
//! send to it and nothing else; a request sends an event with a reply channel and awaits only that. Nobody
//! awaits the client inside a handler or the owner: what goes to the client leaves through the outbox.

mod adapter;
mod analysis;
mod analysts;
mod checked;
mod complaints;
mod convert;
mod difference;
mod drafts;
mod event;
mod frames;
mod fuzzy;
mod handlers;
mod hover;
mod index;
mod modules;
mod noticed;
mod outbox;
mod question;
mod rule_documentation;
mod run_view;
mod runs;
mod session;
mod workspace;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tower_lsp::{LspService, Server};

use adapter::Adapter;
use outbox::Outbox;
use session::Session;

/// How many requests may wait for their answers before nothing more is read. Some wait for a run to begin, and
/// edits that come behind them must not.
const WAITING_REQUESTS: usize = 256;

/// How much may be on its way to tower-lsp, and from it.
const BUFFER: usize = 64 * 1024;

/// How a connection ended.
#[must_use]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The client said `shutdown` before.
    Orderly,
    /// It did not.
    Abrupt,
}

/// Serves one client until it says `exit` or its end of the connection closes. Runs go on without us.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite) -> Ending {
    let shut_down = Arc::new(AtomicBool::new(false));
    let (beside, written) = mpsc::channel(1);
    let (service, socket) = LspService::build(|client| {
        let (inbox, events) = mpsc::unbounded_channel();
        tokio::spawn(Session::new(Outbox::new(client, beside), inbox.clone()).own(events));
        Adapter::new(inbox, shut_down.clone())
    })
    .custom_method("window/workDoneProgress/cancel", Adapter::cancel_progress)
    .custom_method(run_view::METHOD, Adapter::runs)
    .finish();
    let (guarded, messages) = tokio::io::duplex(BUFFER);
    let (answers, said) = tokio::io::duplex(BUFFER);
    let server = Server::new(messages, answers, socket).concurrency_level(WAITING_REQUESTS).serve(service);
    let server = async { tokio::join!(server, frames::send(said, written, output)).1 };
    let guard = async {
        if let Err(error) = frames::pass_on(input, guarded).await {
            tracing::warn!(%error, "the input ended");
        }
        // Its end ends the server, once that has answered what it was asked.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        sent = server => if let Err(error) = sent {
            tracing::warn!(%error, "the output ended");
        },
        () = guard => {}
    }
    if shut_down.load(Ordering::Acquire) { Ending::Orderly } else { Ending::Abrupt }
}
