//! The gates of a run as people see them.

use crate::scheduler::GateScope;
use crate::verdict::Verdict;

/// One gate as people see it.
#[derive(Debug, Clone, PartialEq)]
pub struct GateProgress {
    /// What it judges.
    pub scope: GateScope,
    /// When it began.
    pub began_at: u64,
    /// When it ended, or its process did.
    pub ended_at: Option<u64>,
    /// What it found; empty while it runs, or if it was lost or cancelled.
    pub verdicts: Vec<Verdict>,
}

impl GateProgress {
    /// Whether it ended and everything it checked lets pass.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.verdicts.is_empty() && self.verdicts.iter().all(Verdict::lets_pass)
    }
}
