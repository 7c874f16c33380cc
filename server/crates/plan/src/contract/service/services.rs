//! Services with their operations: those that the spec declares, and one where it declares none.

use specwave_golang::names;
use specwave_source::Span;
use specwave_spec::model;

use super::body::body;
use super::collaborators::{self, Kind};
use super::dependencies::dependencies;
use super::draft::Draft;
use super::words::Verb;
use super::workbench::{Workbench, identifier};
use super::{infer, shape, subject};
use crate::contract::file_names::{SERVICE_STEMS, stem};
use crate::contract::shared_names;
use crate::contract::{Body, Operation, Origin, Service, ServicePattern};

/// A service on its way into the contract.
#[derive(Debug)]
pub(super) struct ServiceDraft<'a> {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) origin: Origin,
    pub(super) declared: Option<&'a model::Service>,
    pub(super) operations: Vec<Draft<'a>>,
}

/// The services of the spec, each with its operations in order and without their bodies.
pub(super) fn declared<'a>(bench: &mut Workbench<'a>) -> Vec<ServiceDraft<'a>> {
    let spec = bench.inputs.spec;
    let mut services: Vec<ServiceDraft<'_>> = Vec::new();
    for service in &spec.services {
        let name = identifier(&service.name);
        if name.is_empty() {
            continue;
        }
        let name = bench.claim(&name, "Service");
        let mut operations: Vec<Draft<'_>> = Vec::new();
        for operation in &service.operations {
            let is_exported = operation.name.starts_with(|c: char| c.is_uppercase()) || operation.signature.is_none();
            let draft = Draft::of(bench, operation);
            let is_new = !draft.name.is_empty() && !operations.iter().any(|other| other.name == draft.name);
            if is_exported && is_new {
                operations.push(draft);
            }
        }
        let origin = bench.inputs.declared(service.span);
        services.push(ServiceDraft { name, doc: service.doc.clone(), origin, declared: Some(service), operations });
    }
    services
}

/// A service for the main entity of a spec that declares none: making, loading, listing and removing it, and its acts.
pub(super) fn inferred<'a>(bench: &mut Workbench<'a>, span: Span) -> ServiceDraft<'a> {
    let entity = subject::primary(bench, &bench.contract.feature.name);
    let base = entity.map_or_else(|| identifier(&bench.contract.feature.domain), |entity| entity.name.clone());
    let reason = "the specification declares no service";
    let origin = bench.inputs.inferred(span, reason);
    let name = bench.claim(&format!("{base}Service"), "Service");
    let doc = format!("{name} holds the use cases around {}.", names::words(&base).join(" "));
    let wanted: Vec<String> = match entity {
        Some(entity) => {
            let one = &entity.name;
            let many = names::plural(one);
            let acts =
                entity.methods.iter().filter(|method| super::body::write::changes(method)).map(|method| method.name.clone());
            let basic = [format!("Create{one}"), format!("Get{one}"), format!("List{many}"), format!("Delete{one}")];
            basic.into_iter().chain(acts).collect()
        }
        None => Vec::new(),
    };
    let operations = wanted.iter().map(|wanted| Draft::named(wanted, "", span, origin.clone())).collect();
    ServiceDraft { name, doc, origin, declared: None, operations }
}

/// Makes the bodies of a service's operations and gathers what they depend on.
pub(super) fn finish<'a>(bench: &mut Workbench<'a>, service: ServiceDraft<'a>) -> Service {
    bench.service.clone_from(&service.name);
    bench.collaborators = match service.declared {
        Some(declared) => collaborators::declared(bench, declared),
        None => Vec::new(),
    };
    let operations = operations(bench, &service);
    let approving: Vec<String> = bench
        .collaborators
        .iter()
        .filter(|collaborator| collaborator.kind == Kind::Approval)
        .map(|collaborator| collaborator.port.clone())
        .collect();
    let caches = asks_for_cache(&service);
    let (dependencies, approvals) = dependencies(bench, &service.name, &operations, caches, &approving);
    let dir = bench.contract.package("service").map(|package| package.dir.clone()).unwrap_or_default();
    Service {
        file: format!("{dir}/{}.go", stem(&service.name, SERVICE_STEMS)),
        doc: if service.doc.is_empty() { format!("{} holds the use cases of its name.", service.name) } else { service.doc },
        prefix: shared_names::of_service(bench.inputs, bench.contract, &service.name),
        name: service.name,
        dependencies,
        approvals,
        operations,
        origin: service.origin,
    }
}

/// The finished operations in their order; those that repeat others are made last.
fn operations<'a>(bench: &mut Workbench<'a>, service: &ServiceDraft<'a>) -> Vec<Operation<ServicePattern>> {
    let mut finished: Vec<(usize, Operation<ServicePattern>)> = Vec::new();
    let repeats = |draft: &Draft<'_>| draft.verb == Verb::Bulk;
    let order = |last: bool| service.operations.iter().enumerate().filter(move |(_, draft)| repeats(draft) == last);
    for (at, draft) in order(false).chain(order(true)) {
        let others: Vec<_> = finished.iter().map(|(_, operation)| operation.clone()).collect();
        finished.push((at, operation(bench, draft.clone(), &service.name, &others)));
    }
    finished.sort_by_key(|(at, _)| *at);
    finished.into_iter().map(|(_, operation)| operation).collect()
}

fn operation<'a>(
    bench: &mut Workbench<'a>,
    mut draft: Draft<'a>,
    service: &str,
    others: &[Operation<ServicePattern>],
) -> Operation<ServicePattern> {
    subject::find(bench, &mut draft, service);
    shape::complete(bench, &mut draft);
    if !draft.has_signature {
        infer::signature(bench, &mut draft, others);
    }
    let body: Body<ServicePattern> = body(bench, &draft, others);
    draft.finish(body)
}

/// Whether the spec wants the service to keep what it reads: by a dependency or by an endpoint.
fn asks_for_cache(service: &ServiceDraft<'_>) -> bool {
    let depends = service.declared.is_some_and(|declared| {
        declared.dependencies.iter().any(|dependency| names::words(&dependency.value).iter().any(|word| word == "cache"))
    });
    let kept = service.operations.iter().any(|draft| {
        matches!(draft.verb, Verb::Warm | Verb::Forget) || draft.endpoint.is_some_and(|endpoint| !endpoint.cache.is_empty())
    });
    depends || kept
}
