//! The Go of the first wave: written for the corpus and for odd specs, then built, vetted, formatted and tested by Go.

#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]

mod support;

use specwave_plan::contract::{Body, Contract};

use support::{Module, contract_of, specs};

/// The roles that write the domain.
const ROLES: &[&str] = &["value_designer", "domain_expert", "event_architect", "repository_designer", "domain_tester"];

/// Writes the domain of `contract` and lets Go build, vet, format and test it; returns the coverage of each package.
fn check(name: &str, contract: &Contract) -> Vec<(String, f64)> {
    let module = Module::write(name, contract, ROLES);
    module.build();
    module.test(&["./..."])
}

/// How many operations of entities and repositories a contract has that the spec declares, and how many of them are
/// explicit refusals.
fn share(contract: &Contract) -> (usize, Vec<String>) {
    let refused = |owner: &str, name: &str, refused: bool| refused.then(|| format!("{owner}.{name}"));
    let methods = contract.entities.iter().flat_map(|entity| {
        entity.methods.iter().map(|method| refused(&entity.name, &method.name, matches!(method.body, Body::NotImplemented(_))))
    });
    let operations = contract.repositories.iter().flat_map(|repository| {
        let declared = repository.operations.iter().filter(|operation| operation.origin.inferred.is_none());
        declared.map(|operation| refused(&repository.name, &operation.name, matches!(operation.body, Body::NotImplemented(_))))
    });
    let all: Vec<Option<String>> = methods.chain(operations).collect();
    (all.len(), all.into_iter().flatten().collect())
}

#[test]
fn the_domain_of_real_specs_builds_and_is_covered() {
    let mut failures = Vec::new();
    for (name, text) in specs() {
        let contract = contract_of(&text);
        let (total, refused) = share(&contract);
        let result = std::panic::catch_unwind(|| check(&name, &contract));
        println!("{name}: {} of {total} operations not implemented: {refused:?}", refused.len());
        match result {
            Ok(covered) => {
                for (package, percent) in covered {
                    println!("    {percent:5.1} % {package}");
                    if percent < 95.0 {
                        failures.push(format!("{name}: {percent} % of {package}"));
                    }
                }
            }
            Err(_) => failures.push(format!("{name}: Go refuses it")),
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Specs that are odd in one way each, or in several.
const ODD: &[(&str, &str)] = &[
    ("nothing", include_str!("fixtures/odd_domains/nothing.md")),
    ("keywords", include_str!("fixtures/odd_domains/keywords.md")),
    ("shapes", include_str!("fixtures/odd_domains/shapes.md")),
    ("names", include_str!("fixtures/odd_domains/names.md")),
    ("tables", include_str!("fixtures/odd_domains/tables.md")),
];

#[test]
fn the_domain_of_odd_specs_builds() {
    for (name, text) in ODD {
        let contract = contract_of(text);
        let covered = check(name, &contract);
        let (total, refused) = share(&contract);
        println!("{name}: {} of {total} operations not implemented: {refused:?}", refused.len());
        for (package, percent) in covered {
            println!("    {percent:5.1} % {package}");
            assert!(percent >= 90.0, "{name}: {percent} % of {package}");
        }
    }
}
