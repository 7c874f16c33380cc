//! One Attempt: a Workspace, a process, and the change that it leaves.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use specwave_plan::{Task, TaskId, WriteSet};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::brief::Told;
use super::{Setting, blocking};
use crate::failure::{Failure, FailureKind};
use crate::process::{Cause, Ended, Line, Running, Stream};
use crate::protocol::{AgentEvent, Answered};
use crate::scheduler::{Answer, AttemptOutcome, Event, Question};
use crate::usage::Usage;
use crate::workspace::{TreeId, Workspace};

/// Progress is for people: one message in this time is enough for the journal.
const BETWEEN_MESSAGES: Duration = Duration::from_millis(200);
/// A longer message is cut.
const LONGEST_MESSAGE: usize = 300;
/// More of an agent's output is not logged.
const LONGEST_LOG: usize = 4 << 20;

/// An Attempt that is about to begin.
pub(super) struct Attempt {
    pub(super) setting: Arc<Setting>,
    pub(super) task: TaskId,
    pub(super) number: u32,
    pub(super) told: Told,
    /// The tree that it starts from.
    pub(super) tree: TreeId,
    pub(super) events: mpsc::UnboundedSender<Event>,
    pub(super) cancelled: watch::Receiver<bool>,
    pub(super) answered: mpsc::UnboundedReceiver<Answered>,
}

impl Attempt {
    /// Does the Attempt, and answers with its end.
    pub(super) async fn work(mut self) {
        let outcome = self.outcome().await.unwrap_or_else(|failure| match failure.kind {
            FailureKind::Environment => AttemptOutcome::Environment { message: failure.message, hint: failure.hint },
            _ => AttemptOutcome::Failed { message: failure.message },
        });
        let event = Event::AttemptEnded { task: self.task.clone(), attempt: self.number, outcome };
        self.events.send(event).ok();
    }

    async fn outcome(&mut self) -> Result<AttemptOutcome, Failure> {
        let task = self
            .setting
            .task(&self.task)
            .cloned()
            .ok_or_else(|| Failure::new(FailureKind::Internal, format!("Task `{}` is not in the plan", self.task)))?;
        let (setting, tree) = (self.setting.clone(), self.tree.clone());
        let directory = setting.directory.workspace_of(&task.id);
        let workspace = blocking(move || setting.repository.workspace(&directory, &tree)).await?;
        let outcome = self.in_workspace(&task, &workspace).await;
        blocking(move || Ok(workspace.remove()?)).await?;
        outcome
    }

    async fn in_workspace(&mut self, task: &Task, workspace: &Workspace) -> Result<AttemptOutcome, Failure> {
        let brief = self.setting.write_brief(task, self.number, &self.told, &workspace.files())?;
        if *self.cancelled.borrow() {
            return Ok(AttemptOutcome::Cancelled);
        }
        let running = self.setting.agent_launch(task, workspace, &brief)?.start()?;
        let (ended, said) = self.follow(task, running).await?;
        if let Some(notice) = ended.confinement.notice() {
            self.events.send(Event::Noticed { task: None, message: notice.to_owned() }).ok();
        }
        if ended.stragglers > 0 && ended.succeeded() {
            self.notice(format!("processes that it left behind were ended: {}", ended.stragglers));
        }
        if let (Cause::Exited(1..), Some(rate_limited)) = (&ended.cause, said.rate_limit) {
            return Ok(rate_limited);
        }
        if let Some(outcome) = unsuccessful(&ended, &self.setting.request.agent_of(&task.id).program.to_string_lossy()) {
            return Ok(outcome);
        }
        if let Some(session) = said.session {
            std::fs::write(self.setting.directory.attempt_file(&task.id, self.number, "session"), session)?;
        }
        let (setting, workspace, task) = (self.setting.clone(), workspace.clone(), task.clone());
        let capture = blocking(move || setting.repository.capture(&workspace, &WriteSet::new(&task.owns), &task.title)).await?;
        for file in &capture.with_commands {
            self.notice(format!("{} has commands for `go generate`: read them before you call it", file.display()));
        }
        Ok(AttemptOutcome::Done { summary: said.summary, change: Some(capture.change.to_string()) })
    }

    fn notice(&self, message: String) {
        self.events.send(Event::Noticed { task: Some(self.task.clone()), message }).ok();
    }

