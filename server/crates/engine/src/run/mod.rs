//! Runs: processes of their own, each with a directory, a journal, and a socket.
//!
//! Whoever wants a run calls [`start`], which comes back with the run's id as soon as the run process has made its
//! journal; from then on the journal tells everything, and [`cancel`] is all that can be asked of it. Closing the
//! program that started a run does not end the run.

mod again;
mod context_files;
mod control;
mod diff;
mod directory;
mod drive;
mod garbage;
mod last_words;
mod lock;
mod lost;
mod record;
mod requests;
mod specification;
mod start;

pub use again::{Retry, Which};
pub(crate) use context_files::ProgressFile;
pub use control::Request;
pub use diff::{TaskDiff, diff};
pub use directory::{RunDirectory, latest, named, readable_runs, runs};
pub use drive::{SUBCOMMAND, drive_main};
pub use garbage::{Collected, Unneeded, collect_garbage};
pub use lock::{Holder, holder};
pub use record::{AgentCommand, RunRecord, RunRequest};
pub use requests::{Status, Undone, answer, cancel, pause, status, undo, unpause};
pub use specification::{SpecLine, Specification};
pub use start::{RunHandle, resume, retry, start};
