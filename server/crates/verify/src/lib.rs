//! Go code held against the specification it was made from: where each declared thing is implemented, and where the
//! two have drifted apart.

mod code;
mod drift;
mod links;

use specwave_plan::module::ModuleFacts;
use specwave_plan::{Layout, contract};
use specwave_source::{Finding, LineIndex, Rule};
use specwave_spec::model::Spec;

pub use code::{Code, GoFile, Place, Route};
pub use links::{EndpointLink, GoType, Links, TypeLink};

/// Everything that is noticed about a specification: what its rules find, what planning infers or refuses, and where it
/// and `code` have drifted apart. In the order of the text.
#[must_use]
pub fn check(spec: &Spec, text: &str, code: &Code) -> Vec<Finding> {
    let mut findings = specwave_plan::check(spec, text);
    if spec.recognised && code.go_files().next().is_some() {
        let contract = contract::compute(spec, text, &ModuleFacts::default(), &Layout::default()).contract;
        findings.extend(drift::drift(spec, &contract, &LineIndex::new(text), code));
        findings.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
    }
    findings
}

/// Every rule there is, by code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    specwave_plan::rules().chain(drift::rules())
}
