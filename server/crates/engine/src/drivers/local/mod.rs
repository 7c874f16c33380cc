//! Carries a plan out on this machine: a process per Attempt, side by side.

mod attempt;
mod brief;
mod delivery;
mod repair;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use specwave_plan::{Plan, Task, TaskId};
use tokio::sync::{mpsc, watch};

use attempt::Attempt;
use brief::Told;

use crate::drivers::{Dispatcher, Step};
use crate::failure::{Failure, FailureKind};
use crate::gates::Gates;
use crate::journal::{Journal, wall_clock_ms};
use crate::protocol::Answered;
use crate::run::{ProgressFile, RunDirectory, RunRequest};
use crate::scheduler::{Command, During, Event, Fault, GateScope, Integrated, Outcome};
use crate::verdict::Verdict;
use crate::workspace::{Repository, TreeId};

/// What a run works with.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) directory: RunDirectory,
    pub(crate) request: RunRequest,
    pub(crate) plan: Arc<Plan>,
    pub(crate) repository: Repository,
    pub(crate) gates: Gates,
    /// What the user saw when the run began.
    pub(crate) snapshot: TreeId,
}

/// Takes commands from the scheduler, and brings back what became of them.
#[derive(Debug)]
pub(crate) struct LocalDriver {
    setting: Arc<Setting>,
    dispatcher: Dispatcher<Journal>,
    events: mpsc::UnboundedSender<Event>,
    inbox: mpsc::UnboundedReceiver<Event>,
    /// What reaches the Attempts that run.
    attempts: HashMap<TaskId, Reins>,
    /// Ends the gate that runs.
    gate: watch::Sender<bool>,
}

/// What reaches an Attempt that runs.
#[derive(Debug)]
struct Reins {
    cancel: watch::Sender<bool>,
    answers: mpsc::UnboundedSender<Answered>,
}

impl LocalDriver {
    pub(crate) fn new(
        setting: Setting,
        dispatcher: Dispatcher<Journal>,
        events: mpsc::UnboundedSender<Event>,
        inbox: mpsc::UnboundedReceiver<Event>,
    ) -> Self {
        let gate = watch::Sender::new(false);
        Self { setting: Arc::new(setting), dispatcher, events, inbox, attempts: HashMap::new(), gate }
    }

    /// Drives the run to its end. An error means that the journal could not be written: then nothing more is done.
    pub(crate) async fn drive(mut self, first: Step, mut progress: ProgressFile) -> Result<Outcome, Failure> {
        progress.refresh();
        self.keep_the_time();
        let mut commands = first.commands;
        let outcome = loop {
            if let Some(outcome) = self.carry_out_all(commands) {
                break outcome;
            }
            let event =
                self.inbox.recv().await.ok_or_else(|| {
                    Failure::new(FailureKind::Internal, "nobody is left who could tell what happens in the run")
                })?;
            let step = self.dispatcher.handle(event, wall_clock_ms())?;
            progress.note(&step.records);
            commands = step.commands;
        };
        progress.refresh();
        Ok(outcome)
    }

    /// Tells when the time is over that the budget allows.
    fn keep_the_time(&self) {
        let seconds = self.dispatcher.state().settings().budget.run_seconds;
        if seconds > 0 {
            self.tell_after(seconds, Event::TimeIsOver);
        }
    }

