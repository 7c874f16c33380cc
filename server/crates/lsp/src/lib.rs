//! The language server: a thin adapter over the core.
//!
//! **Architecture Invariant:** one task owns the editor's state. A notification handler does one synchronous
//! send to it and nothing else; a request sends an event with a reply channel and awaits only that. Nobody
//! awaits the client inside a handler or the owner: what goes to the client leaves through the outbox.

mod adapter;
mod cache;
mod convert;
mod event;
mod handlers;
mod outbox;
mod rule_documentation;
mod runs;
mod session;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tower_lsp::{LspService, Server};

use adapter::Adapter;
use session::Session;

/// Serves one client until it says `exit` or its end of the connection closes. Runs go on without us.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite) {
    let (service, socket) = LspService::build(|client| {
        let (inbox, events) = mpsc::unbounded_channel();
        tokio::spawn(Session::new(client, inbox.clone()).own(events));
        Adapter::new(inbox)
    })
    .custom_method("window/workDoneProgress/cancel", Adapter::cancel_progress)
    .finish();
    Server::new(input, output, socket).serve(service).await;
}
