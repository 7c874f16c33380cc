//! Failures by who can mend them; each kind has a stable exit code.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who has to act, and with which exit code a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// Findings of severity error, or a gate failed (1).
    Findings,
    /// Wrong usage: arguments, a missing file (2).
    Usage,
    /// Our fault (3).
    Internal,
    /// The machine: a tool is missing or too old, the disk is full (4).
    Environment,
    /// Refused to protect the user's work (5).
    Refused,
    /// The user cancelled (130).
    Cancelled,
}

impl FailureKind {
    /// The process's exit code.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Internal => 3,
            Self::Environment => 4,
            Self::Refused => 5,
            Self::Cancelled => 130,
        }
    }
}

/// What to do about a full disk.
pub const MAKE_ROOM: &str = "make room on the disk, then try again; `specwave resume` goes on with a run that had begun";

/// Something that ended a command: what happened and where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Who has to act.
    pub kind: FailureKind,
    /// What happened, and where.
    pub message: String,
    /// What to do; empty where the message says it all.
    pub hint: String,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: String::new() }
    }

    /// The same failure with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let hint = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => MAKE_ROOM,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "give yourself write access to the folder, then try again"
            }
            _ => return Self::new(FailureKind::Internal, error.to_string()),
        };
        Self::new(FailureKind::Environment, error.to_string()).hint(hint)
    }
}
