//! Rules: what can be wrong with a specification, one file per rule.

mod prose;
mod rule;
mod similar;

mod colliding_routes;
mod duplicate_endpoint;
mod duplicate_name;
mod endpoint_without_verb;
mod entity_without_repository;
mod invalid_go;
mod invalid_sql;
mod invalid_yaml;
mod misplaced_path;
mod missing_acceptance;
mod missing_domain;
mod missing_name;
mod nested_fence;
mod no_entities;
mod not_a_feature_spec;
mod placeholder_text;
mod target_without_percentile;
mod target_without_unit;
mod too_many_dependencies;
mod unclosed_fence;
mod undeclared_dependency;
mod undefined_type;
mod unknown_entity;
mod unknown_priority;
mod vague_words;

use specwave_source::{Finding, LineIndex};

pub use rule::{Explanation, Rule};

use crate::model::Spec;
use rule::Reporter;

/// Every rule, by code.
pub const ALL: &[Rule] = &[
    not_a_feature_spec::RULE,
    missing_name::RULE,
    missing_domain::RULE,
    unknown_priority::RULE,
    missing_acceptance::RULE,
    placeholder_text::RULE,
    unclosed_fence::RULE,
    nested_fence::RULE,
    no_entities::RULE,
    duplicate_name::RULE,
    undefined_type::RULE,
    unknown_entity::RULE,
    entity_without_repository::RULE,
    too_many_dependencies::RULE,
    undeclared_dependency::RULE,
    duplicate_endpoint::RULE,
    endpoint_without_verb::RULE,
    colliding_routes::RULE,
    invalid_yaml::RULE,
    invalid_go::RULE,
    invalid_sql::RULE,
    misplaced_path::RULE,
    target_without_unit::RULE,
    target_without_percentile::RULE,
    vague_words::RULE,
];

/// Codes of the rules whose findings stop a run: no feature specification, no name, no domain.
const STOPS: [&str; 3] = ["SW101", "SW102", "SW103"];

/// What a rule looks at.
pub(crate) struct Subject<'spec> {
    /// The model of the text.
    pub(crate) spec: &'spec Spec,
    /// The text itself.
    pub(crate) text: &'spec str,
    /// Its lines.
    pub(crate) lines: LineIndex,
}

/// The findings of all rules on a specification, in the order of the text.
///
/// A text that is no feature specification has that one finding only: every other would follow from it.
#[must_use]
pub fn check(spec: &Spec, text: &str) -> Vec<Finding> {
    let subject = Subject { spec, text, lines: LineIndex::new(text) };
    let rules = if spec.recognised { ALL } else { &ALL[..1] };
    let mut findings = Vec::new();
    for rule in rules {
        (rule.check)(&subject, &mut Reporter::new(rule, &mut findings));
    }
    findings.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
    findings
}

/// What a specification lacks so much that nothing can be built of it: findings of the first three rules.
#[must_use]
pub fn stops(spec: &Spec, text: &str) -> Vec<Finding> {
    check(spec, text).into_iter().filter(|finding| STOPS.contains(&finding.code.as_str())).collect()
}

/// The rule with the given code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_and_names_are_unique_and_in_order() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        let mut names: Vec<_> = ALL.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn the_first_rule_is_the_one_that_stops_the_others() {
        assert_eq!(ALL[0].name, "not-a-feature-spec");
    }
}
