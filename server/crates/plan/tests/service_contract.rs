//! The service part of the contract for the corpus, where it is there, and for the examples.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specwave_plan::Layout;
use specwave_plan::contract::{Body, Contract, compute};
use specwave_plan::module::ModuleFacts;

/// Most operations, in percent of a spec's, that may end without a body.
const MOST_NOT_IMPLEMENTED: usize = 20;

fn specs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let mut specs = Vec::new();
    for dir in [root.join("docs/examples"), root.join("../shared/corpus/dce")] {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        specs.extend(entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    specs.sort();
    specs
}

fn contract(path: &Path) -> Contract {
    let text = std::fs::read_to_string(path).unwrap();
    let spec = specwave_spec::parse(&text);
    compute(&spec, &text, &ModuleFacts::default(), &Layout::default()).contract
}

#[test]
fn few_operations_end_without_a_body() {
    let mut report = String::new();
    let mut failed = false;
    for path in specs() {
        let contract = contract(&path);
        let mut without = Vec::new();
        let mut total = 0;
        for entity in &contract.entities {
            for method in &entity.methods {
                total += 1;
                if let Body::NotImplemented(reason) = &method.body {
                    without.push(format!("{}.{}: {reason}", entity.name, method.name));
                }
            }
        }
        for repository in &contract.repositories {
            for operation in &repository.operations {
                total += 1;
                if let Body::NotImplemented(reason) = &operation.body {
                    without.push(format!("{}.{}: {reason}", repository.name, operation.name));
                }
            }
        }
        for service in &contract.services {
            for operation in &service.operations {
                total += 1;
                if let Body::NotImplemented(reason) = &operation.body {
                    without.push(format!("{}.{}: {reason}", service.name, operation.name));
                }
            }
        }
        let share = without.len() * 100 / total.max(1);
        failed |= share > MOST_NOT_IMPLEMENTED;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(report, "{name}: {} of {total} ({share} %)\n  {}", without.len(), without.join("\n  ")).unwrap();
    }
    println!("{report}");
    assert!(!failed, "{report}");
}

#[test]
fn services_have_few_dependencies_and_endpoints_an_operation() {
    for path in specs() {
        let contract = contract(&path);
        for service in &contract.services {
            assert!(service.dependencies.len() <= 5, "{}: {:?}", service.name, service.dependencies);
        }
        for endpoint in &contract.endpoints {
            let service = contract.services.iter().find(|service| service.name == endpoint.service).unwrap();
            assert!(service.operations.iter().any(|operation| operation.name == endpoint.operation), "{endpoint:?}");
        }
    }
}
