//! The whole module: all twenty roles write for real and odd specs, and Go builds, vets and tests what they wrote.

mod support;

use support::{Module, contract_of, specs};

/// All roles of Waves 1 to 4.
const ROLES: &[&str] = &[
    "value_designer",
    "domain_expert",
    "event_architect",
    "repository_designer",
    "domain_tester",
    "repository_builder",
    "migration_engineer",
    "query_optimizer",
    "cache_builder",
    "event_publisher",
    "service_orchestrator",
    "dto_designer",
    "integration_coordinator",
    "compliance_enforcer",
    "performance_optimizer",
    "api_builder",
    "api_tester",
    "security_auditor",
    "documentation_writer",
    "quality_validator",
];

/// Specs that are odd in a way that an API has to bear, and those that are odd for what lies behind it.
const ODD: &[(&str, &str)] = &[
    ("odd-endpoints", include_str!("fixtures/odd_endpoints.md")),
    ("odd-operations", include_str!("fixtures/odd_operations.md")),
    ("keywords", include_str!("fixtures/odd_domains/keywords.md")),
    ("names", include_str!("fixtures/odd_domains/names.md")),
    ("nothing", include_str!("fixtures/odd_domains/nothing.md")),
    ("shapes", include_str!("fixtures/odd_domains/shapes.md")),
    ("tables", include_str!("fixtures/odd_domains/tables.md")),
];

/// The share of statements that tests have to reach, in percent.
const COVERAGE: f64 = 80.0;

#[test]
fn the_module_of_odd_specs_passes_its_tests() {
    for (name, text) in ODD {
        check(name, text);
    }
}

#[test]
fn the_module_of_real_specs_passes_its_tests() {
    for (name, text) in specs() {
        check(&name, &text);
    }
}

fn check(name: &str, text: &str) {
    let module = Module::write(name, &contract_of(text), ROLES);
    module.build();
    let total = module.total_coverage();
    assert!(total >= COVERAGE, "{name}: the tests reach {total} % of the statements");
}
