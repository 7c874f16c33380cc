//! What a service is made with, so that its operations can do their work.

use specwave_golang::names;

use super::workbench::Workbench;
use crate::contract::{Body, Dependency, DependencyKind, Lookup, Operation, ServicePattern};

/// Most dependencies that a service is made with.
const MOST: usize = 5;

/// What the bodies of some operations use.
#[derive(Debug, Default)]
struct Uses {
    entities: Vec<String>,
    ports: Vec<String>,
    stores: bool,
    audits: bool,
    caches: bool,
}

/// The dependencies of a service with these operations, and the names of those that approve what it stores.
///
/// `caches` says that the spec asks for a cache; `approving` are the ports that are asked before anything is stored.
pub(super) fn dependencies(
    bench: &mut Workbench<'_>,
    service: &str,
    operations: &[Operation<ServicePattern>],
    caches: bool,
    approving: &[String],
) -> (Vec<Dependency>, Vec<String>) {
    let mut uses = Uses::default();
    for operation in operations {
        if let Body::Pattern(pattern) = &operation.body {
            uses.take(pattern, caches);
        }
    }
    if uses.stores {
        uses.ports.extend(approving.iter().filter(|port| !uses.ports.contains(port)).cloned().collect::<Vec<_>>());
    }
    let mut taken: Vec<String> = ["publisher", "cache", "audit", "tx"].iter().map(|name| (*name).to_owned()).collect();
    let repositories = repositories(bench, &uses, &mut taken);
    let mut ports = ports(&uses, &mut taken);
    let mut fixed = fixed(&uses);
    if fixed.len() + 2 > MOST {
        // Even bundled there would be too many: the audit trail goes with the collaborators.
        let (audit, others) = fixed.into_iter().partition(|dependency: &Dependency| dependency.kind == DependencyKind::Audit);
        ports.splice(0..0, audit);
        fixed = others;
    }
    let (repositories, ports) = within(bench, service, repositories, ports, fixed.len());
    let approvals = approvals(&ports, approving, uses.stores);
    (repositories.into_iter().chain(fixed).chain(ports).collect(), approvals)
}

impl Uses {
    fn entity(&mut self, entity: &str) {
        if !self.entities.iter().any(|other| other == entity) {
            self.entities.push(entity.to_owned());
        }
    }

    fn take(&mut self, pattern: &ServicePattern, caches: bool) {
        match pattern {
            ServicePattern::Create { entity, .. }
            | ServicePattern::Change { entity, .. }
            | ServicePattern::Import { entity, .. }
            | ServicePattern::Delete { entity, .. }
            | ServicePattern::Purge { entity, .. } => {
                self.entity(entity);
                self.stores = true;
            }
            ServicePattern::Load { entity, by, .. } => {
                self.entity(entity);
                self.caches |= caches && matches!(by, Lookup::Id(_));
            }
            ServicePattern::Check { entity, .. }
            | ServicePattern::Ask { entity, .. }
            | ServicePattern::List { entity, .. }
            | ServicePattern::Export { entity, .. }
            | ServicePattern::Count { entity, .. } => self.entity(entity),
            ServicePattern::Warm { entity, .. } => {
                self.entity(entity);
                self.caches = true;
            }
            ServicePattern::Forget { .. } => self.caches = true,
            ServicePattern::Forward { port, .. } => {
                if !self.ports.contains(port) {
                    self.ports.push(port.clone());
                }
            }
            ServicePattern::Audit { .. } => self.audits = true,
            ServicePattern::ForEach { .. } | ServicePattern::Validate { .. } => {}
        }
    }
}

/// A name that no other dependency has.
fn free(name: &str, taken: &mut Vec<String>) -> String {
    let mut name = names::unexported(name);
    while taken.contains(&name) {
        name.push_str("Port");
    }
    taken.push(name.clone());
    name
}

fn repositories(bench: &Workbench<'_>, uses: &Uses, taken: &mut Vec<String>) -> Vec<Dependency> {
    let mut repositories = Vec::new();
    for entity in &uses.entities {
        if let Some(repository) = bench.repository_of(entity) {
            repositories.push(Dependency {
                name: free(&names::plural(entity), taken),
                ty: format!("domain.{}", repository.name),
                kind: DependencyKind::Repository(repository.name.clone()),
            });
        }
    }
    repositories
}

fn ports(uses: &Uses, taken: &mut Vec<String>) -> Vec<Dependency> {
    let port = |port: &String| {
        let stem = port.strip_suffix("Service").filter(|stem| !stem.is_empty()).unwrap_or(port);
        Dependency { name: free(stem, taken), ty: format!("service.{port}"), kind: DependencyKind::Port(port.clone()) }
    };
    uses.ports.iter().map(port).collect()
}

fn fixed(uses: &Uses) -> Vec<Dependency> {
    let dependency = |name: &str, ty: &str, kind| Dependency { name: name.to_owned(), ty: ty.to_owned(), kind };
    let mut fixed = Vec::new();
    if uses.stores {
        fixed.push(dependency("tx", "domain.TxManager", DependencyKind::Transactions));
        fixed.push(dependency("publisher", "service.EventPublisher", DependencyKind::Publisher));
    }
    if uses.caches {
        fixed.push(dependency("cache", "service.Cache", DependencyKind::Cache));
    }
    if uses.audits {
        fixed.push(dependency("audit", "service.AuditRecorder", DependencyKind::Audit));
    }
    fixed
}

/// Bundles repositories, and ports if that is not enough, until there are no more than [`MOST`].
fn within(
    bench: &mut Workbench<'_>,
    service: &str,
    mut repositories: Vec<Dependency>,
    mut ports: Vec<Dependency>,
    fixed: usize,
) -> (Vec<Dependency>, Vec<Dependency>) {
    if repositories.len() + ports.len() + fixed > MOST && repositories.len() > 1 {
        repositories = vec![bundle(bench, service, "Repositories", repositories)];
    }
    if repositories.len() + ports.len() + fixed > MOST && ports.len() > 1 {
        ports = vec![bundle(bench, service, "Collaborators", ports)];
    }
    (repositories, ports)
}

fn bundle(bench: &mut Workbench<'_>, service: &str, kind: &str, dependencies: Vec<Dependency>) -> Dependency {
    let name = bench.claim(&format!("{service}{kind}"), "Bundle");
    let exported = |dependency: Dependency| Dependency { name: names::exported(&dependency.name), ..dependency };
    Dependency {
        name: names::unexported(kind),
        ty: format!("service.{name}"),
        kind: DependencyKind::Bundle(dependencies.into_iter().map(exported).collect()),
    }
}

/// Go selectors behind the receiver for the dependencies that approve.
fn approvals(ports: &[Dependency], approving: &[String], stores: bool) -> Vec<String> {
    if !stores {
        return Vec::new();
    }
    let is_approving =
        |dependency: &Dependency| matches!(&dependency.kind, DependencyKind::Port(port) if approving.contains(port));
    ports
        .iter()
        .flat_map(|dependency| match &dependency.kind {
            DependencyKind::Bundle(inner) => inner
                .iter()
                .filter(|inner| is_approving(inner))
                .map(|inner| format!("{}.{}", dependency.name, inner.name))
                .collect::<Vec<_>>(),
            _ if is_approving(dependency) => vec![dependency.name.clone()],
            _ => Vec::new(),
        })
        .collect()
}
