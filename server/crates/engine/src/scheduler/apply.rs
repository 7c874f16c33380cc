//! Folds one event into the state of a run. Nothing is decided here.

use specwave_plan::TaskId;

use crate::protocol::Mode;
use crate::scheduler::back_off::BackOff;
use crate::scheduler::state::{Check, Manner};
use crate::scheduler::{
    AttemptOutcome, Contradiction, During, Event, Fault, FaultKind, Integrated, Outcome, Phase, Question, Retried, State,
    TaskState,
};
use crate::usage::Usage;

impl State {
    /// Takes note of one event.
    pub fn apply(&mut self, event: &Event) -> Result<(), Contradiction> {
        if matches!(self.phase, Phase::Ended { .. })
            && !matches!(event, Event::Resumed | Event::Retried(_) | Event::CancelRequested)
        {
            return Err(contradiction("something happened after the end of the run"));
        }
        match event {
            Event::RunStarted(_) => return Err(contradiction("the run began twice")),
            Event::AttemptStarted { task, attempt } => self.begin_attempt(task, *attempt)?,
            Event::AttemptProgress { .. } | Event::Noticed { .. } => {}
            Event::PermissionAsked { question, what } => self.ask(question, what)?,
            Event::PermissionAnswered { question, .. } => drop(self.questions.remove(question)),
            Event::AttemptUsed { usage, .. } => {
                self.used += usage;
                if let Some(fault) = self.settings.budget.met_by(&self.used) {
                    self.stop(Outcome::Faulted { fault }, Manner::Cancel);
                }
            }
            Event::TimeIsOver => self.stop(Outcome::Faulted { fault: self.settings.budget.time_is_over() }, Manner::Cancel),
            Event::BackOffStarted { .. } => self.begin_back_off(),
            Event::BackOffEnded => self.end_back_off(),
            Event::AttemptEnded { task, attempt, outcome } => self.end_attempt(task, *attempt, outcome)?,
            Event::IntegrationStarted { task, attempt } => self.begin_integration(task, *attempt)?,
            Event::Integrated(integrated) => self.end_integration(integrated)?,
            Event::GateStarted { scope } => self.begin_gate(scope)?,
            Event::GateEnded { scope, verdicts } => self.end_gate(scope, verdicts)?,
            Event::Paused => self.pause(),
            Event::Unpaused => self.unpause(),
            Event::CancelRequested => self.cancel(),
            Event::Faulted { during, fault } => self.fault(*during, fault)?,
            Event::ApplyStarted => self.begin_apply()?,
            Event::Applied(_) => self.end_apply()?,
            Event::RunEnded { outcome } => self.phase = Phase::Ended { outcome: outcome.clone() },
            Event::Resumed => self.resume()?,
            Event::Retried(retried) => self.retry(retried)?,
        }
        self.block_what_can_never_start()
    }

    fn begin_attempt(&mut self, task: &TaskId, attempt: u32) -> Result<(), Contradiction> {
        let task = self.known(task)?;
        if attempt <= self.memory[task].attempt {
            return Err(contradiction(format!("Attempt {attempt} of `{}` began twice", self.graph.id(task))));
        }
        self.set(task, TaskState::Running { attempt })?;
        self.memory[task].attempt = attempt;
        Ok(())
    }

    fn end_attempt(&mut self, task: &TaskId, attempt: u32, outcome: &AttemptOutcome) -> Result<(), Contradiction> {
        let task = self.known(task)?;
        if self.tasks[task] != (TaskState::Running { attempt }) {
            return Err(contradiction(format!("Attempt {attempt} of `{}` ended, but was not running", self.graph.id(task))));
        }
        match outcome {
            AttemptOutcome::Done { change, .. } => {
                self.back_off.forget();
                self.set(task, TaskState::Ended { attempt, change: change.clone() })
            }
            AttemptOutcome::Failed { .. } | AttemptOutcome::RateLimited { .. } | AttemptOutcome::Cancelled
                if self.is_cancelling() =>
            {
                self.set(task, TaskState::Cancelled { attempt })
            }
            AttemptOutcome::Failed { message } => self.spend_attempt(task, message.clone()),
            AttemptOutcome::Cancelled => self.set(task, TaskState::Waiting),
            AttemptOutcome::RateLimited { message, retry_after_seconds } => {
                self.meet_rate_limit(message, *retry_after_seconds);
                self.set(task, TaskState::Waiting)
            }
            AttemptOutcome::Environment { message, hint } => {
                self.set(task, TaskState::Waiting)?;
                let fault = Fault { kind: FaultKind::Environment, message: message.clone(), hint: hint.clone() };
                self.stop(Outcome::Faulted { fault }, Manner::Drain);
                Ok(())
            }
        }
    }

