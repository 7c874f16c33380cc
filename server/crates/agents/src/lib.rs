//! What does a Task, and how a run is asked for.
//!
//! The engine knows processes only. This crate knows which program plays which agent: the built-in one is a
//! hidden subcommand of our own executable, others are programs named in `specwave.toml`. With those of them that speak the
//! Agent Client Protocol another hidden subcommand speaks it.

pub mod acp;
mod agent;
mod answers;
mod assignment;
pub mod builtin;
pub mod command;
mod known;
mod narrator;
mod order;
mod program;
mod prompt;
mod rate_limit;

pub use answers::answer;
pub use known::{KNOWN, agents_of};
pub use order::{Order, OrderError, Ordered};
