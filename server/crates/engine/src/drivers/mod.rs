//! Carry the scheduler's commands out.

mod dispatcher;
pub mod simulated;

pub use dispatcher::{DispatchError, Dispatcher, Step};
