//! How a run ends.

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, FailureKind};
use crate::scheduler::{Fault, FaultKind};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[must_use]
pub enum Outcome {
    /// Every Task is in, every gate passed, and the tree was applied.
    Succeeded,
    /// Tasks or gates failed; nothing was applied.
    Failed {
        /// Which, and why.
        message: String,
    },
    /// The user ended it; nothing was applied.
    Cancelled,
    /// Something that is no Task's doing ended it.
    Faulted {
        /// What.
        fault: Fault,
    },
}

impl Outcome {
    /// The word for it, for people and for JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
            Self::Faulted { .. } => "faulted",
        }
    }

    /// The failure a command reports; none for a success.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        match self {
            Self::Succeeded => None,
            Self::Failed { message } => {
                Some(Failure::new(FailureKind::Findings, message.clone()).hint("`specwave resume` tries the failed Tasks again"))
            }
            Self::Cancelled => {
                Some(Failure::new(FailureKind::Cancelled, "the run was cancelled").hint("`specwave resume` goes on with it"))
            }
            Self::Faulted { fault } => Some(Failure::from(fault.clone())),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let kind = match fault.kind {
            FaultKind::Environment => FailureKind::Environment,
            FaultKind::Refused => FailureKind::Refused,
            FaultKind::Internal => FailureKind::Internal,
        };
        Self::new(kind, fault.message).hint(fault.hint)
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        let kind = match failure.kind {
            FailureKind::Environment => FaultKind::Environment,
            FailureKind::Refused => FaultKind::Refused,
            FailureKind::Findings | FailureKind::Usage | FailureKind::Internal | FailureKind::Cancelled => FaultKind::Internal,
        };
        Self { kind, message: failure.message, hint: failure.hint }
    }
}