    /// Passes on what the agent says, until it has ended; returns what counts only then.
    async fn follow(&mut self, task: &Task, mut running: Running) -> Result<(Ended, Said), Failure> {
        let mut log = Log::create(&self.setting.directory.attempt_file(&task.id, self.number, "log"))?;
        let mut last = Said::default();
        let mut message: Option<String> = None;
        let mut used = Usage::default();
        let speaker = running.speaker();
        let mut timers = HashMap::new();
        let mut next_message = Instant::now();
        let stopper = running.stopper();
        let mut cancelled = self.cancelled.clone();
        let mut is_cancelled = false;
        loop {
            tokio::select! {
                line = running.next_line() => {
                    let Some(line) = line else { break };
                    log.write(&line);
                    match said(&line) {
                        Some(AgentEvent::Progress { message: said }) => message = Some(cut(&said)),
                        Some(AgentEvent::Summary { message: said }) => last.summary = cut(&said),
                        Some(AgentEvent::Session { id }) => last.session = Some(id),
                        Some(AgentEvent::RateLimited { message: said, retry_after_seconds }) => {
                            last.rate_limit = Some(AttemptOutcome::RateLimited { message: cut(&said), retry_after_seconds });
                        }
                        Some(AgentEvent::Asks { question, what }) => drop(timers.insert(question, self.pass_on(question, &what))),
                        Some(AgentEvent::Usage(more)) => used += &more,
                        None => {}
                    }
                }
                () = tokio::time::sleep_until(next_message), if message.is_some() || !used.is_nothing() => {
                    next_message = Instant::now() + BETWEEN_MESSAGES;
                    if let Some(message) = message.take() {
                        self.tell_progress(message);
                    }
                    self.tell_usage(&mut used);
                }
                Some(answer) = self.answered.recv() => {
                    timers.remove(&answer.question).iter().for_each(JoinHandle::abort);
                    speaker.say(serde_json::to_string(&answer).unwrap_or_default());
                }
                Ok(_) = cancelled.wait_for(|cancelled| *cancelled), if !is_cancelled => {
                    is_cancelled = true;
                    stopper.cancel();
                }
            }
        }
        timers.values().for_each(JoinHandle::abort);
        self.tell_usage(&mut used);
        Ok((running.wait().await, last))
    }

    fn tell_progress(&self, message: String) {
        self.events.send(Event::AttemptProgress { task: self.task.clone(), attempt: self.number, message }).ok();
    }

    /// Passes a question on, and the answer of nobody when its time is over.
    fn pass_on(&self, number: u32, what: &str) -> JoinHandle<()> {
        let question = Question { task: self.task.clone(), attempt: self.number, number };
        self.events.send(Event::PermissionAsked { question: question.clone(), what: cut(what) }).ok();
        let (events, patience) = (self.events.clone(), self.setting.request.config.timeouts.answer());
        tokio::spawn(async move {
            tokio::time::sleep(patience).await;
            events.send(Event::PermissionAnswered { question, answer: Answer::Unanswered }).ok();
        })
    }

    /// What was used since this was told last, if anything was.
    fn tell_usage(&self, used: &mut Usage) {
        let usage = std::mem::take(used);
        if !usage.is_nothing() {
            self.events.send(Event::AttemptUsed { task: self.task.clone(), attempt: self.number, usage }).ok();
        }
    }
}

/// What an agent said that counts when it has ended.
#[derive(Debug, Default)]
struct Said {
    summary: String,
    session: Option<String>,
    /// Counts only if it did not end well.
    rate_limit: Option<AttemptOutcome>,
}

/// What an agent says on its standard output; anything else there is only logged.
fn said(line: &Line) -> Option<AgentEvent> {
    if line.stream == Stream::Out { serde_json::from_str(&line.text).ok() } else { None }
}

/// One line, not too long.
fn cut(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).take(LONGEST_MESSAGE).collect()
}

/// What an agent wrote beside its events, without what could make a terminal do something.
fn in_prose(output: &str) -> String {
    let lines = output.lines().filter(|line| serde_json::from_str::<AgentEvent>(line).is_err());
    lines.map(|line| line.chars().filter(|c| !c.is_control() || *c == '\t').collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// What an end other than success means.
fn unsuccessful(ended: &Ended, program: &str) -> Option<AttemptOutcome> {
    let end_of_output = ended.tail.trim_end();
    let end_of_output = &end_of_output[end_of_output.ceil_char_boundary(end_of_output.len().saturating_sub(4 << 10))..];
    let described = format!("the agent {}\n{}", ended.describe(), in_prose(end_of_output));
    match &ended.cause {
        Cause::Exited(0) => None,
        Cause::Cancelled => Some(AttemptOutcome::Cancelled),
        Cause::NotStarted(_) => Some(AttemptOutcome::Environment {
            message: described.trim_end().to_owned(),
            hint: format!("see that `{program}` is installed, then `specwave resume`"),
        }),
        // An agent that knows our exit codes says that the machine lacks something.
        Cause::Exited(code) if *code == i32::from(FailureKind::Environment.exit_code()) => {
            Some(AttemptOutcome::Environment { message: described, hint: "mend this, then `specwave resume`".to_owned() })
        }
        _ => Some(AttemptOutcome::Failed { message: described.trim_end().to_owned() }),
    }
}

/// What an agent wrote, for people who look for a reason, perhaps while it still works.
struct Log {
    file: File,
    room: usize,
}

impl Log {
    fn create(path: &std::path::Path) -> Result<Self, Failure> {
        Ok(Self { file: File::create(path)?, room: LONGEST_LOG })
    }

    fn write(&mut self, line: &Line) {
        if let Some(room) = self.room.checked_sub(line.text.len() + 1) {
            self.room = room;
            self.file.write_all(format!("{}\n", line.text).as_bytes()).ok();
        }
    }
}
