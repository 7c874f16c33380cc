//! The process of a Task that is done by an agent which speaks the Agent Client Protocol.
//!
//! It starts the agent, asks it to do the Task, serves its reads and writes within the rules of the Task, and tells the engine
//! what it does. Until the agent has begun a session, what goes wrong is the machine's fault; from then on it is the Attempt's.

mod choices;
mod files;
pub(crate) mod lines;
mod permission;
mod questions;
mod session;
mod updates;

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use agent_client_protocol::{Error, ErrorCode, is_incoming_transport_closed};
use specwave_engine::failure::{Failure, FailureKind};
use specwave_engine::protocol::Brief;
use specwave_plan::{AgentConfig, WriteSet};
use tokio::process::Child;
use tokio::signal::unix::{SignalKind, signal};

use crate::program;
use files::Files;
use questions::Questions;
use session::{Rules, Session, Stage};

/// An agent whose output has ended is about to end.
pub(crate) const LAST_MOMENTS: Duration = Duration::from_secs(2);
/// One whose input has ended may put its things in order; some never end by themselves.
const FAREWELL: Duration = Duration::from_millis(500);

/// Has the agent of these settings do the Task of the brief in `workspace`, and says what it does on `events`, as JSON lines.
///
/// # Errors
/// Environment, where the agent cannot be used on this machine; findings, where it did not do the Task.
pub fn work(settings: &str, brief: &Path, workspace: &Path, events: impl Write + Send + 'static) -> Result<(), Failure> {
    let agent = program::from_settings(settings)?;
    let brief = Brief::read(brief)?;
    let files = Files::new(workspace, WriteSet::new(&brief.task()?.owns))?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        // Whoever cancels the Attempt asks us; what the agent needs for its end is up to us.
        let asked_to_end = signal(SignalKind::terminate())?;
        let mut dialogue = program::start(&agent.command, workspace)?;
        let (output, complaint) = lines::from_agent(dialogue.output);
        let rules = Rules { files, permissions: agent.permissions(), questions: Questions::listening() };
        let session = Session::new(&brief, workspace, &agent);
        let outcome = match session.hold(lines::to_agent(dialogue.input), output, rules, events, asked_to_end).await {
            Ok(()) => Ok(()),
            Err(error) => {
                let what = match complaint.get() {
                    Some(complaint) => complaint.clone(),
                    None if is_incoming_transport_closed(&error) => ended(&mut dialogue.child).await,
                    None => described(&error),
                };
                Err(failure(&agent, session.stage(), error.code, &what))
            }
        };
        end(&mut dialogue.child).await;
        outcome
    })
}

/// Ends an agent that is told no more, if it does not end by itself: it is no process that the Task has left behind.
async fn end(agent: &mut Child) {
    if tokio::time::timeout(FAREWELL, agent.wait()).await.is_err() {
        agent.kill().await.ok();
    }
}

/// How an agent ended that says nothing more.
async fn ended(agent: &mut Child) -> String {
    match tokio::time::timeout(LAST_MOMENTS, agent.wait()).await {
        Ok(Ok(status)) => match status.code() {
            Some(code) => format!("it ended by itself with exit code {code}"),
            None => "it was ended by a signal".to_owned(),
        },
        _ => "it closed its standard output".to_owned(),
    }
}

/// An error of the protocol in one line, with what the agent says about it.
fn described(error: &Error) -> String {
    match &error.data {
        Some(serde_json::Value::String(data)) => format!("{}: {data}", error.message),
        Some(data) => format!("{}: {data}", error.message),
        None => error.message.clone(),
    }
}

fn failure(agent: &AgentConfig, stage: Stage, code: ErrorCode, what: &str) -> Failure {
    let command = agent.command.join(" ");
    match stage {
        _ if code == ErrorCode::from(AUTH_REQUIRED) => {
            Failure::new(FailureKind::Environment, format!("the agent `{command}` wants its user to log in: {what}"))
                .hint("log in with the agent itself, or name the variable with its key in `environment` in specwave.toml")
        }
        Stage::Starting => Failure::new(FailureKind::Environment, format!("the agent `{command}` has begun no session: {what}"))
            .hint("try the command in a terminal; it must speak version 1 of the Agent Client Protocol"),
        Stage::Working => Failure::new(FailureKind::Findings, format!("the agent `{command}` did not do the Task: {what}")),
    }
}

/// What an agent answers whose user has to log in first.
const AUTH_REQUIRED: i32 = -32000;
