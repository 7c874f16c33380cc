//! The files of the performance optimizer: latency budgets with their recorder, and benchmarks of the hot paths.

use serde::Serialize;
use serde_json::json;
use specwave_plan::contract::{Contract, Target};

use crate::builtin::File;
use crate::builtin::go_text::go_string;
use crate::builtin::go_values;
use crate::builtin::renderer::{RenderError, Renderer, go_type};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let Some(package) = contract.package("service") else { return Ok(Vec::new()) };
    let context = json!({
        "budgets": contract.targets.iter().filter_map(Budget::new).collect::<Vec<_>>(),
        "targets": contract.targets.iter().map(Target::in_words).collect::<Vec<_>>(),
        "entities": contract.entities.iter().map(|entity| Subject::new(contract, &entity.name)).collect::<Vec<_>>(),
    });
    ["latency_budget", "latency_budget_test", "benchmark_test"]
        .into_iter()
        .map(|name| {
            let text = renderer.go(&format!("performance_optimizer/{name}.go.j2"), "service", &context)?;
            Ok(File::new(format!("{}/{name}.go", package.dir), text))
        })
        .collect()
}

/// A target that limits a duration.
#[derive(Debug, Serialize)]
struct Budget {
    operation: String,
    microseconds: u64,
    percentile: f64,
}

impl Budget {
    /// `None` for rates, shares and throughput, and for limits that no clock can tell.
    fn new(target: &Target) -> Option<Self> {
        let microseconds_per_unit = match target.unit.as_str() {
            "us" | "µs" => 1.0,
            "ms" => 1e3,
            "s" => 1e6,
            "min" => 60e6,
            _ => return None,
        };
        let limit = target.value * microseconds_per_unit;
        let is_limit = target.comparator.starts_with('<') && (1.0..=86_400e6).contains(&limit);
        // A target without a percentile is meant for nearly every call.
        let percentile =
            target.percentile.trim_start_matches(['p', 'P']).parse().ok().filter(|share| *share > 0.0 && *share <= 100.0);
        is_limit.then(|| Self {
            operation: go_string(&target.subject),
            microseconds: limit.round() as u64,
            percentile: percentile.unwrap_or(99.0),
        })
    }
}

/// An entity whose checks are on every path.
#[derive(Debug, Serialize)]
struct Subject {
    name: String,
    sample: String,
    /// Go type of the entity's query specification; empty for one that is stored in another.
    query: String,
}

impl Subject {
    fn new(contract: &Contract, name: &str) -> Self {
        let query = contract.repositories.iter().find(|repository| repository.entity == name).map(|found| &found.query.name);
        Self {
            name: name.to_owned(),
            sample: go_values::sample(contract, "service", &format!("*domain.{name}"), 1),
            query: query.map(|query| go_type(contract, "service", &format!("domain.{query}"))).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use specwave_plan::contract::Target;

    use super::Budget;

    fn target(comparator: &str, value: f64, unit: &str, percentile: &str) -> Target {
        let text = |text: &str| text.to_owned();
        Target {
            subject: text("Lookup"),
            comparator: text(comparator),
            value,
            unit: text(unit),
            percentile: text(percentile),
            line: 1,
        }
    }

    #[test]
    fn only_limits_of_durations_are_budgets() {
        let of = |target: Target| Budget::new(&target).map(|budget| (budget.microseconds, budget.percentile));
        assert_eq!(of(target("<", 0.5, "ms", "p95")), Some((500, 95.0)));
        assert_eq!(of(target("<", 2.0, "s", "")), Some((2_000_000, 99.0)));
        for other in [
            target(">", 95.0, "%", ""),
            target(">=", 1000.0, "checks/s", ""),
            target("=", 1.0, "ms", ""),
            target("<", 0.0, "ms", ""),
        ] {
            assert_eq!(of(other), None);
        }
    }
}
