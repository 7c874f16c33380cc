//! The files of the integration coordinator: circuit breaker, retries, time-outs, and an adapter for every port.

use serde::Serialize;
use serde_json::json;
use specwave_golang::names;
use specwave_plan::contract::{Contract, Port, PortOperation};

use crate::builtin::File;
use crate::builtin::go_values;
use crate::builtin::renderer::{RenderError, Renderer, go_type};

/// Files that every feature gets, whatever its ports are.
const GENERAL: &[&str] = &["integration_breaker", "integration_collaborator", "integration_retry", "integration_test"];

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let Some(package) = contract.package("service") else { return Ok(Vec::new()) };
    let ports: Vec<Remote> = contract.ports.iter().map(|port| Remote::new(contract, port)).collect();
    let has_operations = ports.iter().any(|port| !port.operations.is_empty());
    let for_ports: &[&str] = match ports.len() {
        0 => &[],
        // Nothing can be asked of a port without operations, so there is nothing to test.
        _ if has_operations => &["integration", "integration_ports_test"],
        _ => &["integration"],
    };
    let context = json!({ "ports": ports });
    GENERAL
        .iter()
        .chain(for_ports)
        .map(|name| {
            let text = renderer.go(&format!("integration_coordinator/{name}.go.j2"), "service", &context)?;
            Ok(File::new(format!("{}/{name}.go", package.dir), text))
        })
        .collect()
}

/// The adapter of one port.
#[derive(Debug, Serialize)]
struct Remote {
    name: String,
    remote: String,
    constructor: String,
    operations: Vec<RemoteOperation>,
}

/// An operation as the adapter writes it.
#[derive(Debug, Serialize)]
struct RemoteOperation {
    name: String,
    params: Vec<String>,
    arguments: Vec<Argument>,
    /// Types of the results before the error.
    answers: Vec<String>,
    /// Valid arguments behind `ctx`.
    samples: Vec<String>,
    /// What stands left of `err` in a call whose results nobody wants.
    blanks: String,
}

/// A parameter in the encoded request.
#[derive(Debug, Serialize)]
struct Argument {
    key: String,
    name: String,
}

impl Remote {
    fn new(contract: &Contract, port: &Port) -> Self {
        Self {
            name: port.name.clone(),
            remote: format!("remote{}", port.name),
            constructor: format!("NewRemote{}", port.name),
            operations: port.operations.iter().map(|operation| RemoteOperation::new(contract, operation)).collect(),
        }
    }
}

impl RemoteOperation {
    fn new(contract: &Contract, operation: &PortOperation) -> Self {
        let params = operation.params.iter();
        let given: Vec<_> = operation.params.iter().filter(|param| param.ty != "context.Context").collect();
        let answers: Vec<String> = operation
            .results
            .iter()
            .filter(|result| result.ty != "error")
            .map(|result| go_type(contract, "service", &result.ty))
            .collect();
        Self {
            name: operation.name.clone(),
            params: params.map(|param| format!("{} {}", param.name, go_type(contract, "service", &param.ty))).collect(),
            arguments: given.iter().map(|param| Argument { key: names::snake(&param.name), name: param.name.clone() }).collect(),
            blanks: "_, ".repeat(answers.len()),
            answers,
            samples: given.iter().zip(1..).map(|(param, n)| go_values::sample(contract, "service", &param.ty, n)).collect(),
        }
    }
}
