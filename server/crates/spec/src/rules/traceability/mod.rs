//! Rules about the links between requirements, stories and tasks.

use crate::rules::check::rules;

mod numbers;
mod places;

rules![
    unknown_requirement,
    unknown_task,
    duplicate_number,
    gap_in_numbers,
    requirement_without_task,
    task_without_requirement,
    story_without_scenario,
    unmeasurable_success,
];
