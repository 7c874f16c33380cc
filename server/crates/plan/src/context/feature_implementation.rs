//! `feature-implementation.yaml`: the keys of the reference design, then the contract.

use serde::Serialize;

use crate::config::Thresholds;
use crate::contract::{Contract, Target, Topic, ValueKind};
use crate::yaml;

#[derive(Serialize)]
struct FeatureImplementation<'a> {
    feature_overview: Overview<'a>,
    technical_requirements: Requirements<'a>,
    quality_targets: Targets,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'a Contract>,
}

#[derive(Serialize)]
struct Overview<'a> {
    name: &'a str,
    domain: &'a str,
    priority: &'a str,
}

#[derive(Serialize)]
struct Requirements<'a> {
    entities: Vec<&'a str>,
    value_objects: Vec<&'a str>,
    services: Vec<&'a str>,
    apis: Vec<String>,
    repositories: Vec<&'a str>,
}

#[derive(Serialize)]
struct Targets {
    performance: Vec<String>,
    security: Vec<String>,
    compliance: Vec<String>,
    testing: Vec<String>,
}

/// The shared context of a feature as YAML; `thresholds` are those of the run's quality level.
///
/// # Errors
/// When the contract holds a number that YAML cannot write.
pub fn feature_implementation(contract: &Contract, thresholds: Thresholds) -> Result<String, serde_norway::Error> {
    yaml::to_string(&FeatureImplementation { contract: Some(contract), ..overview(contract, thresholds) })
}

/// The same without the contract.
pub(crate) fn feature_overview(contract: &Contract, thresholds: Thresholds) -> Result<String, serde_norway::Error> {
    yaml::to_string(&overview(contract, thresholds))
}

fn overview(contract: &Contract, thresholds: Thresholds) -> FeatureImplementation<'_> {
    let feature = &contract.feature;
    FeatureImplementation {
        feature_overview: Overview { name: &feature.name, domain: &feature.domain, priority: &feature.priority },
        technical_requirements: requirements(contract),
        quality_targets: Targets {
            performance: contract.targets.iter().map(performance).collect(),
            security: contract.security.iter().flat_map(requirements_of).collect(),
            compliance: contract.compliance.iter().flat_map(requirements_of).collect(),
            testing: testing(thresholds),
        },
        contract: None,
    }
}

fn requirements(contract: &Contract) -> Requirements<'_> {
    // Support types come with the program; nobody asked for them.
    let designed = contract.values.iter().filter(|value| value.kind != ValueKind::Support);
    Requirements {
        entities: contract.entities.iter().map(|entity| entity.name.as_str()).collect(),
        value_objects: designed.map(|value| value.name.as_str()).collect(),
        services: contract.services.iter().map(|service| service.name.as_str()).collect(),
        apis: contract.endpoints.iter().map(|endpoint| format!("{} {}", endpoint.method, endpoint.path)).collect(),
        repositories: contract.repositories.iter().map(|repository| repository.name.as_str()).collect(),
    }
}

/// `Consent check < 50 ms (p99)`
fn performance(target: &Target) -> String {
    let Target { subject, comparator, value, unit, percentile, .. } = target;
    let figure = format!("{subject} {comparator} {value} {unit}");
    if percentile.is_empty() { figure.trim_end().to_owned() } else { format!("{} ({percentile})", figure.trim_end()) }
}

/// `TCPA: explicit consent is recorded`; only the name where nothing is said about it.
fn requirements_of(topic: &Topic) -> Vec<String> {
    if topic.requirements.is_empty() {
        return vec![topic.name.clone()];
    }
    topic.requirements.iter().map(|requirement| format!("{}: {requirement}", topic.name)).collect()
}

fn testing(thresholds: Thresholds) -> Vec<String> {
    let target = |what: &str, percent: f64| (percent > 0.0).then(|| format!("coverage of {what} >= {percent} %"));
    let targets = [target("the whole module", thresholds.coverage_total), target("the domain", thresholds.coverage_domain)];
    targets.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::feature_implementation;
    use crate::contract::{Contract, Target, Topic};
    use crate::{Config, Quality, fixtures};

    #[test]
    fn the_keys_are_those_of_the_reference_design_in_its_order() {
        let mut contract = fixtures::contract();
        contract.targets = vec![Target {
            subject: "Consent check".into(),
            comparator: "<".into(),
            value: 50.0,
            unit: "ms".into(),
            percentile: "p99".into(),
            line: 9,
        }];
        contract.compliance = vec![Topic { name: "TCPA".into(), requirements: vec!["consent is recorded".into()], line: 9 }];
        let yaml = feature_implementation(&contract, Config::default().gates.of(Quality::Production)).unwrap();
        let top: Vec<&str> = yaml.lines().filter(|line| line.ends_with(':') && !line.starts_with([' ', '-'])).collect();
        assert_eq!(top, ["feature_overview:", "technical_requirements:", "quality_targets:", "contract:"]);

        let value: serde_json::Value = serde_norway::from_str(&yaml).unwrap();
        assert_eq!(value["feature_overview"]["domain"], "consent");
        assert_eq!(value["technical_requirements"]["repositories"][0], "ConsentRepository");
        assert_eq!(value["quality_targets"]["performance"][0], "Consent check < 50 ms (p99)");
        assert_eq!(value["quality_targets"]["compliance"][0], "TCPA: consent is recorded");
        assert_eq!(value["quality_targets"]["testing"][1], "coverage of the domain >= 95 %");
        let back: Contract = serde_json::from_value(value["contract"].clone()).unwrap();
        assert_eq!(back, contract);
    }
}
