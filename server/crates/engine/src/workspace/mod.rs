//! The trees of a run: what the user sees, what each Attempt works in, what has been integrated.
//!
//! A bare repository of our own holds all of them. A [`Workspace`] is a plain folder without `.git`; what was
//! changed in it is read from outside, with an index that is out of the Task's reach.

mod branch;
mod capture;
mod checkout;
mod git;
mod integrate;
mod merge;
mod patch;
mod repository;
mod requirements;
mod scratch;
mod snapshot;
mod tree;

pub(crate) use branch::{Branch, Portion};
pub use capture::{Capture, NotTaken, Reason};
pub use checkout::Workspace;
pub(crate) use checkout::{files_of, remove_folder};
pub use git::require_git;
pub use integrate::Merged;
pub(crate) use merge::MergedFile;
pub use patch::ChangedFile;
pub use repository::Repository;
pub use tree::{Entry, MadeFile, TreeId};
