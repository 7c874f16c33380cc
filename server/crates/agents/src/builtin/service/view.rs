//! Services and their operations as templates see them.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{Body, Contract, Operation, Service, ServicePattern};

use super::arguments::{Arguments, arguments};
use super::body::{BodyView, body};
use super::dependency::{DependencyView, dependencies, fake_field};
use crate::builtin::go_conversion::Conversions;
use crate::builtin::go_text::sentence;
use crate::builtin::go_values;

/// A service with everything that templates ask about it.
#[derive(Debug, Serialize)]
pub(crate) struct ServiceView<'a> {
    pub(crate) name: &'a str,
    pub(crate) file: &'a str,
    doc: String,
    pub(crate) dependencies: Vec<DependencyView<'a>>,
    /// Selectors behind the receiver for the dependencies that approve.
    approvals: &'a [String],
    pub(crate) operations: Vec<OperationView<'a>>,
}

/// An operation of a service.
#[derive(Debug, Serialize)]
pub(crate) struct OperationView<'a> {
    pub(crate) name: &'a str,
    doc: Vec<String>,
    params: Vec<String>,
    results: Vec<String>,
    /// Zero values of the results before the error, each with a comma behind it.
    zeros: String,
    /// What the operation does, for messages: `grant consent`.
    action: String,
    /// The name in snake case.
    key: String,
    body: BodyView,
    /// What tests call it with.
    test: Arguments,
    /// `_, ` for each result before the error.
    blanks: String,
    /// The field of the fakes for the entity's repository, and the entity's Go type.
    repository_field: String,
    entity_type: String,
    /// A value of the only parameter that is none of the known ones.
    unknown: String,
}

impl ServiceView<'_> {
    /// Entities of which the tests of the service need a sample.
    pub(crate) fn entities(&self) -> impl Iterator<Item = &str> {
        self.operations.iter().map(|operation| operation.test.entity.as_str()).filter(|entity| !entity.is_empty())
    }
}

/// The services of a contract.
pub(crate) fn services(contract: &Contract) -> Vec<ServiceView<'_>> {
    contract.services.iter().map(|service| view(contract, service)).collect()
}

fn view<'a>(contract: &'a Contract, service: &'a Service) -> ServiceView<'a> {
    ServiceView {
        name: &service.name,
        file: &service.file,
        doc: comment(&service.name, &service.doc),
        dependencies: dependencies(contract, &service.dependencies),
        approvals: &service.approvals,
        operations: service.operations.iter().map(|operation| operation_view(contract, service, operation)).collect(),
    }
}

fn operation_view<'a>(
    contract: &'a Contract,
    service: &'a Service,
    operation: &'a Operation<ServicePattern>,
) -> OperationView<'a> {
    let conversions = Conversions { contract, package: "service" };
    let results = &operation.results[..operation.results.len() - 1];
    let test = arguments(contract, operation);
    let repository = contract.repositories.iter().find(|repository| repository.entity == test.entity);
    OperationView {
        blanks: "_, ".repeat(results.len()),
        repository_field: repository.map(|repository| fake_field(&repository.name)).unwrap_or_default(),
        entity_type: conversions.go(&format!("domain.{}", test.entity)),
        unknown: operation.params.get(1).map(|param| unknown(conversions, &param.ty)).unwrap_or_default(),
        name: &operation.name,
        doc: doc(operation),
        params: operation.params.iter().map(|param| format!("{} {}", param.name, conversions.go(&param.ty))).collect(),
        results: operation.results.iter().map(|result| conversions.go(&result.ty)).collect(),
        zeros: results.iter().map(|result| format!("{}, ", go_values::zero(contract, "service", &result.ty))).collect(),
        action: names::words(&operation.name).join(" "),
        key: names::snake(&operation.name),
        body: body(contract, service, operation),
        test,
    }
}

/// A value that is none of the known ones of its type.
fn unknown(conversions: Conversions<'_>, ty: &str) -> String {
    match ty.strip_prefix('*') {
        Some(entity) => format!("&{}{{}}", conversions.go(entity)),
        None => format!("{}(\"?\")", conversions.go(ty)),
    }
}

/// The first sentence of a service, beginning with its name.
fn comment(name: &str, doc: &str) -> String {
    let text = sentence(doc);
    if text.is_empty() {
        return format!("{name} holds use cases of the domain.");
    }
    if text.starts_with(name) { text } else { format!("{name} holds these use cases: {}", lower_first(&text)) }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
    let rest = chars.as_str();
    if rest.starts_with(|c: char| c.is_uppercase()) { text.to_owned() } else { first + rest }
}

/// The comment of an operation, one line each.
fn doc(operation: &Operation<ServicePattern>) -> Vec<String> {
    let mut lines = vec![operation.doc.split_whitespace().collect::<Vec<_>>().join(" ")];
    if let Body::NotImplemented(reason) = &operation.body {
        lines.push(format!("It is not implemented: {}", reason.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    lines
}