    fn tell_after(&self, seconds: u64, event: Event) {
        let events = self.events.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            events.send(event).ok();
        });
    }

    fn carry_out_all(&mut self, commands: Vec<Command>) -> Option<Outcome> {
        for command in commands {
            match command {
                Command::StartAttempt { task, attempt, feedback, context } => {
                    self.start_attempt(task, attempt, Told { feedback, context });
                }
                Command::CancelAttempt { task, .. } => {
                    if let Some(reins) = self.attempts.get(&task) {
                        reins.cancel.send_replace(true);
                    }
                }
                Command::BackOff { seconds } => self.tell_after(seconds, Event::BackOffEnded),
                Command::Answer { question, allowed } => {
                    if let Some(reins) = self.attempts.get(&question.task) {
                        reins.answers.send(Answered { question: question.number, allowed }).ok();
                    }
                }
                Command::Integrate { task, attempt, change } => self.integrate(task, attempt, change),
                Command::RunGate { scope, tree, integrated } => self.run_gate(scope, tree, integrated),
                Command::CancelGate => drop(self.gate.send_replace(true)),
                Command::Apply { tree } => self.apply(tree),
                Command::Finish { outcome } => return Some(outcome),
            }
        }
        None
    }

    fn start_attempt(&mut self, task: TaskId, number: u32, told: Told) {
        let (cancel, cancelled) = watch::channel(false);
        let (answers, answered) = mpsc::unbounded_channel();
        self.attempts.insert(task.clone(), Reins { cancel, answers });
        let tree = TreeId::new(self.dispatcher.state().tree());
        let attempt =
            Attempt { setting: self.setting.clone(), task, number, told, tree, events: self.events.clone(), cancelled, answered };
        tokio::spawn(attempt.work());
    }

    fn integrate(&self, task: TaskId, attempt: u32, change: Option<String>) {
        let setting = self.setting.clone();
        let tree = TreeId::new(self.dispatcher.state().tree());
        self.answer(During::Integration, move || {
            let change =
                change.ok_or_else(|| Failure::new(FailureKind::Internal, format!("the change of `{task}` was not kept")))?;
            let merged = setting.repository.integrate(&tree, &TreeId::new(change), &task.0)?;
            setting.repository.set_branch(&setting.directory.id(), &merged.tree)?;
            let text = |path: PathBuf| path.to_string_lossy().into_owned();
            Ok(Event::Integrated(Integrated {
                task,
                attempt,
                tree: merged.tree.to_string(),
                changed: merged.changed.into_iter().map(text).collect(),
                rejected: merged.not_taken,
            }))
        });
    }

    fn run_gate(&mut self, scope: GateScope, tree: String, integrated: Vec<TaskId>) {
        let setting = self.setting.clone();
        let events = self.events.clone();
        self.gate = watch::Sender::new(false);
        let cancelled = self.gate.subscribe();
        tokio::spawn(async move {
            let event = match setting.judge(&scope, TreeId::new(tree), &integrated, cancelled).await {
                Ok(verdicts) => Event::GateEnded { scope, verdicts },
                Err(failure) if failure.kind == FailureKind::Cancelled => Event::GateEnded { scope, verdicts: Vec::new() },
                Err(failure) => Event::Faulted { during: During::Gate, fault: Fault::from(failure) },
            };
            events.send(event).ok();
        });
    }

    fn apply(&self, tree: String) {
        let setting = self.setting.clone();
        self.answer(During::Apply, move || setting.bring_in(&TreeId::new(tree)).map(Event::Applied));
    }

    /// Does something that blocks, and answers with its event, or with the fault that kept it from one.
    fn answer(&self, during: During, work: impl FnOnce() -> Result<Event, Failure> + Send + 'static) {
        let events = self.events.clone();
        tokio::task::spawn_blocking(move || {
            let event = work().unwrap_or_else(|failure| Event::Faulted { during, fault: Fault::from(failure) });
            events.send(event).ok();
        });
    }
}

impl Setting {
    /// The Task in the plan.
    fn task(&self, id: &TaskId) -> Option<&Task> {
        self.plan.tasks.iter().find(|task| task.id == *id)
    }

    async fn judge(
        self: &Arc<Self>,
        scope: &GateScope,
        tree: TreeId,
        integrated: &[TaskId],
        cancelled: watch::Receiver<bool>,
    ) -> Result<Vec<Verdict>, Failure> {
        let setting = self.clone();
        let workspace =
            blocking(move || setting.repository.reused_workspace(&setting.directory.workspaces().join("gate"), &tree)).await?;
        self.gates.judge(&self.repository, &workspace, scope, integrated, cancelled).await
    }
}

/// Does something that blocks, off the threads that drive the run.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(Failure::new(FailureKind::Internal, error.to_string())),
    }
}
