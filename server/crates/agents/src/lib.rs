//! What does a Task: the built-in agent.

pub mod builtin;
