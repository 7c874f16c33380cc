//! Outside collaborators: what a service's declared dependencies are, and the ports through which they are reached.

use specwave_golang::names;
use specwave_source::Span;
use specwave_spec::model::Service;

use super::draft::Draft;
use super::workbench::{Workbench, identifier};
use crate::contract::{ModelRole, Origin, Param, Port, PortOperation};

/// What a collaborator is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Whether something may be done.
    Approval,
    /// To tell somebody.
    Notification,
    /// What it knows.
    Source,
}

/// A declared dependency that is reached through a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Collaborator {
    pub(super) port: String,
    pub(super) kind: Kind,
}

/// Words in names of dependencies that are part of this module.
const INSIDE: &[&str] =
    &["repository", "repo", "store", "cache", "publisher", "bus", "dispatcher", "logger", "db", "database", "tx", "clock"];

/// Words in names of collaborators that approve.
const APPROVING: &[&str] = &[
    "compliance",
    "rules",
    "rule",
    "validation",
    "validator",
    "policy",
    "policies",
    "fraud",
    "screening",
    "permission",
    "authorization",
    "auth",
    "checker",
    "guard",
    "verification",
];

/// Words in names of collaborators that tell others.
const TELLING: &[&str] = &[
    "notification",
    "notifier",
    "email",
    "mail",
    "mailer",
    "sms",
    "messaging",
    "slack",
    "sender",
    "webhook",
    "metrics",
    "telemetry",
];

/// The collaborators among a service's declared dependencies; a port is made for each at its first use.
pub(super) fn declared(bench: &mut Workbench<'_>, service: &Service) -> Vec<Collaborator> {
    let mut collaborators: Vec<Collaborator> = Vec::new();
    for dependency in &service.dependencies {
        let name = identifier(dependency.value.rsplit('.').next().unwrap_or_default());
        let words = names::words(&name);
        let is_port = matches!(words.last().map(String::as_str), Some("repository" | "repo")) && !is_stored(bench, &name);
        let is_inside = words.iter().any(|word| INSIDE.contains(&word.as_str()));
        if name.is_empty() || is_inside && !is_port {
            continue;
        }
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let kind = if words.last().is_some_and(|word| matches!(word.as_str(), "repository" | "repo")) {
            Kind::Source
        } else if has(APPROVING) {
            Kind::Approval
        } else if has(TELLING) {
            Kind::Notification
        } else {
            Kind::Source
        };
        let port = bench.port(&name, kind, dependency.span);
        if !collaborators.iter().any(|other| other.port == port) {
            collaborators.push(Collaborator { port, kind });
        }
    }
    collaborators
}

/// Whether the contract has that repository, or one for each thing that its name is a word of.
fn is_stored(bench: &Workbench<'_>, name: &str) -> bool {
    let words = names::words(name);
    let stem = &words[..words.len().saturating_sub(1)];
    bench.contract.repositories.iter().any(|repository| {
        let stored = names::words(&repository.entity);
        repository.name == name || !stem.is_empty() && stem.iter().all(|word| stored.contains(word))
    })
}

impl<'a> Workbench<'a> {
    /// The port of that name, made where there is none yet.
    fn port(&mut self, name: &str, kind: Kind, span: Span) -> String {
        if let Some(port) = self.ports.iter().find(|port| port.name == name || port.name == format!("{name}Port")) {
            return port.name.clone();
        }
        let port = Port {
            doc: String::new(),
            operations: self.declared_operations(name, kind),
            origin: self.inputs.declared(span),
            name: self.claim(name, "Port"),
        };
        let doc = match kind {
            Kind::Approval => format!("{} decides outside of this module whether something may be done.", port.name),
            Kind::Notification => format!("{} is told outside of this module what has happened.", port.name),
            Kind::Source => format!("{} knows outside of this module what the services ask it for.", port.name),
        };
        let name = port.name.clone();
        self.ports.push(Port { doc, ..port });
        name
    }

    /// Operations of an interface that the spec declares under the name; else what its kind needs at least.
    fn declared_operations(&mut self, name: &str, kind: Kind) -> Vec<PortOperation> {
        let spec = self.inputs.spec;
        let declared = spec.interfaces.iter().find(|interface| identifier(&interface.name) == name);
        let operations: Vec<PortOperation> = declared
            .map(|interface| {
                interface
                    .operations
                    .iter()
                    .filter(|operation| operation.signature.is_some())
                    .map(|operation| {
                        let draft = Draft::of(self, operation);
                        let finished = draft.finish(crate::contract::Body::NotImplemented(String::new()));
                        PortOperation {
                            name: finished.name,
                            doc: finished.doc,
                            params: finished.params,
                            results: finished.results,
                        }
                    })
                    .collect()
            })
            .unwrap_or_default();
        if kind == Kind::Approval && !operations.iter().any(|operation| operation.name == "Approve") {
            return operations.into_iter().chain(std::iter::once(approve())).collect();
        }
        operations
    }

    /// The collaborator of the present service that is asked for that kind of thing, the one with the likest name first.
    pub(super) fn collaborator(&self, kind: Kind, operation: &str) -> Option<String> {
        let words = names::words(operation);
        let likeness =
            |collaborator: &&Collaborator| names::words(&collaborator.port).iter().filter(|word| words.contains(word)).count();
        let candidates = self.collaborators.iter().filter(|collaborator| collaborator.kind == kind);
        // The first of those that are equally like.
        candidates.rev().max_by_key(likeness).map(|collaborator| collaborator.port.clone())
    }

    /// Whether a collaborator of the present service is named as what an operation is about.
    pub(super) fn knows(&self, operation: &str) -> bool {
        let words = names::words(operation);
        self.collaborators.iter().any(|collaborator| {
            collaborator.kind == Kind::Source && names::words(&collaborator.port).iter().any(|word| words.contains(word))
        })
    }

    /// The collaborator that the present service tells things to: a declared one, else one of its own.
    pub(super) fn gateway(&mut self, draft: &Draft<'_>) -> String {
        if let Some(port) = self.collaborator(Kind::Notification, &draft.name) {
            return port;
        }
        let name = format!("{}Gateway", self.service.trim_end_matches("Service"));
        if let Some(port) = self.ports.iter().find(|port| port.name.starts_with(&name)) {
            return port.name.clone();
        }
        let name = self.claim(&name, "Port");
        let origin: Origin =
            self.inputs.inferred(draft.span, format!("by its name `{}` tells others, and nothing here takes that", draft.name));
        let doc = format!("{name} takes what {} sends out of this module.", self.service);
        self.ports.push(Port { name: name.clone(), doc, operations: Vec::new(), origin });
        name
    }

    /// The contract type of a result as written.
    pub(super) fn result_type(&mut self, text: &str, span: Span) -> String {
        self.resolve(text, ModelRole::Result, span)
    }
}

/// What every approving collaborator can be asked.
fn approve() -> PortOperation {
    let param = |name: &str, ty: &str| Param { name: name.to_owned(), ty: ty.to_owned() };
    PortOperation {
        name: "Approve".to_owned(),
        doc: "Approve returns nil if the action may be done to the subject, and the reason against it otherwise.".to_owned(),
        params: vec![param("ctx", "context.Context"), param("action", "string"), param("subject", "string")],
        results: vec![param("", "error")],
    }
}
