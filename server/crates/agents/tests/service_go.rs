//! The Go of the third wave: written on top of the first wave's for real and for odd specs, then built, vetted and
//! tested by Go.

#![allow(clippy::unwrap_used, reason = "what cannot be set up fails the test")]
#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]

mod support;

use std::fs;
use std::path::Path;

use support::{Module, contract_of, specs};

/// The roles that the third wave's code is built on, and its own.
const ROLES: &[&str] = &[
    "value_designer",
    "domain_expert",
    "event_architect",
    "repository_designer",
    "service_orchestrator",
    "dto_designer",
    "integration_coordinator",
    "compliance_enforcer",
    "performance_optimizer",
];

/// Least coverage of the packages that the third wave writes, in percent.
const LEAST: f64 = 85.0;

/// Specs of other businesses, and specs whose services are odd: none, endpoints without anything behind them, every verb,
/// signatures of every kind.
fn fixtures() -> Vec<(String, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan/tests/fixtures");
    let folders = ["features", "services"].map(|folder| fs::read_dir(dir.join(folder)).unwrap());
    let paths = folders.into_iter().flatten().map(|entry| entry.unwrap().path());
    let read =
        |path: std::path::PathBuf| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
    let mut fixtures: Vec<(String, String)> = paths.map(read).collect();
    fixtures.sort();
    fixtures
}

#[test]
fn the_services_of_real_and_odd_specs_build_and_are_covered() {
    let mut failures = Vec::new();
    for (name, text) in specs().into_iter().chain(fixtures()) {
        let contract = contract_of(&text);
        let module = Module::write(&name, &contract, ROLES);
        let packages: Vec<String> = ["service", "rest"]
            .iter()
            .filter_map(|key| contract.package(key).map(|package| format!("./{}", package.dir)))
            .filter(|dir| !contract.dtos.is_empty() || !dir.ends_with("rest"))
            .collect();
        let packages: Vec<&str> = packages.iter().map(String::as_str).collect();
        let covered = std::panic::catch_unwind(|| {
            module.build();
            module.test(&packages)
        });
        match covered {
            Ok(covered) => {
                for (package, percent) in covered {
                    println!("{percent:5.1} % {package}");
                    if percent < LEAST {
                        failures.push(format!("{name}: {percent} % of {package}"));
                    }
                }
            }
            Err(_) => failures.push(format!("{name}: Go refuses it")),
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
