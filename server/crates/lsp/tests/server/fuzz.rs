//! Whatever a client sends: every request is answered, nothing in the server panics, and what the server knows in the end
//! is what one knows that has just started and opened the same texts.
//!
//! `SPECWAVE_FUZZ_SECONDS=600 cargo test -p specwave-lsp fuzz` tries other conversations for so long.

mod conversation;
mod panics;

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use crate::samples::share;

/// How many conversations are held before the time is looked at.
const ROUND: u32 = 16;

#[test]
fn what_the_server_knows_does_not_depend_on_what_was_said_before() {
    panics::record();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let hold = |config: ProptestConfig| {
        let held = TestRunner::new(config).run(&conversation::any(), |conversation| {
            runtime.block_on(conversation.hold());
            Ok(())
        });
        held.unwrap_or_else(|failure| panic!("{failure}"));
    };
    let Some(seconds) = std::env::var_os("SPECWAVE_FUZZ_SECONDS") else { return hold(share(6)) };
    let (begin, seconds) = (Instant::now(), seconds.to_str().and_then(|seconds| seconds.parse().ok()).unwrap());
    let mut held = 0;
    while begin.elapsed() < Duration::from_secs(seconds) {
        hold(ProptestConfig { cases: ROUND, rng_seed: RngSeed::Random, ..share(ROUND) });
        held += ROUND;
    }
    eprintln!("{held} conversations without a finding");
}
