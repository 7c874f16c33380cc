//! One session with an agent: a turn that does the Task.

use std::io::Write;
use std::path::Path;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use agent_client_protocol::schema::ProtocolVersion;
use agent_client_protocol::v1::ConnectionTo;
use agent_client_protocol::v1::schema::{
    CancelNotification, ClientCapabilities, ContentBlock, EmbeddedResource, EmbeddedResourceResource, FileSystemCapabilities,
    Implementation, InitializeRequest, LoadSessionRequest, NewSessionRequest, PromptRequest, ReadTextFileRequest,
    ReadTextFileResponse, RequestPermissionOutcome, RequestPermissionRequest, RequestPermissionResponse, SessionId,
    SessionNotification, StopReason, TextContent, TextResourceContents, WriteTextFileRequest, WriteTextFileResponse,
};
use agent_client_protocol::{
    Agent, Client, Error, Lines, is_incoming_transport_closed, on_receive_notification, on_receive_request,
};
use futures::{Sink, Stream};
use specwave_engine::protocol::Brief;
use specwave_plan::{AgentConfig, Permissions};
use tokio::signal::unix::Signal;

use super::choices::Offer;
use super::described;
use super::files::{FileError, Files};
use super::permission::{self, Judgement};
use super::questions::Questions;
use super::updates;
use crate::narrator::Narrator;
use crate::prompt;

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
    pub(super) questions: Arc<Questions>,
}

/// A session that does one Attempt.
#[derive(Debug)]
pub(super) struct Session<'a> {
    brief: &'a Brief,
    workspace: &'a Path,
    settings: &'a AgentConfig,
    /// Whether the Task has been given to the agent; what it tells before was told to an earlier Attempt.
    has_begun: Arc<AtomicBool>,
}

impl<'a> Session<'a> {
    pub(super) fn new(brief: &'a Brief, workspace: &'a Path, settings: &'a AgentConfig) -> Self {
        Self { brief, workspace, settings, has_begun: Arc::default() }
    }

    pub(super) fn stage(&self) -> Stage {
        if self.has_begun.load(Ordering::Relaxed) { Stage::Working } else { Stage::Starting }
    }

