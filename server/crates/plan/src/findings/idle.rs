//! Roles and waves that a feature leaves without work.

use specwave_source::{Finding, LineIndex};
use specwave_spec::model::Spec;

use super::rules::{EMPTY_WAVE, IDLE_ROLE};
use super::title;
use crate::contract::Contract;
use crate::{Plan, Task};

/// Roles that work on one kind of item of the contract, what it is called, and whether there is none.
type Work = (&'static [&'static str], &'static str, fn(&Contract) -> bool);
const WORK: &[Work] = &[
    (&["event_architect", "event_publisher"], "event", |contract| contract.events.is_empty()),
    (&["repository_designer", "repository_builder", "query_optimizer", "cache_builder"], "repository", |contract| {
        contract.repositories.is_empty()
    }),
    (&["migration_engineer"], "table", |contract| contract.tables.is_empty()),
    (&["dto_designer"], "DTO", |contract| contract.dtos.is_empty()),
    (&["api_builder", "api_tester"], "endpoint", |contract| contract.endpoints.is_empty()),
];

/// One finding for each wave without work, and one for the roles without work in the others.
pub(crate) fn idle(plan: &Plan, spec: &Spec, text: &str, lines: &LineIndex) -> Vec<Finding> {
    // A list of tasks leaves everything without work.
    if spec.is_only_a_part() && spec.entities.is_empty() && spec.services.is_empty() {
        return Vec::new();
    }
    let place = title(spec, text, lines);
    let missing = |task: &Task| {
        let work = WORK.iter().find(|(roles, _, _)| roles.contains(&task.role.0.as_str()));
        work.filter(|(_, _, is_missing)| is_missing(&plan.contract)).map(|(_, item, _)| *item)
    };
    let is_empty = |wave: u8| plan.tasks.iter().filter(|task| task.wave == wave).all(|task| missing(task).is_some());
    let last = plan.tasks.iter().map(|task| task.wave).max().unwrap_or_default();
    let empty: Vec<u8> = (1..=last).filter(|wave| is_empty(*wave)).collect();
    let waves = empty.iter().map(|wave| {
        let message = format!("Wave {wave} has nothing to build: the contract has no repository, no table and no event");
        EMPTY_WAVE.finding(place, message)
    });
    let others = plan.tasks.iter().filter(|task| !empty.contains(&task.wave));
    let idle: Vec<(&str, &str)> = others.filter_map(|task| Some((task.title.as_str(), missing(task)?))).collect();
    let mut items: Vec<&str> = Vec::new();
    for (_, item) in &idle {
        if !items.contains(item) {
            items.push(item);
        }
    }
    let verb = if idle.len() == 1 { "has" } else { "have" };
    let named = listed(idle.iter().map(|(role, _)| format!("the {role}")));
    let lacked = listed(items.iter().map(|item| format!("no {item}")));
    let message = format!("{named} {verb} little to do: the contract has {lacked}");
    let roles = (!idle.is_empty()).then(|| IDLE_ROLE.finding(place, message));
    waves.chain(roles).collect()
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.concat(),
    }
}
