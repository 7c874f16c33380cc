//! The service part of the contract for the corpus, where it is there, and for the examples.

#![allow(clippy::print_stdout, reason = "the figures are what one runs the test for")]
#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specwave_plan::Layout;
use specwave_plan::contract::{Body, Contract, Operation, Source, compute};
use specwave_plan::module::ModuleFacts;

/// Most of the operations that a spec declares, in percent, that may end without a body.
const MOST_NOT_IMPLEMENTED: usize = 20;

fn specs() -> Vec<PathBuf> {
    let odd = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/services");
    let mut specs = realistic_specs();
    specs.extend(specs_in(&odd));
    specs
}

/// The specs that are like those people write.
fn realistic_specs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/features");
    [root.join("docs/examples"), root.join("../shared/corpus/dce"), features].iter().flat_map(|dir| specs_in(dir)).collect()
}

fn specs_in(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut specs: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    specs.sort();
    specs
}

fn contract(path: &Path) -> Contract {
    let text = std::fs::read_to_string(path).unwrap();
    let spec = specwave_spec::parse(&text);
    compute(&spec, &text, &ModuleFacts::default(), &Layout::default()).contract
}

/// Operations that the spec declares, and why some of them have no body.
#[derive(Default)]
struct Share {
    declared: usize,
    without: Vec<String>,
}

impl Share {
    fn of(contract: &Contract) -> Self {
        let mut share = Self::default();
        for entity in &contract.entities {
            share.count(&entity.name, &entity.methods);
        }
        for repository in &contract.repositories {
            share.count(&repository.name, &repository.operations);
        }
        for service in &contract.services {
            share.count(&service.name, &service.operations);
        }
        share
    }

    fn count<P>(&mut self, owner: &str, operations: &[Operation<P>]) {
        for operation in operations.iter().filter(|operation| operation.origin.inferred.is_none()) {
            self.declared += 1;
            if let Body::NotImplemented(reason) = &operation.body {
                self.without.push(format!("{owner}.{}: {reason}", operation.name));
            }
        }
    }

    fn percent(&self) -> usize {
        (self.without.len() * 100).div_ceil(self.declared.max(1))
    }
}

#[test]
fn few_declared_operations_end_without_a_body() {
    let mut report = String::new();
    let mut too_many = Vec::new();
    for path in specs() {
        let share = Share::of(&contract(&path));
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(report, "{name}: {} of {} ({} %)", share.without.len(), share.declared, share.percent()).unwrap();
        for operation in &share.without {
            writeln!(report, "  {operation}").unwrap();
        }
        if share.percent() > MOST_NOT_IMPLEMENTED && realistic_specs().contains(&path) {
            too_many.push(name);
        }
    }
    println!("{report}");
    assert!(too_many.is_empty(), "more than {MOST_NOT_IMPLEMENTED} % of what they declare: {too_many:?}");
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
