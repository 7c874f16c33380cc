//! The one door for processes.
//!
//! Whatever is not trusted (agents, gates that run a Task's code) starts under a *supervisor*: a
//! process of our own that confines its child, and that ends all which descends from it, in whatever
//! session or process group that hides. Supervisor and engine hold the two ends of one socket; when the
//! engine dies the socket closes, and the supervisor ends everything. Short tools that are trusted
//! (`git`, `go env`) are started directly, and so is what the process of a Task talks with: that is under
//! its supervisor already.

mod confinement;
mod descendants;
mod detached;
mod dialogue;
pub mod environment;
mod launch;
pub mod launcher;
mod output;
pub mod reach;
mod running;
mod supervisor;
pub mod tool;

pub use confinement::{Confinement, Gap, confinement_here};
pub(crate) use descendants::is_below_us;
pub use detached::{Detached, Handshake, start_detached};
pub use dialogue::{Dialogue, ask_to_end};
pub use launch::{Launch, Limits};
pub use reach::Reach;
pub use running::{Cause, Ended, Line, Running, Speaker, Stopper, Stream};
pub use supervisor::Excess;
