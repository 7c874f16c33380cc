//! A plan as JSON.

use serde_json::{Value, json as object};

use crate::{Mode, Plan, TaskId};

/// The plan with its contract, its critical path and its estimates; `mode` is the one that was asked for.
#[must_use]
pub fn json(plan: &Plan, mode: Mode, jobs: usize) -> Value {
    let estimates: Vec<Value> = Mode::ALL.into_iter().map(|mode| estimate(plan, mode, jobs)).collect();
    let critical_path: Vec<&TaskId> = plan.critical_path().into_iter().map(|task| &task.id).collect();
    object!({
        "mode": mode,
        "jobs": jobs,
        "tasks": plan.tasks,
        "critical_path": critical_path,
        "estimates": estimates,
        "contract": plan.contract,
    })
}

fn estimate(plan: &Plan, mode: Mode, jobs: usize) -> Value {
    let estimate = plan.estimate(mode, jobs);
    object!({
        "mode": mode,
        "work_seconds": estimate.work_seconds,
        "elapsed_seconds": estimate.elapsed_seconds,
        "work_by_elapsed": (estimate.speedup() * 10.0).round() / 10.0,
        "slots": estimate.slots,
    })
}
