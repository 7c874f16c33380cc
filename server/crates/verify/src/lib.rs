//! Go code held against the specification it was made from: where each declared thing is implemented, and where the
//! two have drifted apart.

mod back;
mod code;
mod drift;
mod links;

use specwave_plan::module::ModuleFacts;
use specwave_plan::{Config, contract};
use specwave_source::{Finding, LineIndex, Rule, Sources};
use specwave_spec::model::Spec;

pub use back::Specified;
pub use code::{Code, GoFile, Place, Route};
pub use links::{EndpointLink, GoType, Links, TypeLink};

/// Everything that is reported about a specification: what its rules find, what planning infers or refuses, and where it
/// and `code` have drifted apart. In the order of the text.
#[must_use]
pub fn check(spec: &Spec, sources: &Sources, code: &Code, config: &Config) -> Vec<Finding> {
    reported_with_drift(specwave_plan::findings(spec, sources.text()), spec, sources, code, config)
}

/// As [`check`], where it is known already what the specification's own rules find.
#[must_use]
pub fn check_behind(mut findings: Vec<Finding>, spec: &Spec, sources: &Sources, code: &Code, config: &Config) -> Vec<Finding> {
    findings.extend(specwave_plan::findings_of_planning(spec, sources.text()));
    reported_with_drift(findings, spec, sources, code, config)
}

fn reported_with_drift(mut findings: Vec<Finding>, spec: &Spec, sources: &Sources, code: &Code, config: &Config) -> Vec<Finding> {
    let text = sources.text();
    if spec.recognised && code.go_files().next().is_some() {
        let contract = contract::compute(spec, text, &ModuleFacts::default(), &config.layout).contract;
        findings.extend(drift::drift(spec, &contract, &LineIndex::new(text), code));
    }
    specwave_plan::reported(spec, sources, findings, config)
}

/// Every rule there is, by code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    specwave_plan::rules().chain(drift::rules())
}

#[cfg(test)]
mod tests {
    use super::drift;

    #[test]
    fn settings_know_the_rules_about_drift() {
        let rules: Vec<_> = drift::rules().map(|rule| (rule.code, rule.name)).collect();
        assert_eq!(rules, specwave_plan::DRIFT_RULES);
    }
}
