//! `wave-execution-plan.md`: dependency map, parallelisation, plan.

use minijinja::{Value, value::Serde};
use serde::Serialize;

use crate::contract::Contract;
use crate::render::duration;
use crate::{Catalog, Mode, NeedKind, Plan, PlanError, Task, findings, templates};

const TEMPLATE: &str = include_str!("../../catalog/context/wave-execution-plan.md.j2");

#[derive(Serialize)]
struct Scope<'a> {
    contract: &'a Contract,
    mode: Mode,
    jobs: usize,
    tasks: Vec<Row<'a>>,
    components: Vec<Component<'a>>,
    pairs: usize,
    critical_path: Vec<&'a str>,
    critical_time: String,
    estimates: Vec<EstimateRow>,
    waves: Vec<WaveTasks<'a>>,
    inferred: Vec<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    wave: u8,
    title: &'a str,
    code: Vec<&'a str>,
    contract: Vec<&'a str>,
}

#[derive(Serialize)]
struct Component<'a> {
    name: &'a str,
    package: &'a str,
    owner: &'a str,
}

#[derive(Serialize)]
struct EstimateRow {
    mode: Mode,
    elapsed: String,
    speedup: String,
}

#[derive(Serialize)]
struct WaveTasks<'a> {
    number: usize,
    title: &'a str,
    tasks: Vec<&'a Task>,
}

/// The plan as the Foundation Analyst hands it over, in Markdown.
///
/// # Errors
/// When the catalog cannot be used.
pub fn wave_execution_plan(plan: &Plan, mode: Mode, jobs: usize) -> Result<String, PlanError> {
    let catalog = Catalog::builtin()?;
    let path = plan.critical_path();
    let scope = Scope {
        contract: &plan.contract,
        mode,
        jobs,
        tasks: plan.tasks.iter().map(|task| row(task, plan)).collect(),
        components: components(plan),
        pairs: plan.pairs_that_can_run_together(mode),
        critical_path: path.iter().map(|task| task.title.as_str()).collect(),
        critical_time: duration(path.iter().map(|task| task.estimate_seconds).sum()),
        estimates: Mode::ALL.into_iter().map(|mode| estimate(plan, mode, jobs)).collect(),
        waves: waves(plan, catalog),
        inferred: findings::inferred_messages(&plan.contract),
    };
    let rendered = templates::environment().and_then(|environment| environment.render_str(TEMPLATE, Value::from(Serde(&scope))));
    rendered.map_err(|error| PlanError::Template { task: "foundation_analyst".into(), part: "plan", message: error.to_string() })
}

fn row<'a>(task: &'a Task, plan: &'a Plan) -> Row<'a> {
    let titles = |kind| {
        let needs = task.needs.iter().filter(move |need| need.kind == kind);
        needs.filter_map(|need| plan.task(&need.task)).map(|task| task.title.as_str()).collect()
    };
    let mut code: Vec<&str> = titles(NeedKind::Code);
    if code.len() + 1 == plan.tasks.len() {
        code = vec!["all others"];
    }
    Row { wave: task.wave, title: &task.title, code, contract: titles(NeedKind::Contract) }
}

/// Entities, values, events, repositories, services and endpoints with the Task that makes them.
fn components(plan: &Plan) -> Vec<Component<'_>> {
    let contract = &plan.contract;
    let values = contract.values.iter().map(|value| ("value", value.name.as_str(), value.package.as_str()));
    let entities = contract.entities.iter().map(|entity| ("entity", entity.name.as_str(), "domain"));
    let events = contract.events.iter().map(|event| ("event", event.name.as_str(), "domain"));
    let repositories = contract.repositories.iter().map(|repository| ("repository", repository.name.as_str(), "domain"));
    let services = contract.services.iter().map(|service| ("service", service.name.as_str(), "service"));
    let endpoints = contract.endpoints.iter().map(|endpoint| ("endpoint", endpoint.handler.as_str(), "rest"));
    let all = values.chain(entities).chain(events).chain(repositories).chain(services).chain(endpoints);
    all.map(|(kind, name, key)| Component {
        name,
        package: contract.package(key).map_or(key, |package| package.dir.as_str()),
        owner: owner(kind, plan),
    })
    .collect()
}

fn owner<'a>(kind: &str, plan: &'a Plan) -> &'a str {
    let role = Contract::owner_of_kind(kind);
    plan.tasks.iter().find(|task| Some(&task.role) == role.as_ref()).map_or("", |task| &task.title)
}

fn estimate(plan: &Plan, mode: Mode, jobs: usize) -> EstimateRow {
    let estimate = plan.estimate(mode, jobs);
    EstimateRow { mode, elapsed: duration(estimate.elapsed_seconds), speedup: format!("{:.1}", estimate.speedup()) }
}

fn waves<'a>(plan: &'a Plan, catalog: &'a Catalog) -> Vec<WaveTasks<'a>> {
    let of = |number: usize| plan.tasks.iter().filter(|task| usize::from(task.wave) == number).collect();
    let waves = catalog.waves.iter().enumerate();
    waves.map(|(number, wave)| WaveTasks { number, title: &wave.title, tasks: of(number) }).collect()
}

#[cfg(test)]
mod tests {
    use super::wave_execution_plan;
    use crate::{Catalog, Mode, Plan, fixtures};

    #[test]
    fn the_plan_reads_like_this() {
        let plan = Plan::new(fixtures::contract(), Catalog::builtin().unwrap(), Mode::Adaptive).unwrap();
        insta::assert_snapshot!(wave_execution_plan(&plan, Mode::Adaptive, 10).unwrap());
    }
}
