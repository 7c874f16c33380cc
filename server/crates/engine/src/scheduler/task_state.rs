//! The states of one Task, and which may follow which.

use specwave_plan::TaskId;

/// Where a Task stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskState {
    /// Not started yet, or to be done again.
    Waiting,
    /// Its agent works.
    Running {
        /// Which Attempt.
        attempt: u32,
    },
    /// Its agent is done; the change waits to be integrated.
    Ended {
        /// Which Attempt.
        attempt: u32,
        /// Where the change is kept, if it outlives the Workspace.
        change: Option<String>,
    },
    /// Its change is being taken into the run's tree.
    Integrating {
        /// Which Attempt.
        attempt: u32,
        /// Where the change is kept, if it outlives the Workspace.
        change: Option<String>,
    },
    /// Its change is in the run's tree and waits for the compile gate.
    Checking {
        /// Which Attempt.
        attempt: u32,
    },
    /// It is in; a later gate may still send it back.
    Integrated {
        /// Which Attempt.
        attempt: u32,
    },
    /// All its Attempts failed.
    Failed {
        /// Why the last one failed.
        reason: String,
    },
    /// What it needs can never come.
    Blocked {
        /// The Task or the wave's Task that it waited for.
        by: TaskId,
    },
    /// Its agent was ended because the run ends.
    Cancelled {
        /// Which Attempt.
        attempt: u32,
    },
}

impl TaskState {
    /// Whether the Task's code is in the run's tree.
    #[must_use]
    pub fn is_in_tree(&self) -> bool {
        matches!(self, Self::Checking { .. } | Self::Integrated { .. })
    }

    /// Whether this run will never have the Task's code.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Failed { .. } | Self::Blocked { .. })
    }

    /// The word for it, for people and for JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running { .. } => "running",
            Self::Ended { .. } => "ended",
            Self::Integrating { .. } => "integrating",
            Self::Checking { .. } => "checking",
            Self::Integrated { .. } => "integrated",
            Self::Failed { .. } => "failed",
            Self::Blocked { .. } => "blocked",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// The one table of allowed transitions.
    pub(crate) fn may_become(&self, next: &Self) -> bool {
        use TaskState::{Blocked, Cancelled, Checking, Ended, Failed, Integrated, Integrating, Running, Waiting};
        match (self, next) {
            (Waiting, Running { .. } | Blocked { .. }) => true,
            (Running { attempt: from }, Ended { attempt: to, .. } | Cancelled { attempt: to }) => from == to,
            (Running { .. }, Waiting | Failed { .. }) => true,
            (Ended { attempt: from, .. }, Integrating { attempt: to, .. }) => from == to,
            (
                Integrating { attempt: from, .. },
                Checking { attempt: to } | Integrated { attempt: to } | Ended { attempt: to, .. },
            ) => from == to,
            (Checking { attempt: from }, Integrated { attempt: to }) => from == to,
            // A gate sends it back, or for the last time.
            (Checking { .. } | Integrated { .. }, Waiting | Failed { .. }) => true,
            // Only a resumed run starts these again.
            (Ended { .. } | Integrating { .. } | Failed { .. } | Blocked { .. } | Cancelled { .. }, Waiting) => true,
            _ => false,
        }
    }
}
