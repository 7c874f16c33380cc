//! How far a run is: its Tasks, waves, gates and times.

use std::collections::BTreeMap;

use crate::journal::Record;
use crate::scheduler::{Applied, AttemptOutcome, Contradiction, Event, Outcome, RunStarted, State, TaskNode, TaskState};
use crate::state::message::message_of;
use crate::state::task::word_of;
use crate::state::words::{first_and_last_line, one_line};
use crate::state::{GateProgress, TaskProgress};
use crate::usage::Usage;
use crate::verdict::{Coverage, Verdict};

/// The projection of a run from its journal.
#[derive(Debug, Clone)]
pub struct Progress {
    run: RunStarted,
    state: State,
    tasks: Vec<TaskProgress>,
    gates: Vec<GateProgress>,
    applied: Option<Applied>,
    /// What people have to know about the run itself.
    noticed: Vec<String>,
    /// When the gates of each wave passed.
    passed_at: BTreeMap<u8, u64>,
    began_at: u64,
    last_at: u64,
    /// Time during which no process drove the run.
    unattended_ms: u64,
    percentage: u8,
    message: String,
}

impl Progress {
    /// The projection of a whole journal, or of what there is of it.
    pub fn from_records(records: &[Record]) -> Result<Self, Contradiction> {
        let (first, rest) = records.split_first().ok_or(Contradiction::NotStarted)?;
        let mut progress = Self::begin(first)?;
        for record in rest {
            progress.apply(record)?;
        }
        Ok(progress)
    }

    /// The projection of a run's first record.
    pub fn begin(record: &Record) -> Result<Self, Contradiction> {
        let Event::RunStarted(run) = &record.event else {
            return Err(Contradiction::NotStarted);
        };
        Ok(Self {
            state: State::start(run)?,
            tasks: vec![TaskProgress::default(); run.tasks.len()],
            run: run.clone(),
            gates: Vec::new(),
            applied: None,
            noticed: Vec::new(),
            passed_at: BTreeMap::new(),
            began_at: record.at_ms,
            last_at: record.at_ms,
            unattended_ms: 0,
            percentage: 0,
            message: "Starting".to_owned(),
        })
    }

    /// Takes note of the next record.
    pub fn apply(&mut self, record: &Record) -> Result<(), Contradiction> {
        self.state.apply(&record.event)?;
        // The wall clock may have been set back; no duration here is negative.
        let now = record.at_ms.max(self.last_at);
        self.note(&record.event, now);
        self.note_passed_waves(now);
        self.last_at = now;
        self.percentage = self.percentage.max(self.current_percentage());
        if let Some(message) = message_of(self, &record.event) {
            self.message = message;
        }
        Ok(())
    }

    fn note(&mut self, event: &Event, now: u64) {
        match event {
            Event::AttemptStarted { task, .. } => {
                if let Some(task) = self.task_mut(task) {
                    task.begin_attempt(now);
                }
            }
            Event::AttemptProgress { task, message, .. } => {
                if let Some(task) = self.task_mut(task) {
                    task.activity.clone_from(message);
                }
            }
            Event::AttemptUsed { task, usage, .. } => {
                if let Some(task) = self.task_mut(task) {
                    task.usage += usage;
                }
            }
            Event::Noticed { task: Some(task), message } => {
                if let Some(task) = self.task_mut(task) {
                    task.noticed.push(message.clone());
                }
            }
            Event::Noticed { task: None, message } => {
                if !self.noticed.contains(message) {
                    self.noticed.push(message.clone());
                }
            }
            Event::AttemptEnded { task, attempt, outcome } => {
                if let Some(task) = self.task_mut(task) {
                    task.end_attempt(now, word_of(outcome));
                    match outcome {
                        AttemptOutcome::Done { summary, .. } => task.summary.clone_from(summary),
                        AttemptOutcome::Failed { message } => {
                            task.noticed.push(format!("Attempt {attempt} failed: {}", first_and_last_line(message)));
                        }
                        AttemptOutcome::RateLimited { message, .. } => {
                            task.noticed.push(format!("Attempt {attempt} met a rate limit: {}", one_line(message)));
                        }
                        AttemptOutcome::Environment { .. } | AttemptOutcome::Cancelled => {}
                    }
                }
            }
            Event::Integrated(integrated) => {
                if let Some(task) = self.task_mut(&integrated.task) {
                    task.ended_at = Some(now);
                    task.rejected.clone_from(&integrated.rejected);
                }
            }
            Event::GateStarted { scope } => {
                self.gates.push(GateProgress { scope: scope.clone(), began_at: now, ended_at: None, verdicts: Vec::new() });
            }
            Event::GateEnded { verdicts, .. } => self.end_gate(now, verdicts),
            Event::Faulted { .. } => self.end_gate_if_the_scheduler_has(now),
            Event::Applied(applied) => self.applied = Some(applied.clone()),
            Event::Resumed => self.note_takeover(now),
            Event::Retried(_) => {
                self.note_takeover(now);
                self.percentage = 0;
            }
            Event::RunStarted(_)
            | Event::PermissionAsked { .. }
            | Event::PermissionAnswered { .. }
            | Event::TimeIsOver
            | Event::BackOffStarted { .. }
            | Event::BackOffEnded
            | Event::IntegrationStarted { .. }
            | Event::Paused
            | Event::Unpaused
            | Event::CancelRequested
            | Event::ApplyStarted
            | Event::RunEnded { .. } => {}
        }
    }

