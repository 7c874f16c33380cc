//! One session with an agent: a turn that does the Task.

use std::cell::Cell;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use agent_client_protocol::schema::ProtocolVersion;
use agent_client_protocol::v1::ConnectionTo;
use agent_client_protocol::v1::schema::{
    ClientCapabilities, ContentBlock, FileSystemCapabilities, Implementation, InitializeRequest, NewSessionRequest,
    PromptRequest, ReadTextFileRequest, ReadTextFileResponse, RequestPermissionRequest, RequestPermissionResponse, SessionId,
    SessionNotification, StopReason, TextContent, WriteTextFileRequest, WriteTextFileResponse,
};
use agent_client_protocol::{Agent, Client, Error, Lines, on_receive_notification, on_receive_request};
use futures::{Sink, Stream};
use specwave_engine::protocol::Brief;
use specwave_plan::Permissions;

use super::files::{FileError, Files};
use super::narrator::Narrator;
use super::permission;

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The agent has begun no session yet.
    Starting,
    /// The Task has been given to it.
    Working,
}

/// What the agent may do.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) files: Files,
    pub(super) permissions: Permissions,
}

/// A session that does one Attempt.
#[derive(Debug)]
pub(super) struct Session<'a> {
    prompt: String,
    workspace: &'a Path,
    patience: Duration,
    stage: Cell<Stage>,
}

impl<'a> Session<'a> {
    pub(super) fn new(brief: &Brief, workspace: &'a Path, patience: Duration) -> Self {
        Self { prompt: prompt(brief, workspace), workspace, patience, stage: Cell::new(Stage::Starting) }
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage.get()
    }

    /// Holds the session to its end, which is success where the agent ended its turn by itself.
    pub(super) async fn hold(
        &self,
        input: impl Sink<String, Error = std::io::Error> + Send + 'static,
        output: impl Stream<Item = std::io::Result<String>> + Send + 'static,
        rules: Rules,
        events: impl Write + Send + 'static,
    ) -> Result<(), Error> {
        let rules = Arc::new(rules);
        let narrator = Arc::new(Mutex::new(Narrator::new(events)));
        let tell = |narrator: &Arc<Mutex<Narrator<_>>>| narrator.clone();
        let (reading, writing, asking) = (rules.clone(), rules.clone(), rules);
        let (updated, written, asked) = (tell(&narrator), tell(&narrator), tell(&narrator));
        Client
            .v1()
            .on_receive_notification(
                async move |notification: SessionNotification, _| {
                    lock(&updated).update(notification.update);
                    Ok(())
                },
                on_receive_notification!(),
            )
            .on_receive_request(
                async move |request: ReadTextFileRequest, responder, _| {
                    let text = reading.files.read(&request.path, request.line, request.limit);
                    responder.respond_with_result(text.map(ReadTextFileResponse::new).map_err(refused))
                },
                on_receive_request!(),
            )
            .on_receive_request(
                async move |request: WriteTextFileRequest, responder, _| {
                    let written_file = writing.files.write(&request.path, &request.content);
                    match &written_file {
                        Ok(()) => lock(&written).wrote(&request.path),
                        Err(error) => lock(&written).progress(&format!("refused a write: {error}")),
                    }
                    responder.respond_with_result(written_file.map(|()| WriteTextFileResponse::new()).map_err(refused))
                },
                on_receive_request!(),
            )
            .on_receive_request(
                async move |request: RequestPermissionRequest, responder, _| {
                    let judged = permission::judge(&request, asking.permissions, &asking.files);
                    if let Err(reason) = &judged {
                        let title = request.tool_call.fields.title.as_deref().unwrap_or("a tool");
                        lock(&asked).progress(&format!("refused `{title}`: {reason}"));
                    }
                    responder.respond(RequestPermissionResponse::new(permission::answer(&request, judged.is_ok())))
                },
                on_receive_request!(),
            )
            .connect_with(Lines::new(input, output), async |agent: ConnectionTo<Agent>| self.turn(&agent, &narrator).await)
            .await?;
        lock(&narrator).summary();
        Ok(())
    }

    async fn turn<W: Write>(&self, agent: &ConnectionTo<Agent>, narrator: &Mutex<Narrator<W>>) -> Result<(), Error> {
        let begun = tokio::time::timeout(self.patience, self.begin(agent)).await;
        let session = begun.map_err(|_| problem(format!("it gave no answer in {} s", self.patience.as_secs())))??;
        self.stage.set(Stage::Working);
        let prompt = vec![ContentBlock::Text(TextContent::new(self.prompt.clone()))];
        let ended = agent.send_request(PromptRequest::new(session, prompt)).block_task().await?;
        if let Some(usage) = &ended.usage {
            lock(narrator).turn_used(usage);
        }
        match ended.stop_reason {
            StopReason::EndTurn => Ok(()),
            StopReason::MaxTokens => Err(problem("it used more tokens than it may")),
            StopReason::MaxTurnRequests => Err(problem("it asked its model more often than it may in one turn")),
            StopReason::Refusal => Err(problem("it refused to go on")),
            StopReason::Cancelled => Err(problem("it cancelled its turn")),
            other => Err(problem(format!("it stopped for a reason that is not known here: {other:?}"))),
        }
    }

    async fn begin(&self, agent: &ConnectionTo<Agent>) -> Result<SessionId, Error> {
        let files = FileSystemCapabilities::new().read_text_file(true).write_text_file(true);
        let hello = InitializeRequest::new(ProtocolVersion::V1)
            .client_capabilities(ClientCapabilities::new().fs(files))
            .client_info(Implementation::new("specwave", env!("CARGO_PKG_VERSION")));
        // That the answer is of the same version is seen to by the connection.
        agent.send_request(hello).block_task().await?;
        let session = agent.send_request(NewSessionRequest::new(self.workspace)).block_task().await?;
        Ok(session.session_id)
    }
}

/// The prompt of the brief, with what an earlier Attempt ended with.
fn prompt(brief: &Brief, workspace: &Path) -> String {
    let place = format!("The module root is your working directory, `{}`.", workspace.display());
    match brief.feedback.trim() {
        "" => format!("{}\n\n{place}\n", brief.prompt.trim_end()),
        feedback => format!(
            "{}\n\n{place}\n\n## What an earlier attempt ended with\n\nIt failed. Do the task again, and see that this does not \
             happen.\n\n````\n{feedback}\n````\n",
            brief.prompt.trim_end()
        ),
    }
}

fn refused(error: FileError) -> Error {
    let code = match error {
        FileError::NotThere(_) => RESOURCE_NOT_FOUND,
        FileError::Outside(_) | FileError::NotOwned(_) | FileError::NoText(_) => INVALID_PARAMS,
        FileError::Io { .. } => INTERNAL_ERROR,
    };
    Error::new(code, error.to_string())
}

fn problem(what: impl Into<String>) -> Error {
    Error::new(INTERNAL_ERROR, what)
}

const INVALID_PARAMS: i32 = -32602;
const INTERNAL_ERROR: i32 = -32603;
const RESOURCE_NOT_FOUND: i32 = -32002;

/// A narrator that somebody panicked with still narrates.
fn lock<W>(narrator: &Mutex<Narrator<W>>) -> std::sync::MutexGuard<'_, Narrator<W>> {
    narrator.lock().unwrap_or_else(PoisonError::into_inner)
}
