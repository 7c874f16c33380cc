//! What goes to the client, in order, without anybody waiting for it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde::Serialize;
use specwave_engine::failure::Failure;
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::{Notification as _, Progress, PublishDiagnostics, ShowMessage};
use tower_lsp::ls_types::request::{
    RegisterCapability, Request, ShowDocument, ShowMessageRequest, WorkDoneProgressCreate, WorkspaceDiagnosticRefresh,
};
use tower_lsp::ls_types::{
    Diagnostic, MessageActionItem, MessageType, ProgressParams, ProgressParamsValue, ProgressToken, Range, Registration,
    RegistrationParams, ShowDocumentParams, ShowMessageParams, ShowMessageRequestParams, Uri, WorkDoneProgress,
    WorkDoneProgressCreateParams,
};

use crate::run_view::{RunChanged, RunView};

/// How long a client may take to answer a request of ours before we go on without its answer.
const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// One message to the client.
enum Message {
    /// The text of the message itself.
    Written(Vec<u8>),
    Show(ShowMessageParams),
    ShowDocument(ShowDocumentParams),
    Ask(ShowMessageRequestParams, Box<dyn FnOnce(&str) + Send>),
    Register(Registration),
    RefreshDiagnostics,
    CreateProgress(ProgressToken),
    Progress(ProgressParams),
    Run(Box<RunView>),
}

/// As the protocol's `PublishDiagnosticsParams`, without owning anything.
#[derive(Serialize)]
pub(crate) struct Published<'session> {
    pub(crate) uri: &'session Uri,
    pub(crate) diagnostics: Vec<&'session Diagnostic>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<i32>,
}

#[derive(Serialize)]
struct Notification<P> {
    jsonrpc: &'static str,
    method: &'static str,
    params: P,
}

/// Takes messages without waiting; one task sends them in the order in which they came.
#[derive(Clone)]
pub(crate) struct Outbox {
    messages: mpsc::UnboundedSender<Message>,
}

impl Outbox {
    /// Sends by `client`, and `beside` it what is written already.
    pub(crate) fn new(client: Client, beside: mpsc::Sender<Vec<u8>>) -> Self {
        let (messages, queue) = mpsc::unbounded_channel();
        tokio::spawn(send_all(client, beside, queue));
        Self { messages }
    }

    pub(crate) fn diagnostics(&self, published: &Published<'_>) {
        let notification = Notification { jsonrpc: "2.0", method: PublishDiagnostics::METHOD, params: published };
        match serde_json::to_vec(&notification) {
            Ok(written) => self.put(Message::Written(written)),
            Err(error) => tracing::error!(%error, "diagnostics that cannot be written"),
        }
    }

    pub(crate) fn show(&self, typ: MessageType, message: impl Into<String>) {
        self.put(Message::Show(ShowMessageParams { typ, message: message.into() }));
    }

    /// Shows what went wrong, and what to do about it where that is not obvious.
    pub(crate) fn show_failure(&self, failure: &Failure) {
        let hint = if failure.hint.is_empty() { String::new() } else { format!("\n{}", failure.hint) };
        self.show(MessageType::ERROR, format!("{}{hint}", failure.message));
    }

    pub(crate) fn show_document(&self, uri: Uri, selection: Option<Range>) {
        let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection };
        self.put(Message::ShowDocument(params));
    }

    /// Asks the user, for as long as it takes. The answer, if there is one, is dealt with on a thread where it may take its time.
    pub(crate) fn ask(&self, message: String, answers: [&str; 2], then: impl FnOnce(&str) + Send + 'static) {
        let actions = answers.map(|title| MessageActionItem { title: title.to_owned(), properties: HashMap::new() });
        let params = ShowMessageRequestParams { typ: MessageType::INFO, message, actions: Some(actions.to_vec()) };
        self.put(Message::Ask(params, Box::new(then)));
    }

    /// Asks for notifications that the client sends only to those who ask.
    pub(crate) fn register(&self, registration: Registration) {
        self.put(Message::Register(registration));
    }

    /// Has the client pull its diagnostics again.
    pub(crate) fn refresh_diagnostics(&self) {
        self.put(Message::RefreshDiagnostics);
    }

    /// Announces a progress of ours; its reports must come behind it, which the order of the outbox ensures.
    pub(crate) fn create_progress(&self, token: ProgressToken) {
        self.put(Message::CreateProgress(token));
    }

    pub(crate) fn progress(&self, token: ProgressToken, value: WorkDoneProgress) {
        self.put(Message::Progress(ProgressParams { token, value: ProgressParamsValue::WorkDone(value) }));
    }

    /// Tells what has become of a run.
    pub(crate) fn run(&self, view: RunView) {
        self.put(Message::Run(Box::new(view)));
    }

    /// A closed outbox means that the client has gone; there is nobody left to tell.
    fn put(&self, message: Message) {
        let _ = self.messages.send(message);
    }
}

async fn send_all(client: Client, beside: mpsc::Sender<Vec<u8>>, mut queue: mpsc::UnboundedReceiver<Message>) {
    let mut refused = HashSet::new();
    while let Some(message) = queue.recv().await {
        match message {
            // Nobody takes it any more where the connection has ended.
            Message::Written(body) => drop(beside.send(body).await),
            Message::Show(params) => client.send_notification::<ShowMessage>(params).await,
            // Nothing may be said about a progress that the client did not want to be created.
            Message::Progress(params) if refused.contains(&params.token) => {}
            Message::Progress(params) => client.send_notification::<Progress>(params).await,
            Message::Run(view) => client.send_notification::<RunChanged>(*view).await,
            Message::CreateProgress(token) => {
                let create = WorkDoneProgressCreateParams { token: token.clone() };
                let create = client.send_request::<WorkDoneProgressCreate>(create);
                // A client that never answers must not hold up everything behind this message.
                match tokio::time::timeout(CLIENT_PATIENCE, create).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "the client refused a progress");
                        refused.insert(token);
                    }
                    Err(_) => tracing::warn!("the client did not answer window/workDoneProgress/create"),
                }
            }
            Message::Ask(params, then) => {
                let client = client.clone();
                tokio::spawn(async move {
                    if let Ok(Some(answer)) = client.send_request::<ShowMessageRequest>(params).await {
                        tokio::task::spawn_blocking(move || then(&answer.title));
                    }
                });
            }
            Message::Register(registration) => {
                ask::<RegisterCapability>(&client, RegistrationParams { registrations: vec![registration] });
            }
            Message::RefreshDiagnostics => ask::<WorkspaceDiagnosticRefresh>(&client, ()),
            Message::ShowDocument(params) => {
                let client = client.clone();
                tokio::spawn(async move {
                    let shown = tokio::time::timeout(CLIENT_PATIENCE, client.send_request::<ShowDocument>(params)).await;
                    if !matches!(shown, Ok(Ok(ref result)) if result.success) {
                        tracing::warn!("the client did not show the document");
                    }
                });
            }
        }
    }
}

/// Sends a request whose answer changes nothing; nobody waits for it.
fn ask<R>(client: &Client, params: R::Params)
where
    R: Request + 'static,
    R::Params: Send + 'static,
    R::Result: Send,
{
    let client = client.clone();
    tokio::spawn(async move {
        let answer = tokio::time::timeout(CLIENT_PATIENCE, client.send_request::<R>(params)).await;
        if !matches!(answer, Ok(Ok(_))) {
            tracing::warn!(method = R::METHOD, "the client did not do what it was asked for");
        }
    });
}
