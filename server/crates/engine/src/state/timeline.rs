//! When each Attempt and each gate of a run was at work, and what they waited for.

use serde::Serialize;
use specwave_plan::TaskId;

use crate::journal::Record;
use crate::protocol::Mode;
use crate::scheduler::{AttemptOutcome, During, Event, RunStarted};
use crate::state::words::{gate_name, one_line};
use crate::verdict::Verdict;

/// A run over time; all times are milliseconds from its first record.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Timeline {
    /// The first record, in milliseconds since 1970.
    pub began_at: u64,
    /// The last record.
    pub ended_ms: u64,
    /// In plan order.
    pub tasks: Vec<TaskTimeline>,
    /// In the order in which they began.
    pub gates: Vec<GateSpan>,
    /// Times in which no process drove the run.
    pub unattended: Vec<Gap>,
}

/// One Task over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TaskTimeline {
    /// Which.
    pub task: String,
    /// Its Attempts.
    pub attempts: Vec<AttemptSpan>,
    /// The Task whose code it got last of all that it needs; absent where it needs none.
    pub waited_for: Option<String>,
    /// When everything was there that it needs.
    pub ready_ms: u64,
    /// From then until it began: for its turn, for a free place, or for the gates of the wave before.
    pub queued_ms: u64,
    /// When its change was in the run's tree.
    pub integrated_ms: Option<u64>,
}

/// One Attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttemptSpan {
    /// From 1.
    pub number: u32,
    /// When it began.
    pub from_ms: u64,
    /// When it ended, or the last record.
    pub to_ms: u64,
    /// `done`, `failed`, `environment`, `rate limited`, `cancelled`, `lost` or `running`.
    pub ended: &'static str,
    /// What it did, or why it failed.
    pub message: String,
}

/// One gate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateSpan {
    /// `Compile`, `Wave 2` or `All waves`.
    pub name: String,
    /// When it began.
    pub from_ms: u64,
    /// When it ended, or the last record.
    pub to_ms: u64,
    /// `passed`, `failed`, `lost` or `running`.
    pub ended: &'static str,
    /// How long its commands waited for gates of other runs.
    pub waited_ms: u64,
}

/// A time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// When it began.
    pub from_ms: u64,
    /// When it ended.
    pub to_ms: u64,
}

impl Timeline {
    /// The timeline that a journal tells.
    #[must_use]
    pub fn from_records(records: &[Record]) -> Self {
        let Some((first, rest)) = records.split_first() else { return Self::default() };
        let Event::RunStarted(run) = &first.event else { return Self::default() };
        let tasks = run.tasks.iter().map(|node| TaskTimeline { task: node.id.0.clone(), ..TaskTimeline::default() });
        let mut timeline = Self { began_at: first.at_ms, tasks: tasks.collect(), ..Self::default() };
        for record in rest {
            // The wall clock may have been set back; time does not go backwards here.
            let now = record.at_ms.saturating_sub(first.at_ms).max(timeline.ended_ms);
            timeline.note(run, &record.event, now);
            timeline.ended_ms = now;
        }
        let ended = timeline.ended_ms;
        timeline.open_attempts().for_each(|attempt| attempt.to_ms = ended);
        timeline.open_gates().for_each(|gate| gate.to_ms = ended);
        timeline
    }

    fn note(&mut self, run: &RunStarted, event: &Event, now: u64) {
        match event {
            Event::AttemptStarted { task, attempt } => self.begin(run, task, *attempt, now),
            Event::AttemptEnded { task, attempt, outcome } => {
                let (ended, message) = in_words(outcome);
                if let Some(span) =
                    self.task(task).and_then(|task| task.attempts.iter_mut().rfind(|span| span.number == *attempt))
                {
                    (span.to_ms, span.ended, span.message) = (now, ended, one_line(message));
                }
            }
            Event::Integrated(integrated) => {
                if let Some(task) = self.task(&integrated.task) {
                    task.integrated_ms = Some(now);
                }
            }
            Event::GateStarted { scope } => {
                self.gates.push(GateSpan { name: gate_name(scope), from_ms: now, to_ms: now, ended: RUNNING, waited_ms: 0 })
            }
            Event::GateEnded { verdicts, .. } => self.end_gate(now, verdicts),
            Event::Faulted { during: During::Gate, .. } => self.end_gate(now, &[]),
            Event::Resumed | Event::Retried(_) => {
                let died = self.ended_ms;
                self.open_attempts().for_each(|attempt| (attempt.to_ms, attempt.ended) = (died, LOST));
                self.end_gate(died, &[]);
                self.unattended.push(Gap { from_ms: died, to_ms: now });
            }
            _ => {}
        }
    }

    /// What a Task waited for is what it needs, and in a sequence the Task before it.
    fn begin(&mut self, run: &RunStarted, task: &TaskId, number: u32, now: u64) {
        let node = run.tasks.iter().find(|node| node.id == *task);
        let in_sequence = run.settings.mode == Mode::Sequential;
        let before = run.tasks.iter().take_while(|other| in_sequence && other.id != *task).map(|node| &node.id);
        let needs = node.into_iter().flat_map(|node| &node.needs).chain(before);
        let integrated = needs.filter_map(|need| {
            let need = self.tasks.iter().find(|other| other.task == need.0)?;
            Some((need.integrated_ms?, need.task.clone()))
        });
        let last = integrated.max();
        let Some(task) = self.task(task) else { return };
        if task.attempts.is_empty() {
            (task.ready_ms, task.waited_for) = last.map_or((0, None), |(at, need)| (at, Some(need)));
            task.queued_ms = now.saturating_sub(task.ready_ms);
        }
        task.attempts.push(AttemptSpan { number, from_ms: now, to_ms: now, ended: RUNNING, message: String::new() });
    }

    fn task(&mut self, id: &TaskId) -> Option<&mut TaskTimeline> {
        self.tasks.iter_mut().find(|task| task.task == id.0)
    }

    fn end_gate(&mut self, now: u64, verdicts: &[Verdict]) {
        for gate in self.open_gates() {
            gate.to_ms = now;
            gate.waited_ms = verdicts.iter().map(|verdict| verdict.waited_millis).sum();
            gate.ended = match verdicts {
                [] => LOST,
                verdicts if verdicts.iter().all(Verdict::lets_pass) => "passed",
                _ => "failed",
            };
        }
    }

    fn open_attempts(&mut self) -> impl Iterator<Item = &mut AttemptSpan> {
        self.tasks.iter_mut().flat_map(|task| &mut task.attempts).filter(|attempt| attempt.ended == RUNNING)
    }

    fn open_gates(&mut self) -> impl Iterator<Item = &mut GateSpan> {
        self.gates.iter_mut().filter(|gate| gate.ended == RUNNING)
    }
}

const RUNNING: &str = "running";
const LOST: &str = "lost";

fn in_words(outcome: &AttemptOutcome) -> (&'static str, &str) {
    match outcome {
        AttemptOutcome::Done { summary, .. } => ("done", summary),
        AttemptOutcome::Failed { message } => ("failed", message),
        AttemptOutcome::Environment { message, .. } => ("environment", message),
        AttemptOutcome::RateLimited { message, .. } => ("rate limited", message),
        AttemptOutcome::Cancelled => ("cancelled", ""),
    }
}
