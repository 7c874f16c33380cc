//! What the scheduler wants to be done.

use specwave_plan::TaskId;

use crate::scheduler::{Event, GateScope, Outcome, Question};

/// One thing for a driver to do, after it has written the decision down.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Command {
    /// Make a Workspace from the run's tree and start the agent; answer with [`Event::AttemptEnded`].
    StartAttempt {
        /// The Task.
        task: TaskId,
        /// From 1, never used twice.
        attempt: u32,
        /// Text of the gates or of the crash that ended the previous Attempt; empty at first.
        feedback: String,
        /// What the user has to say about it; mostly empty.
        context: String,
    },
    /// End the Attempt and all it started; its [`Event::AttemptEnded`] is still expected.
    CancelAttempt {
        /// The Task.
        task: TaskId,
        /// Which Attempt.
        attempt: u32,
    },
    /// Answer with [`Event::BackOffEnded`] after that time.
    BackOff {
        /// How long.
        seconds: u64,
    },
    /// Tell an agent whether it may do what it asked for.
    Answer {
        /// Which question.
        question: Question,
        /// Whether it may.
        allowed: bool,
    },
    /// Take the Attempt's change into the run's tree; answer with [`Event::Integrated`]. One at a time.
    Integrate {
        /// The Task.
        task: TaskId,
        /// Which Attempt.
        attempt: u32,
        /// Where the change is kept, as [`crate::scheduler::AttemptOutcome::Done`] said.
        change: Option<String>,
    },
    /// Check the run's tree as it is now; answer with [`Event::GateEnded`]. One at a time, but Tasks may be integrated meanwhile.
    RunGate {
        /// What to judge.
        scope: GateScope,
        /// The tree to check.
        tree: String,
        /// The Tasks whose code is in that tree, in plan order.
        integrated: Vec<TaskId>,
    },
    /// End the gate that runs; its [`Event::GateEnded`] is still expected, with whatever verdicts there are.
    CancelGate,
    /// Bring the run's tree into the output folder; answer with [`Event::Applied`].
    Apply {
        /// The tree to apply.
        tree: String,
    },
    /// Nothing is left to do.
    Finish {
        /// How the run ended.
        outcome: Outcome,
    },
}

impl Command {
    /// The record that has to be in the journal before the command is carried out.
    ///
    /// A cancellation and an answer follow from an event that is there already, so they leave no record of their own.
    #[must_use]
    pub fn record(&self) -> Option<Event> {
        match self {
            Self::StartAttempt { task, attempt, .. } => Some(Event::AttemptStarted { task: task.clone(), attempt: *attempt }),
            Self::BackOff { seconds } => Some(Event::BackOffStarted { seconds: *seconds }),
            Self::Integrate { task, attempt, .. } => Some(Event::IntegrationStarted { task: task.clone(), attempt: *attempt }),
            Self::RunGate { scope, .. } => Some(Event::GateStarted { scope: scope.clone() }),
            Self::Apply { .. } => Some(Event::ApplyStarted),
            Self::Finish { outcome } => Some(Event::RunEnded { outcome: outcome.clone() }),
            Self::CancelAttempt { .. } | Self::Answer { .. } | Self::CancelGate => None,
        }
    }
}
