//! Carry the scheduler's commands out.

mod dispatcher;
pub(crate) mod local;
pub mod simulated;

pub use dispatcher::{DispatchError, Dispatcher, Step};
