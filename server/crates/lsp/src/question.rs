//! Requests that only read: asked of what is true of the newest text, answered off the owner's task.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tower_lsp::jsonrpc::Error;

use crate::event::Reply;

/// A question about an `Analysis` or the `Workspace`, whatever its parameters and its answer are.
pub(crate) struct Question<S>(Box<dyn Asked<S>>);

impl<S: Send + Sync + 'static> Question<S> {
    /// `method` is what is asked, for the log.
    pub(crate) fn new<P, R>(method: &'static str, params: P, answer: fn(&S, P) -> R, reply: Reply<Option<R>>) -> Self
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        Self(Box::new(Request { method, params, answer, reply }))
    }

    /// Answers on another thread: the owner has edits to apply.
    pub(crate) fn answer(self, known: Arc<S>) {
        tokio::task::spawn_blocking(move || self.0.answer(&known));
    }

    /// A document that is not open is not known; that is no error.
    pub(crate) fn answer_nothing(self) {
        self.0.answer_nothing();
    }

    /// Whether the client does not want to know any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

impl<S> fmt::Debug for Question<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0.method())
    }
}

/// What all questions have in common.
trait Asked<S>: Send {
    fn method(&self) -> &'static str;
    fn answer(self: Box<Self>, known: &S);
    fn answer_nothing(self: Box<Self>);
    fn is_cancelled(&self) -> bool;
}

struct Request<S, P, R> {
    method: &'static str,
    params: P,
    answer: fn(&S, P) -> R,
    reply: Reply<Option<R>>,
}

impl<S, P: Send, R: Send> Asked<S> for Request<S, P, R> {
    fn method(&self) -> &'static str {
        self.method
    }

    /// A fault of ours costs this answer, and not the connection.
    fn answer(self: Box<Self>, known: &S) {
        let Self { method, params, answer, reply } = *self;
        let _span = tracing::debug_span!("answer", method).entered();
        let answered = catch_unwind(AssertUnwindSafe(|| answer(known, params)));
        // A reply that nobody waits for any more was cancelled by the client.
        let _ = reply.send(answered.map(Some).map_err(|_| {
            tracing::error!(method, "the answer panicked");
            Error::internal_error()
        }));
    }

    fn answer_nothing(self: Box<Self>) {
        let _ = self.reply.send(Ok(None));
    }

    fn is_cancelled(&self) -> bool {
        self.reply.is_closed()
    }
}
