//! The files of the service orchestrator: services, their models and ports, and the transaction around a use case.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;
use specwave_plan::contract::{Contract, DependencyKind};

use crate::builtin::File;
use crate::builtin::go_values;
use crate::builtin::renderer::{RenderError, Renderer, go_type};
use crate::builtin::service::{ServiceView, fake_field, services};

/// Functions of package `service` that are written where something uses them.
const HELPERS: &[&str] = &[
    "asNumber",
    "asText",
    "batch",
    "byAddress",
    "cacheKey",
    "commit",
    "dereferenced",
    "each",
    "eachOf",
    "eachParsed",
    "encodeLines",
    "explain",
    "first",
    "fromNow",
    "fromNowIfSet",
    "gather",
    "inWords",
    "keep",
    "latest",
    "optional",
    "optionalFromNow",
    "optionalParsed",
    "orNil",
    "pick",
    "pointerUnlessZero",
    "readThrough",
    "valueOf",
    "valueParsed",
];

/// Templates of helpers with the helpers in them.
const HELPER_FILES: &[(&str, &[&str])] = &[
    ("unit_of_work", &["commit"]),
    (
        "read_through",
        &["cacheKey", "readThrough", "keep", "first", "gather", "orNil", "pick", "latest", "explain", "encodeLines"],
    ),
    (
        "convert",
        &[
            "each",
            "eachParsed",
            "optional",
            "optionalParsed",
            "valueParsed",
            "valueOf",
            "pointerUnlessZero",
            "fromNow",
            "fromNowIfSet",
            "optionalFromNow",
            "dereferenced",
            "asText",
            "asNumber",
            "inWords",
            "byAddress",
            "eachOf",
        ],
    ),
];

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let values = go_values::qualifier(contract, "service", "values");
    let dir = contract.package("service").map(|package| package.dir.clone()).unwrap_or_default();
    let path = |name: &str| format!("{dir}/{name}");
    let services = services(contract);
    let mut files = vec![
        File::new(path("doc.go"), renderer.go("service_orchestrator/doc.go.j2", "service", ())?),
        File::new(path("ports.go"), renderer.go("service_orchestrator/ports.go.j2", "service", ())?),
    ];
    if !contract.models.is_empty() {
        let text = renderer.go("service_orchestrator/models.go.j2", "service", json!({ "models": contract.models }))?;
        files.push(File::new(path("models.go"), text));
    }
    let mut code = String::new();
    for service in &services {
        let context = json!({ "service": service, "values": values });
        let text = renderer.go("service_orchestrator/service.go.j2", "service", &context)?;
        code.push_str(&text);
        files.push(File::new(service.file, text));
        let test = renderer.go("service_orchestrator/service_test.go.j2", "service", &context)?;
        files.push(File::new(service.file.replace(".go", "_test.go"), test));
    }
    let uses = uses(&code);
    for (file, helpers) in HELPER_FILES {
        if helpers.iter().any(|helper| uses[helper]) {
            for suffix in ["", "_test"] {
                let template = format!("service_orchestrator/{file}{suffix}.go.j2");
                let text = renderer.go(&template, "service", json!({ "uses": uses, "values": values }))?;
                files.push(File::new(path(&format!("{file}{suffix}.go")), text));
            }
        }
    }
    if !services.is_empty() {
        files.push(File::new(path("fakes_test.go"), fakes(contract, renderer, &services)?));
    }
    Ok(files)
}

/// Which helpers the code calls or hands on.
fn uses(code: &str) -> BTreeMap<&'static str, bool> {
    let tokens: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    HELPERS.iter().map(|helper| (*helper, tokens.contains(helper))).collect()
}

#[derive(Debug, Serialize)]
struct FakeRepository<'a> {
    field: String,
    fake: String,
    #[serde(rename = "type")]
    ty: String,
    entity: String,
    query: String,
    base: &'a specwave_plan::contract::RepositoryBase,
}

#[derive(Debug, Serialize)]
struct FakePort<'a> {
    field: String,
    fake: String,
    operations: &'a [specwave_plan::contract::PortOperation],
}

#[derive(Debug, Serialize)]
struct SampleEntity<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    ty: String,
    sample: String,
}

/// The fakes of everything that the services depend on.
fn fakes(contract: &Contract, renderer: &Renderer, services: &[ServiceView<'_>]) -> Result<String, RenderError> {
    let kinds: Vec<&DependencyKind> = contract.services.iter().flat_map(|service| &service.dependencies).flat_map(flat).collect();
    let has = |kind: &DependencyKind| kinds.contains(&kind);
    let go = |ty: &str| go_type(contract, "service", ty);
    let entities_in_tests = services.iter().flat_map(ServiceView::entities).collect::<Vec<_>>();
    let used = contract.repositories.iter().filter(|repository| {
        has(&DependencyKind::Repository(repository.name.clone())) || entities_in_tests.contains(&repository.entity.as_str())
    });
    let repositories: Vec<FakeRepository<'_>> = used
        .map(|repository| FakeRepository {
            field: fake_field(&repository.name),
            fake: format!("fake{}", repository.name),
            ty: go(&format!("domain.{}", repository.name)),
            entity: go(&format!("domain.{}", repository.entity)),
            query: go(&format!("domain.{}", repository.query.name)),
            base: &repository.base,
        })
        .collect();
    let ports: Vec<FakePort<'_>> = contract
        .ports
        .iter()
        .filter(|port| has(&DependencyKind::Port(port.name.clone())))
        .map(|port| FakePort { field: fake_field(&port.name), fake: format!("fake{}", port.name), operations: &port.operations })
        .collect();
    let entities: Vec<SampleEntity<'_>> = contract
        .entities
        .iter()
        .filter(|entity| entities_in_tests.contains(&entity.name.as_str()))
        .map(|entity| SampleEntity {
            name: &entity.name,
            ty: go(&format!("domain.{}", entity.name)),
            sample: go_values::sample(contract, "service", &format!("*domain.{}", entity.name), 1),
        })
        .collect();
    let needs = json!({ "cache": has(&DependencyKind::Cache), "audit": has(&DependencyKind::Audit) });
    renderer.go(
        "service_orchestrator/fakes_test.go.j2",
        "service",
        json!({ "repositories": repositories, "ports": ports, "entities": entities, "needs": needs }),
    )
}

/// A dependency's kind, or those in its bundle.
fn flat(dependency: &specwave_plan::contract::Dependency) -> Vec<&DependencyKind> {
    match &dependency.kind {
        DependencyKind::Bundle(inner) => inner.iter().flat_map(flat).collect(),
        kind => vec![kind],
    }
}