    /// A question of an Attempt that has ended meanwhile is nobody's any more.
    fn ask(&mut self, question: &Question, what: &str) -> Result<(), Contradiction> {
        let task = self.known(&question.task)?;
        if self.tasks[task] == (TaskState::Running { attempt: question.attempt }) {
            self.questions.insert(question.clone(), what.to_owned());
        }
        Ok(())
    }

    /// Sends a Task back with what went wrong, or gives it up after the last Attempt.
    pub(crate) fn spend_attempt(&mut self, task: usize, feedback: String) -> Result<(), Contradiction> {
        self.memory[task].spent += 1;
        self.memory[task].feedback.clone_from(&feedback);
        let out_of_attempts = self.memory[task].spent >= self.settings.attempts.max(1);
        self.set(task, if out_of_attempts { TaskState::Failed { reason: feedback } } else { TaskState::Waiting })
    }

    fn begin_integration(&mut self, task: &TaskId, attempt: u32) -> Result<(), Contradiction> {
        let task = self.known(task)?;
        if self.integrating.is_some() {
            return Err(contradiction("two integrations at the same time"));
        }
        let change = match &self.tasks[task] {
            TaskState::Ended { change, .. } => change.clone(),
            _ => None,
        };
        self.set(task, TaskState::Integrating { attempt, change })
    }

    fn end_integration(&mut self, integrated: &Integrated) -> Result<(), Contradiction> {
        let task = self.known(&integrated.task)?;
        let attempt = integrated.attempt;
        let in_tree = match self.settings.mode {
            Mode::Adaptive => TaskState::Checking { attempt },
            Mode::Sequential | Mode::Parallel => TaskState::Integrated { attempt },
        };
        self.set(task, in_tree)?;
        self.memory[task].feedback.clear();
        self.memory[task].repairing = false;
        self.tree.clone_from(&integrated.tree);
        Ok(())
    }

    fn pause(&mut self) {
        if self.phase == Phase::Going {
            self.phase = Phase::Paused;
        }
    }

    fn unpause(&mut self) {
        if self.phase == Phase::Paused {
            self.phase = Phase::Going;
        }
    }

    /// Apply is all or nothing, so a cancellation that comes during it comes too late.
    fn cancel(&mut self) {
        match &mut self.phase {
            Phase::Going | Phase::Paused => self.stop(Outcome::Cancelled, Manner::Cancel),
            Phase::Stopping { manner, .. } => *manner = Manner::Cancel,
            Phase::Applying | Phase::Ended { .. } => {}
        }
    }

    fn fault(&mut self, during: During, fault: &Fault) -> Result<(), Contradiction> {
        match during {
            During::Integration => {
                let Some(task) = self.integrating else {
                    return Err(contradiction("an integration failed that was not under way"));
                };
                let TaskState::Integrating { attempt, change } = self.tasks[task].clone() else {
                    return Err(contradiction("an integration failed that was not under way"));
                };
                self.set(task, TaskState::Ended { attempt, change })?;
            }
            During::Gate => self.gate = None,
            During::Apply if self.phase == Phase::Applying => self.phase = Phase::Going,
            During::Apply => return Err(contradiction("apply failed, but was not under way")),
            During::Run => {}
        }
        // After a failed integration there is no use in letting work end: it could not be integrated either.
        let may_drain = fault.kind == FaultKind::Environment && during != During::Integration;
        let manner = if may_drain { Manner::Drain } else { Manner::Cancel };
        self.stop(Outcome::Faulted { fault: fault.clone() }, manner);
        Ok(())
    }

    /// Heads for an end; the first reason counts, and a cancellation is never taken back.
    pub(crate) fn stop(&mut self, outcome: Outcome, manner: Manner) {
        match &mut self.phase {
            Phase::Going | Phase::Paused => self.phase = Phase::Stopping { outcome, manner },
            Phase::Stopping { manner: current, .. } if manner == Manner::Cancel => *current = manner,
            Phase::Stopping { .. } | Phase::Applying | Phase::Ended { .. } => {}
        }
    }

