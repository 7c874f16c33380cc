//! The service part of the contract for the corpus, where it is there, and for the examples.

#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]
#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specwave_plan::Layout;
use specwave_plan::contract::{Body, Contract, Source, compute};
use specwave_plan::module::ModuleFacts;

/// Most operations, in percent of a spec's, that may end without a body.
const MOST_NOT_IMPLEMENTED: usize = 20;

fn specs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let mut specs = Vec::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/services");
    for dir in [root.join("docs/examples"), root.join("../shared/corpus/dce"), fixtures] {
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
        // Fixtures are odd on purpose.
        failed |= share > MOST_NOT_IMPLEMENTED && !path.to_string_lossy().contains("fixtures");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(report, "{name}: {} of {total} ({share} %)\n  {}", without.len(), without.join("\n  ")).unwrap();
    }
    println!("{report}");
    assert!(!failed, "more than {MOST_NOT_IMPLEMENTED} % of some spec's operations");
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

/// The first of the names that is there twice.
fn twice<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

#[test]
fn names_are_declared_once() {
    for path in specs() {
        let contract = contract(&path);
        let services = contract.services.iter().map(|service| service.name.as_str());
        let models = contract.models.iter().map(|model| model.name.as_str());
        let ports = contract.ports.iter().map(|port| port.name.as_str());
        assert_eq!(twice(services.chain(models).chain(ports)), None, "{}", path.display());
        assert_eq!(twice(contract.dtos.iter().map(|dto| dto.name.as_str())), None, "{}", path.display());
        assert_eq!(twice(contract.endpoints.iter().map(|endpoint| endpoint.handler.as_str())), None, "{}", path.display());
        let converters = contract.dtos.iter().flat_map(|dto| &dto.converters).map(|converter| converter.function.as_str());
        assert_eq!(twice(converters), None, "{}", path.display());
        for operation in contract.services.iter().flat_map(|service| &service.operations) {
            assert_eq!(twice(operation.params.iter().map(|param| param.name.as_str())), None, "{operation:?}");
            assert_eq!(operation.params[0].ty, "context.Context");
            assert_eq!(operation.results.last().map(|result| result.ty.as_str()), Some("error"));
        }
        for dto in &contract.dtos {
            assert_eq!(twice(dto.fields.iter().map(|field| field.field.name.as_str())), None, "{}", dto.name);
        }
    }
}

#[test]
fn requests_hold_what_their_operations_take() {
    for path in specs() {
        let contract = contract(&path);
        for endpoint in &contract.endpoints {
            let service = contract.services.iter().find(|service| service.name == endpoint.service).unwrap();
            let operation = service.operations.iter().find(|operation| operation.name == endpoint.operation).unwrap();
            let request = endpoint.request.as_ref().map(|name| contract.dtos.iter().find(|dto| dto.name == *name).unwrap());
            let given = request.and_then(|request| request.arguments.first()).map_or(0, |arguments| arguments.values.len());
            assert_eq!(given, operation.params.len() - 1, "{} {}", endpoint.method, endpoint.path);
            for field in request.iter().flat_map(|request| &request.fields) {
                match &field.source {
                    Source::Path(name) => assert!(endpoint.path.contains(&format!("{{{name}}}")), "{name} in {}", endpoint.path),
                    Source::Query(_) => assert_eq!(field.field.ty, "string"),
                    Source::Body => assert!(endpoint.has_body, "{} {}", endpoint.method, endpoint.path),
                }
            }
        }
    }
}
