//! Requests that only read one document: asked of its newest text, answered off the owner's task.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tower_lsp::jsonrpc::Error;

use crate::analysis::Analysis;
use crate::event::Reply;

/// A question about one document, whatever its parameters and its answer are.
pub(crate) struct Question(Box<dyn Asked>);

impl Question {
    /// `method` is what is asked, for the log.
    pub(crate) fn new<P, R>(method: &'static str, params: P, answer: fn(&Analysis, P) -> R, reply: Reply<Option<R>>) -> Self
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        Self(Box::new(Request { method, params, answer, reply }))
    }

    /// Answers on another thread: the owner has edits to apply.
    pub(crate) fn answer(self, analysis: Arc<Analysis>) {
        tokio::task::spawn_blocking(move || self.0.answer(&analysis));
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

impl fmt::Debug for Question {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0.method())
    }
}

/// What all questions have in common.
trait Asked: Send {
    fn method(&self) -> &'static str;
    fn answer(self: Box<Self>, analysis: &Analysis);
    fn answer_nothing(self: Box<Self>);
    fn is_cancelled(&self) -> bool;
}

struct Request<P, R> {
    method: &'static str,
    params: P,
    answer: fn(&Analysis, P) -> R,
    reply: Reply<Option<R>>,
}

impl<P: Send, R: Send> Asked for Request<P, R> {
    fn method(&self) -> &'static str {
        self.method
    }

    /// A fault of ours costs this answer, and not the connection.
    fn answer(self: Box<Self>, analysis: &Analysis) {
        let Self { method, params, answer, reply } = *self;
        let _span = tracing::debug_span!("answer", method).entered();
        let answered = catch_unwind(AssertUnwindSafe(|| answer(analysis, params)));
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
