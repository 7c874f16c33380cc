//! Services, repositories and other interfaces.

use foldhash::HashMap;

use specwave_golang::facts::{Func, StructField, TypeDecl, TypeKind};

use super::blocks::Block;
use super::convert;
use super::names::{base_of, is_exported, qualified};
use super::zone::Zone;
use crate::declared::Declared;
use crate::model::{Dialect, Interface, Located, Operation, Repository, Service};

/// Endings of services that are not called so.
const SERVICE_ENDINGS: &[&str] = &["Manager", "Engine", "Orchestrator", "Coordinator", "Generator", "Collector", "Processor"];

/// Reads the services, repositories and interfaces of a block.
pub(super) fn read(block: &Block<'_>, out: &mut Declared) {
    let has_plain_service = block.facts.types.iter().any(|ty| ty.name.text.ends_with("Service"));
    for ty in &block.facts.types {
        match &ty.kind {
            TypeKind::Interface { methods, .. } => interface(block, ty, methods, has_plain_service, out),
            TypeKind::Struct(fields) if is_service_struct(block, ty, out) => {
                let mut service = service(block, ty, Vec::new());
                service.dependencies = dependencies(block, fields);
                out.service(service);
            }
            _ => {}
        }
    }
}

fn interface(block: &Block<'_>, ty: &TypeDecl, methods: &[Func], has_plain_service: bool, out: &mut Declared) {
    let name = ty.name.text.as_str();
    let operations: Vec<Operation> = methods.iter().map(|method| convert::operation(block, method)).collect();
    if name.ends_with("Repository") {
        let package = block.package().filter(|package| !matches!(package.as_str(), "repository" | "domain" | "database"));
        let name = if name == "Repository" { qualified(package.as_deref(), name) } else { name.to_owned() };
        out.repository(Repository {
            name,
            span: block.at(ty.name.span),
            dialect: Dialect::Go,
            doc: ty.doc.to_string(),
            package: block.package(),
            operations,
            indexes: Vec::new(),
        });
    } else if is_service_interface(block, name, has_plain_service) {
        out.service(service(block, ty, operations));
    } else {
        out.spec.interfaces.push(Interface {
            name: name.to_owned(),
            span: block.at(ty.name.span),
            doc: ty.doc.to_string(),
            package: block.package(),
            operations,
        });
    }
}

/// A `…Service`, or in a section about services what its heading names, or what is called like one where
/// the block has no `…Service`.
fn is_service_interface(block: &Block<'_>, name: &str, has_plain_service: bool) -> bool {
    if block.integration || matches!(block.zone, Zone::Api | Zone::Infrastructure) || !is_exported(name) {
        return false;
    }
    let acts = SERVICE_ENDINGS.iter().any(|ending| name.ends_with(ending));
    name.ends_with("Service")
        || (block.zone == Zone::Service
            && (block.heading == name || (acts && (!has_plain_service || SERVICE_ENDINGS.contains(&name)))))
}

/// An exported struct `…Service`, or the implementation of a service that YAML declares.
fn is_service_struct(block: &Block<'_>, ty: &TypeDecl, out: &mut Declared) -> bool {
    let name = ty.name.text.as_str();
    if block.integration || !is_exported(name) {
        return false;
    }
    let named = name.ends_with("Service") && !matches!(block.zone, Zone::Api | Zone::Infrastructure);
    let acts = SERVICE_ENDINGS.iter().any(|ending| name.ends_with(ending));
    let headed = block.zone == Zone::Service && acts && block.heading == name;
    named || headed || out.service_named(name).is_some()
}

fn service(block: &Block<'_>, ty: &TypeDecl, operations: Vec<Operation>) -> Service {
    let name = ty.name.text.as_str();
    let package = block.package().filter(|package| !matches!(package.as_str(), "service" | "services" | "domain"));
    Service {
        name: if name == "Service" { qualified(package.as_deref(), name) } else { name.to_owned() },
        span: block.at(ty.name.span),
        dialect: Dialect::Go,
        doc: ty.doc.to_string(),
        package: block.package(),
        operations,
        dependencies: Vec::new(),
    }
}

/// Names that mean nothing without their package.
const GENERIC: &[&str] = &["Repository", "Service", "Client", "Collector", "Store", "Publisher", "Bus", "Manager", "Queue"];

/// Packages whose types are no dependency in the sense of the architecture.
const PLUMBING: &[&str] =
    &["time", "sync", "zap", "slog", "log", "logger", "logging", "context", "atomic", "config", "rand", "sql"];

/// The fields of a service that are other parts of the system.
fn dependencies(block: &Block<'_>, fields: &[StructField]) -> Vec<Located<String>> {
    let named = fields.iter().filter_map(|field| {
        let (package, name) = base_of(&field.ty);
        let plumbing = package.is_some_and(|package| PLUMBING.contains(&package));
        let named = field.ty.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*'));
        let acts = named && is_exported(name);
        let is_data = field.ty.starts_with('[') || name.ends_with("Config") || name.ends_with("Logger");
        if plumbing || !acts || is_data {
            return None;
        }
        // `events.Bus` is a bus of events: the package's plural is no part of the name.
        let package = package.map(|package| if package == "events" { "event" } else { package });
        let value = if GENERIC.contains(&name) { qualified(package, name) } else { name.to_owned() };
        Some(Located { value, span: block.at(field.name.span) })
    });
    named.collect()
}

/// Which service a receiver type implements.
pub(super) struct Receivers {
    services: HashMap<String, String>,
}

impl Receivers {
    /// Matches `verificationService` with `ConsentVerificationService`, `service` and `Service` with the
    /// service of the same package; gives the services the dependencies of such structs.
    pub(super) fn of(blocks: &[Block<'_>], out: &mut Declared) -> Self {
        let mut services: HashMap<String, String> = HashMap::default();
        let declared: Vec<(String, Option<String>)> =
            out.spec.services.iter().map(|service| (service.name.clone(), service.package.clone())).collect();
        for (name, _) in &declared {
            services.insert(name.clone(), name.clone());
        }
        if let [(only, _)] = declared.as_slice() {
            services.insert("Service".to_owned(), only.clone());
        }
        for block in blocks.iter().filter(|block| block.zone != Zone::Test && !block.integration) {
            for ty in &block.facts.types {
                let TypeKind::Struct(fields) = &ty.kind else { continue };
                let package = block.package();
                let Some(name) = implemented(&ty.name.text, package.as_deref(), &declared) else { continue };
                services.insert(ty.name.text.to_string(), name.to_owned());
                let dependencies = dependencies(block, fields);
                if let Some(service) = out.service_named(name).filter(|service| service.dependencies.is_empty()) {
                    service.dependencies = dependencies;
                }
            }
        }
        Self { services }
    }

    pub(super) fn service_of(&self, receiver: &str) -> Option<&str> {
        self.services.get(receiver).map(String::as_str)
    }
}

/// The declared service that an unexported struct of that name implements.
fn implemented<'a>(name: &str, package: Option<&str>, declared: &'a [(String, Option<String>)]) -> Option<&'a str> {
    if name == "Service" || name == "service" {
        let same = |declared_in: &Option<String>| declared_in.as_deref() == package && package.is_some();
        return declared.iter().find(|(_, declared_in)| same(declared_in)).map(|(name, _)| name.as_str());
    }
    if is_exported(name) {
        return None;
    }
    let stem = name.to_lowercase();
    let stem = stem.strip_suffix("impl").unwrap_or(&stem);
    declared.iter().find(|(service, _)| service.to_lowercase().ends_with(stem)).map(|(name, _)| name.as_str())
}
