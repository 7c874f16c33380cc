//! Runs: processes of their own, each with a directory, a journal, and a socket.
//!
//! Whoever wants a run calls [`start`], which comes back with the run's id as soon as the run process has made its
//! journal; from then on the journal tells everything, and [`cancel`] is all that can be asked of it. Closing the
//! program that started a run does not end the run.

mod context_files;
mod control;
mod directory;
mod drive;
mod last_words;
mod lock;
mod record;
mod requests;
mod start;

pub(crate) use context_files::ProgressFile;
pub use control::Request;
pub use directory::{RunDirectory, latest, named, runs};
pub use drive::{SUBCOMMAND, drive_main};
pub use lock::{Holder, holder};
pub use record::{AgentCommand, RunRecord, RunRequest};
pub use requests::{Status, Undone, cancel, pause, status, undo, unpause};
pub use start::{RunHandle, resume, start};
