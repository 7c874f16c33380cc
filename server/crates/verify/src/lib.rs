//! Go code by itself, and held against the specification it was made from: what breaks the layout, where each declared
//! thing is implemented, and where the two have drifted apart.

mod agreed;
mod back;
mod code;
mod drift;
mod layout;
mod links;
mod types;

use specwave_plan::module::ModuleFacts;
use specwave_plan::{Config, contract};
use specwave_source::{Finding, Rule, Sources};
use specwave_spec::model::Spec;

pub use agreed::{Agreed, Asked, Lack, agreed, asked_at, lacks};
pub use back::Specified;
pub use code::{Code, GoFile, Place, Route};
pub use layout::{Folder, Judged, Known, Tree, Verified, verify};
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
    if spec.recognised && code.go_files().next().is_some() {
        findings.extend(drift_of(spec, sources, code, config));
    }
    findings.extend(specwave_plan::findings_of_folder(spec, sources));
    specwave_plan::reported(spec, sources, findings, config)
}

/// Where `spec` and `code` have drifted apart, and nothing else. In the order of the text.
#[must_use]
pub fn drifted(spec: &Spec, sources: &Sources, code: &Code, config: &Config) -> Vec<Finding> {
    specwave_plan::reported_of_some(spec, sources, drift_of(spec, sources, code, config), config)
}

fn drift_of(spec: &Spec, sources: &Sources, code: &Code, config: &Config) -> Vec<Finding> {
    let contract = contract::compute(spec, sources.text(), &ModuleFacts::default(), &config.layout).contract;
    drift::drift(spec, &contract, sources.lines(), code)
}

/// Every rule there is, by code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    specwave_plan::rules().chain(drift::rules()).chain(layout::rules())
}

#[cfg(test)]
mod tests {
    use super::{drift, layout};

    #[test]
    fn settings_know_the_rules_about_code() {
        let drift: Vec<_> = drift::rules().map(|rule| (rule.code, rule.name)).collect();
        assert_eq!(drift, specwave_plan::DRIFT_RULES);
        let layout: Vec<_> = layout::rules().map(|rule| (rule.code, rule.name)).collect();
        assert_eq!(layout, specwave_plan::LAYOUT_RULES);
        let all: Vec<_> = drift::rules().chain(layout::rules()).collect();
        assert_eq!(specwave_source::rule::problems_of(&all), [""; 0]);
    }
}
