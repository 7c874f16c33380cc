//! The envelope around an event.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, FailureKind};
use crate::scheduler::Event;

/// The version of the format that this program writes, and the newest it reads.
pub const FORMAT_VERSION: u32 = 1;

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version of the format.
    pub v: u32,
    /// From 1, without a hole.
    pub seq: u64,
    /// Wall-clock time in milliseconds since 1970, for people; nothing is decided by it.
    pub at_ms: u64,
    /// What happened.
    pub event: Event,
}

/// What keeps a journal from being read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file system failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The journal.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// A newer program wrote it.
    #[error("{}: record {seq} has format {found}, this program reads up to {FORMAT_VERSION}", path.display())]
    Newer {
        /// The journal.
        path: PathBuf,
        /// Which record.
        seq: u64,
        /// Its version.
        found: u32,
    },
    /// A line that is not the torn last one cannot be read.
    #[error("{}: record {seq} cannot be read: {reason}", path.display())]
    Damaged {
        /// The journal.
        path: PathBuf,
        /// Which record.
        seq: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// Records are missing, or in the wrong order.
    #[error("{}: record {expected} is missing, {found} comes instead", path.display())]
    Hole {
        /// The journal.
        path: PathBuf,
        /// The record that should be there.
        expected: u64,
        /// The one that is.
        found: u64,
    },
    /// An earlier append failed, so what the end of the file looks like is not known.
    #[error("{}: an earlier append failed, nothing more is written", path.display())]
    Poisoned {
        /// The journal.
        path: PathBuf,
    },
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        let message = error.to_string();
        match error {
            JournalError::Io { source, .. } => Self { message, ..Self::from(source) },
            JournalError::Newer { .. } => Self::new(FailureKind::Environment, message).hint("use the newer version of specwave"),
            JournalError::Damaged { .. } | JournalError::Hole { .. } => Self::new(FailureKind::Environment, message)
                .hint("the run cannot be gone on with, and the folder stays as it is: start it again with `specwave run`"),
            JournalError::Poisoned { .. } => {
                Self::new(FailureKind::Environment, message).hint("`specwave resume` goes on with the run")
            }
        }
    }
}
