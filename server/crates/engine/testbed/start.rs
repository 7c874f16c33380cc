//! Starts a run in whatever surroundings the test has made, and says how that went.

use std::path::Path;

use specwave_engine::run::{self, RunRequest};
use specwave_plan::Plan;

pub(crate) fn main(request: &Path) {
    let (request, plan): (RunRequest, Plan) = serde_json::from_slice(&std::fs::read(request).unwrap()).unwrap();
    match run::start(&request, &plan) {
        Ok(handle) => println!("started {}", handle.directory.id()),
        Err(failure) => println!("{:?}: {}\n{}", failure.kind, failure.message, failure.hint),
    }
}