    /// Holds the session to its end, which is success where the agent ended its turn by itself.
    pub(super) async fn hold(
        &self,
        input: impl Sink<String, Error = std::io::Error> + Send + 'static,
        output: impl Stream<Item = std::io::Result<String>> + Send + 'static,
        rules: Rules,
        events: impl Write + Send + 'static,
        mut asked_to_end: Signal,
    ) -> Result<(), Error> {
        let questions = rules.questions.clone();
        let rules = Arc::new(rules);
        let has_begun = self.has_begun.clone();
        let narrator = Arc::new(Mutex::new(Narrator::new(events)));
        let tell = |narrator: &Arc<Mutex<Narrator<_>>>| narrator.clone();
        let (reading, writing, asking) = (rules.clone(), rules.clone(), rules);
        let (updated, written, asked) = (tell(&narrator), tell(&narrator), tell(&narrator));
        let held = Client
            .v1()
            .on_receive_notification(
                async move |notification: SessionNotification, _| {
                    match has_begun.load(Ordering::Relaxed) {
                        true => updates::tell(&mut lock(&updated), notification.update),
                        false => updates::remember(&mut lock(&updated), &notification.update),
                    }
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
                async move |request: RequestPermissionRequest, responder, agent: ConnectionTo<Agent>| {
                    let title = request.tool_call.fields.title.as_deref().unwrap_or("a tool");
                    let is_allowed = match permission::judge(&request, asking.permissions, &asking.files) {
                        Judgement::Allowed => true,
                        Judgement::Refused(reason) => {
                            lock(&asked).progress(&format!("refused `{title}`: {reason}"));
                            false
                        }
                        Judgement::Asked => {
                            let (number, answer) = asking.questions.ask();
                            lock(&asked).asks(number, title);
                            // The agent may go on telling and asking meanwhile.
                            return agent.spawn(async move {
                                let outcome = match answer.await {
                                    Ok(is_allowed) => permission::answer(&request, is_allowed),
                                    Err(_) => RequestPermissionOutcome::Cancelled,
                                };
                                responder.respond(RequestPermissionResponse::new(outcome))
                            });
                        }
                    };
                    responder.respond(RequestPermissionResponse::new(permission::answer(&request, is_allowed)))
                },
                on_receive_request!(),
            )
            .connect_with(Lines::new(input, output), async |agent: ConnectionTo<Agent>| {
                self.turn(&agent, &narrator, &questions, &mut asked_to_end).await
            })
            .await;
        match &held {
            Ok(()) => lock(&narrator).summary(),
            Err(error) => lock(&narrator).complains(&described(error)),
        }
        held
    }

    async fn turn<W: Write>(
        &self,
        agent: &ConnectionTo<Agent>,
        narrator: &Mutex<Narrator<W>>,
        questions: &Questions,
        asked_to_end: &mut Signal,
    ) -> Result<(), Error> {
        let patience = self.settings.start();
        let begun = tokio::select! {
            begun = tokio::time::timeout(patience, self.begin(agent)) => begun,
            _ = asked_to_end.recv() => return Err(problem("it was asked to end")),
        };
        let (session, prompt) = begun.map_err(|_| problem(format!("it gave no answer in {} s", patience.as_secs())))??;
        self.has_begun.store(true, Ordering::Relaxed);
        lock(narrator).in_session(&session.0);
        let mut turn = pin!(agent.send_request(PromptRequest::new(session.clone(), prompt)).block_task());
        let ended = tokio::select! {
            ended = &mut turn => ended?,
            _ = asked_to_end.recv() => {
                lock(narrator).progress("cancelling its turn");
                questions.withdraw();
                agent.send_notification(CancelNotification::new(session))?;
                // One that does not answer is killed with us when the grace is over; some answer with an error.
                let answer = turn.await;
                answer.iter().filter_map(|ended| ended.usage.as_ref()).for_each(|usage| updates::turn_used(&mut lock(narrator), usage));
                return Err(answer.err().filter(is_incoming_transport_closed).unwrap_or_else(|| problem("its turn was cancelled")));
            }
        };
        if let Some(usage) = &ended.usage {
            updates::turn_used(&mut lock(narrator), usage);
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

    /// Begins a session, or goes on with the one whose work has to be repaired; and what to say in it.
    async fn begin(&self, agent: &ConnectionTo<Agent>) -> Result<(SessionId, Vec<ContentBlock>), Error> {
        let files = FileSystemCapabilities::new().read_text_file(true).write_text_file(true);
        let hello = InitializeRequest::new(ProtocolVersion::V1)
            .client_capabilities(ClientCapabilities::new().fs(files))
            .client_info(Implementation::new("specwave", env!("CARGO_PKG_VERSION")));
        // That the answer is of the same version is seen to by the connection.
        let able = agent.send_request(hello).block_task().await?.agent_capabilities;
        if let Some(earlier) = self.brief.session.as_deref().filter(|_| able.load_session)
            && let Some(offer) = self.load(agent, earlier).await
        {
            let session = SessionId::new(earlier);
            offer.choose(agent, &session, self.settings).await?;
            return Ok((session, vec![text(prompt::repair(self.brief, self.workspace))]));
        }
        let begun = agent.send_request(NewSessionRequest::new(self.workspace)).block_task().await?;
        let offer = Offer { modes: begun.modes, options: begun.config_options };
        offer.choose(agent, &begun.session_id, self.settings).await?;
        let takes_resources = able.prompt_capabilities.embedded_context;
        Ok((
            begun.session_id,
            if takes_resources { self.with_resources() } else { vec![text(prompt::with_texts(self.brief, self.workspace))] },
        ))
    }

    /// The whole Task, and the texts that it refers to as resources of their own.
    fn with_resources(&self) -> Vec<ContentBlock> {
        let resources = self.brief.texts.iter().map(|context| {
            let uri = format!("specwave:///{}", context.name);
            let kind = if context.name.ends_with(".md") { "text/markdown" } else { "application/yaml" };
            let contents = TextResourceContents::new(context.text.clone(), uri).mime_type(kind.to_owned());
            ContentBlock::Resource(EmbeddedResource::new(EmbeddedResourceResource::TextResourceContents(contents)))
        });
        std::iter::once(text(prompt::whole(self.brief, self.workspace))).chain(resources).collect()
    }

    /// What the session offers, if the agent still knows it. It tells all of it again, which is no news.
    async fn load(&self, agent: &ConnectionTo<Agent>, session: &str) -> Option<Offer> {
        let request = LoadSessionRequest::new(session.to_owned(), self.workspace);
        let loaded = agent.send_request(request).block_task().await.ok()?;
        Some(Offer { modes: loaded.modes, options: loaded.config_options })
    }
}

fn text(text: String) -> ContentBlock {
    ContentBlock::Text(TextContent::new(text))
}

fn refused(error: FileError) -> Error {
    let code = match error {
        FileError::NotThere(_) => RESOURCE_NOT_FOUND,
        FileError::Outside(_) | FileError::NotOwned(_) | FileError::NoText(_) => INVALID_PARAMS,
        FileError::Io { .. } => INTERNAL_ERROR,
    };
    Error::new(code, error.to_string())
}

pub(super) fn problem(what: impl Into<String>) -> Error {
    Error::new(INTERNAL_ERROR, what)
}

const INVALID_PARAMS: i32 = -32602;
const INTERNAL_ERROR: i32 = -32603;
const RESOURCE_NOT_FOUND: i32 = -32002;

/// A narrator that somebody panicked with still narrates.
fn lock<W>(narrator: &Mutex<Narrator<W>>) -> std::sync::MutexGuard<'_, Narrator<W>> {
    narrator.lock().unwrap_or_else(PoisonError::into_inner)
}