    /// What ran when the last process died ran until its last record, as far as anybody knows.
    fn note_takeover(&mut self, now: u64) {
        let died_at = self.last_at;
        self.tasks.iter_mut().for_each(|task| task.end_attempt(died_at, "interrupted"));
        self.end_gate(died_at, &[]);
        self.unattended_ms += now - died_at;
    }

    fn end_gate(&mut self, now: u64, verdicts: &[Verdict]) {
        if let Some(gate) = self.gates.last_mut().filter(|gate| gate.ended_at.is_none()) {
            gate.ended_at = Some(now);
            gate.verdicts = verdicts.to_vec();
        }
    }

    fn end_gate_if_the_scheduler_has(&mut self, now: u64) {
        if self.state.running_gate().is_none() {
            self.end_gate(now, &[]);
        }
    }

    fn task_mut(&mut self, task: &specwave_plan::TaskId) -> Option<&mut TaskProgress> {
        let position = self.run.tasks.iter().position(|node| node.id == *task)?;
        self.tasks.get_mut(position)
    }

    /// The run's first record.
    #[must_use]
    pub fn run(&self) -> &RunStarted {
        &self.run
    }

    /// Where the run stands for the scheduler.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// How the run ended, if it did.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.state.outcome()
    }

    /// All Tasks, in plan order.
    pub fn tasks(&self) -> impl Iterator<Item = (&TaskNode, &TaskState, &TaskProgress)> {
        self.state.tasks().zip(&self.tasks).map(|((node, state), progress)| (node, state, progress))
    }

    /// All gates, in the order in which they began.
    #[must_use]
    pub fn gates(&self) -> &[GateProgress] {
        &self.gates
    }

    /// What apply did, if it has.
    #[must_use]
    pub fn applied(&self) -> Option<&Applied> {
        self.applied.as_ref()
    }

    /// What people have to know about the run itself.
    #[must_use]
    pub fn noticed(&self) -> &[String] {
        &self.noticed
    }

    /// When the gates of a wave passed, if they have.
    pub(super) fn passed_at(&self, wave: u8) -> Option<u64> {
        self.passed_at.get(&wave).copied()
    }

    /// A gate that sends a Task back takes back that its wave had passed.
    fn note_passed_waves(&mut self, now: u64) {
        for wave in 0..=self.run.tasks.iter().map(|node| node.wave).max().unwrap_or_default() {
            if self.state.wave_passed(wave) {
                self.passed_at.entry(wave).or_insert(now);
            } else {
                self.passed_at.remove(&wave);
            }
        }
    }

    /// How many Tasks are in.
    #[must_use]
    pub fn completed(&self) -> usize {
        self.state.tasks().filter(|(_, state)| state.is_in_tree()).count()
    }

    /// From 0 to 100; falls when the user has Tasks done again, but not when a gate sends them back.
    #[must_use]
    pub fn percentage(&self) -> u8 {
        self.percentage
    }

    /// The Tasks make up nine tenths, the last gate and apply the rest.
    fn current_percentage(&self) -> u8 {
        if self.outcome() == Some(&Outcome::Succeeded) {
            return 100;
        }
        let of_tasks = 90 * self.completed() / self.run.tasks.len().max(1);
        let of_gates = if self.state.all_passed() { 6 } else { 0 };
        u8::try_from(of_tasks + of_gates).unwrap_or(99)
    }

    /// What goes on, on one line: `Wave 1 · 3/5 · Domain Expert: 2 entities created`.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// When the run began, in milliseconds since 1970.
    #[must_use]
    pub fn began_at(&self) -> u64 {
        self.began_at
    }

    /// Time of the last record, in milliseconds since 1970.
    #[must_use]
    pub fn last_at(&self) -> u64 {
        self.last_at
    }

    /// From the first record to the last, without the time in which no process drove the run.
    #[must_use]
    pub fn elapsed_ms(&self) -> u64 {
        (self.last_at - self.began_at).saturating_sub(self.unattended_ms)
    }

    /// The time of all Attempts and gates together, as of the last record: what one pair of hands would have needed.
    #[must_use]
    pub fn work_ms(&self) -> u64 {
        let attempts = self.tasks.iter().map(|task| task.work_ms(self.last_at));
        let gates = self.gates.iter().map(|gate| gate.ended_at.unwrap_or(self.last_at) - gate.began_at);
        attempts.chain(gates).sum()
    }

    /// What the agents used, all Attempts together.
    #[must_use]
    pub fn usage(&self) -> Usage {
        let mut sum = Usage::default();
        self.tasks.iter().for_each(|task| sum += &task.usage);
        sum
    }

    /// Work ÷ elapsed; 1 before anything has taken time.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a run are far below 2^52")]
    pub fn speedup(&self) -> f64 {
        match self.elapsed_ms() {
            0 => 1.0,
            elapsed => self.work_ms() as f64 / elapsed as f64,
        }
    }

    /// What the last gate that measured coverage found.
    #[must_use]
    pub fn coverage(&self) -> Option<Coverage> {
        self.gates.iter().rev().find_map(|gate| gate.verdicts.iter().find_map(|verdict| verdict.coverage.clone()))
    }
}