    fn begin_apply(&mut self) -> Result<(), Contradiction> {
        if self.phase != Phase::Going || self.final_check != Check::Passed {
            return Err(contradiction("apply began before the last gate had passed"));
        }
        self.phase = Phase::Applying;
        Ok(())
    }

    fn end_apply(&mut self) -> Result<(), Contradiction> {
        if self.phase != Phase::Applying {
            return Err(contradiction("apply ended, but was not under way"));
        }
        self.phase = Phase::Stopping { outcome: Outcome::Succeeded, manner: Manner::Drain };
        Ok(())
    }

    /// What was under way is lost. What an earlier end had given up is tried again, with all its Attempts.
    fn resume(&mut self) -> Result<(), Contradiction> {
        match &self.phase {
            Phase::Ended { outcome: Outcome::Succeeded } => {
                Err(contradiction("the run has succeeded: nothing is left to resume"))
            }
            Phase::Stopping { outcome: Outcome::Succeeded, .. } => Ok(()),
            _ => self.take_over(),
        }
    }

    fn take_over(&mut self) -> Result<(), Contradiction> {
        self.phase = Phase::Going;
        self.used = Usage::default();
        self.back_off = BackOff::default();
        self.gate = None;
        for task in 0..self.tasks.len() {
            match self.tasks[task].clone() {
                TaskState::Waiting | TaskState::Checking { .. } | TaskState::Integrated { .. } => {}
                TaskState::Ended { change: Some(_), .. } => {}
                TaskState::Integrating { attempt, change: change @ Some(_) } => {
                    self.set(task, TaskState::Ended { attempt, change })?
                }
                TaskState::Failed { .. } => {
                    self.memory[task].spent = 0;
                    self.set(task, TaskState::Waiting)?;
                }
                TaskState::Running { .. }
                | TaskState::Ended { .. }
                | TaskState::Integrating { .. }
                | TaskState::Blocked { .. }
                | TaskState::Cancelled { .. } => self.set(task, TaskState::Waiting)?,
            }
        }
        Ok(())
    }

    /// The run goes on, also one that has succeeded, and these Tasks are done again with all their Attempts. Their waves are due
    /// again, the others are not: what was built on the contract still is.
    fn retry(&mut self, retried: &Retried) -> Result<(), Contradiction> {
        self.take_over()?;
        for task in &retried.tasks {
            let task = self.known(task)?;
            // Its code is still in the tree, or its stub is: what a gate finds there is its own, and waits for it.
            self.memory[task].repairing |= self.tasks[task].is_in_tree();
            self.memory[task].spent = 0;
            if !retried.context.is_empty() {
                self.memory[task].context.clone_from(&retried.context);
            }
            if retried.tree.is_some() {
                self.memory[task].feedback.clear();
            }
            if self.tasks[task] != TaskState::Waiting {
                self.set(task, TaskState::Waiting)?;
            }
            self.make_due_again(task)?;
        }
        if let Some(tree) = &retried.tree {
            self.tree.clone_from(tree);
        }
        if self.final_check == Check::Passed {
            self.final_check = Check::Due;
        }
        Ok(())
    }

    /// The one place where a Task changes its state, so that what is counted over Tasks is always right.
    pub(crate) fn set(&mut self, task: usize, next: TaskState) -> Result<(), Contradiction> {
        let current = &self.tasks[task];
        if !current.may_become(&next) {
            return Err(contradiction(format!(
                "`{}` is {} and cannot become {}",
                self.graph.id(task),
                current.word(),
                next.word()
            )));
        }
        match current {
            TaskState::Running { .. } => {
                self.running -= 1;
                let task = self.graph.id(task);
                self.questions.retain(|question, _| question.task != *task);
            }
            TaskState::Integrating { .. } => self.integrating = None,
            _ => {}
        }
        match next {
            TaskState::Running { .. } => self.running += 1,
            TaskState::Integrating { .. } => self.integrating = Some(task),
            _ => {}
        }
        self.tasks[task] = next;
        Ok(())
    }

    pub(crate) fn known(&self, task: &TaskId) -> Result<usize, Contradiction> {
        self.graph.find(task).ok_or_else(|| contradiction(format!("Task `{task}` is not in the plan")))
    }

    pub(crate) fn is_cancelling(&self) -> bool {
        matches!(self.phase, Phase::Stopping { manner: Manner::Cancel, .. })
    }
}

pub(crate) fn contradiction(message: impl Into<String>) -> Contradiction {
    Contradiction::Event(message.into())
}
