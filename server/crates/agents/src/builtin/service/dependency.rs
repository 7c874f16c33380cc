//! Dependencies of services, and the fakes that stand for them in tests.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{Contract, Dependency, DependencyKind};

use crate::builtin::renderer::go_type;

/// A dependency of a service.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DependencyView<'a> {
    pub(crate) name: &'a str,
    #[serde(rename = "type")]
    ty: String,
    /// What tests pass for it.
    fake: String,
    /// Condition that is true where it is missing.
    missing: String,
    /// The fields of a bundle; empty for anything else.
    bundle: Vec<DependencyView<'a>>,
}

/// The views of dependencies; tests have a struct `f` with a fake for each repository, port and so on.
pub(super) fn dependencies<'a>(contract: &'a Contract, dependencies: &'a [Dependency]) -> Vec<DependencyView<'a>> {
    dependencies.iter().map(|dependency| view(contract, dependency)).collect()
}

fn view<'a>(contract: &'a Contract, dependency: &'a Dependency) -> DependencyView<'a> {
    let ty = go_type(contract, "service", &dependency.ty);
    let bundle = match &dependency.kind {
        DependencyKind::Bundle(inner) => dependencies(contract, inner),
        _ => Vec::new(),
    };
    let fake = match &dependency.kind {
        DependencyKind::Repository(name) => format!("f.{}", fake_field(name)),
        DependencyKind::Port(name) => format!("f.{}", fake_field(name)),
        DependencyKind::Transactions => "f.tx".to_owned(),
        DependencyKind::Publisher => "f.publisher".to_owned(),
        DependencyKind::Cache => "f.cache".to_owned(),
        DependencyKind::Audit => "f.audit".to_owned(),
        DependencyKind::Bundle(_) => {
            let fields: Vec<String> = bundle.iter().map(|inner| format!("{}: {}", inner.name, inner.fake)).collect();
            format!("{ty}{{{}}}", fields.join(", "))
        }
    };
    let missing = match bundle.as_slice() {
        [] => format!("{} == nil", dependency.name),
        inner => {
            let each = inner.iter().map(|inner| format!("{}.{} == nil", dependency.name, inner.name));
            each.collect::<Vec<_>>().join(" || ")
        }
    };
    DependencyView { name: &dependency.name, ty, fake, missing, bundle }
}

/// The field of the fakes that stands for a repository or a port.
pub(crate) fn fake_field(name: &str) -> String {
    names::unexported(&format!("{name} fake"))
}

/// The Go selector of a repository, a port or a fixed dependency behind the receiver `s`.
pub(super) fn selector(service: &specwave_plan::contract::Service, wanted: impl Fn(&DependencyKind) -> bool) -> Option<String> {
    service.dependencies.iter().find_map(|dependency| match &dependency.kind {
        DependencyKind::Bundle(inner) => {
            inner.iter().find(|inner| wanted(&inner.kind)).map(|inner| format!("s.{}.{}", dependency.name, inner.name))
        }
        kind => wanted(kind).then(|| format!("s.{}", dependency.name)),
    })
}
