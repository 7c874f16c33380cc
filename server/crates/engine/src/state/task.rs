//! The Tasks of a run as people see them.

use serde::Serialize;

use crate::scheduler::AttemptOutcome;
use crate::usage::Usage;

/// One Task as people see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskProgress {
    /// Its Attempts, the first one first.
    pub attempts: Vec<AttemptProgress>,
    /// When its last Attempt ended, or was integrated.
    pub ended_at: Option<u64>,
    /// What its agent has used, all its Attempts together.
    pub usage: Usage,
    /// What it did; empty until it says so.
    pub summary: String,
    /// What it says it is doing; empty unless it runs.
    pub activity: String,
    /// Paths it changed outside its write set, which were not taken.
    pub rejected: Vec<String>,
    /// What else people have to know about it.
    pub noticed: Vec<String>,
}

/// One Attempt as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttemptProgress {
    /// When it began, in milliseconds since 1970.
    pub began_at: u64,
    /// When it ended, or its process did.
    pub ended_at: Option<u64>,
    /// The word for how it stands.
    pub state: &'static str,
}

impl AttemptProgress {
    fn elapsed_ms(&self, now: u64) -> u64 {
        self.ended_at.unwrap_or(now) - self.began_at
    }
}

impl TaskProgress {
    /// When its first Attempt began.
    #[must_use]
    pub fn began_at(&self) -> Option<u64> {
        self.attempts.first().map(|attempt| attempt.began_at)
    }

    /// How many Attempts began.
    #[must_use]
    pub fn attempt_count(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX)
    }

    /// How long its Attempts have taken until `now`, together.
    pub(super) fn work_ms(&self, now: u64) -> u64 {
        self.attempts.iter().map(|attempt| attempt.elapsed_ms(now)).sum()
    }

    pub(super) fn begin_attempt(&mut self, now: u64) {
        self.attempts.push(AttemptProgress { began_at: now, ended_at: None, state: "running" });
        self.activity.clear();
    }

    pub(super) fn end_attempt(&mut self, now: u64, state: &'static str) {
        if let Some(attempt) = self.attempts.last_mut().filter(|attempt| attempt.ended_at.is_none()) {
            attempt.ended_at = Some(now);
            attempt.state = state;
            self.ended_at = Some(now);
            self.activity.clear();
        }
    }
}

/// The word for how an Attempt ended.
pub(super) fn word_of(outcome: &AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Done { .. } => "done",
        AttemptOutcome::Failed { .. } => "failed",
        AttemptOutcome::Environment { .. } => "environment",
        AttemptOutcome::RateLimited { .. } => "rate limited",
        AttemptOutcome::Cancelled => "cancelled",
    }
}
