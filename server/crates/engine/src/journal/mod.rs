//! The journal of a run: JSON lines, one [`Record`] each, appended and synced before a decision is carried out.
//!
//! A crash can tear only the end of the last line. A reader leaves out a last line without its line break;
//! whoever opens the journal to append cuts it off. Anything else that is wrong is damage and said to be so.

mod follow;
mod read;
mod record;
mod write;

pub use follow::Follower;
pub use read::{Reader, parse, read};
pub use record::{FORMAT_VERSION, JournalError, Record};
pub use write::{Journal, Log, wall_clock_ms};
