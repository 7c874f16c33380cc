//! What the quality report says: taken from the contract, and from the files that the other roles write for it.

mod operations;
mod traces;
mod works;

pub(super) use operations::{inferred, open_operations, owners, totals_of_operations};
pub(super) use traces::Traces;
pub(super) use works::{Work, works};
