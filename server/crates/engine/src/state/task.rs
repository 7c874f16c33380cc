//! The Tasks of a run as people see them.

use crate::usage::Usage;

/// One Task as people see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskProgress {
    /// How many Attempts began.
    pub attempts: u32,
    /// When the first Attempt began.
    pub began_at: Option<u64>,
    /// When its last Attempt ended, or was integrated.
    pub ended_at: Option<u64>,
    /// When the Attempt that runs began.
    pub running_since: Option<u64>,
    /// How long its Attempts took that have ended.
    pub work_ms: u64,
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

impl TaskProgress {
    pub(super) fn end_attempt(&mut self, now: u64) {
        if let Some(since) = self.running_since.take() {
            self.work_ms += now - since;
            self.ended_at = Some(now);
            self.activity.clear();
        }
    }
}
