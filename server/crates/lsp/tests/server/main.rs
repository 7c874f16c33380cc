//! The server in this process, over a pair of pipes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_input;
mod client;
mod features;
mod fuzz;
mod markers;
mod offered;
mod requests;
#[path = "../../../spec/tests/support/samples.rs"]
mod samples;
mod typing;
