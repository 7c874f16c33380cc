//! Handlers: one Go type per service that endpoints lead to.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{Contract, Operation, Param, Response, Service, ServicePattern};

use super::access::AccessRule;
use super::endpoint::{EndpointView, view};
use super::samples::result_sample;

/// A handler with everything that templates ask about it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HandlerView<'a> {
    /// The service's name.
    pub(crate) service: &'a str,
    /// The interface through which the handler sees the service.
    pub(crate) interface: String,
    /// The handler's type.
    pub(crate) name: String,
    /// Stem of its files, without `_handler`.
    pub(crate) stem: String,
    /// The operations behind its endpoints, each once, in the order of the service.
    pub(crate) operations: Vec<OperationView<'a>>,
    /// Its endpoints in contract order.
    pub(crate) endpoints: Vec<EndpointView<'a>>,
}

/// An operation of a service as handlers and fakes declare it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OperationView<'a> {
    pub(crate) name: &'a str,
    params: &'a [Param],
    results: &'a [Param],
    /// Values before the error that a fake in package `rest` answers with.
    samples: Vec<String>,
    /// The same for a fake outside of it.
    external_samples: Vec<String>,
}

/// The handlers of a contract. An endpoint whose operation nothing declares has none.
pub(crate) fn handlers<'a>(contract: &'a Contract, rules: &[AccessRule]) -> Vec<HandlerView<'a>> {
    let mut taken: Vec<String> = RESERVED.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(contract.dtos.iter().map(|dto| dto.name.clone()));
    taken.extend(contract.endpoints.iter().filter_map(|endpoint| match &endpoint.response {
        Response::Json { converter, .. } => Some(converter.clone()),
        Response::Empty | Response::Stream => None,
    }));
    contract.services.iter().filter_map(|service| handler(contract, service, rules, &mut taken)).collect()
}

/// Exported names of package `rest` that belong to no service.
const RESERVED: &[&str] =
    &["APIRoute", "DefaultMaxBodyBytes", "DefaultRateLimit", "DefaultRequestTimeout", "NewRouter", "RouterConfig"];

fn handler<'a>(
    contract: &'a Contract,
    service: &'a Service,
    rules: &[AccessRule],
    taken: &mut Vec<String>,
) -> Option<HandlerView<'a>> {
    let behind = |name: &str| service.operations.iter().find(|operation| operation.name == name);
    let endpoints: Vec<EndpointView<'a>> = contract
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.service == service.name)
        .filter_map(|endpoint| Some(view(contract, behind(&endpoint.operation)?, endpoint, rules)))
        .collect();
    if endpoints.is_empty() {
        return None;
    }
    let used = |operation: &&Operation<ServicePattern>| endpoints.iter().any(|endpoint| endpoint.operation == operation.name);
    let operations = service.operations.iter().filter(used).map(|operation| operation_view(contract, operation)).collect();
    let shared = service.shared_name();
    let subject = shared.strip_suffix("Service").filter(|subject| !subject.is_empty()).unwrap_or(&shared);
    let interface = free_name(&shared, "Operations", taken);
    let name = free_name(&format!("{subject}Handler"), "HTTP", taken);
    let stem = names::snake(name.strip_suffix("Handler").unwrap_or(&name));
    Some(HandlerView { service: &service.name, interface, name, stem, operations, endpoints })
}

/// `wanted`, with `suffix` as often as others have the name; the name and its constructor are taken from then on.
fn free_name(wanted: &str, suffix: &str, taken: &mut Vec<String>) -> String {
    let mut name = wanted.to_owned();
    while taken.contains(&name) || taken.contains(&format!("New{name}")) {
        name.push_str(suffix);
    }
    taken.extend([name.clone(), format!("New{name}")]);
    name
}

fn operation_view<'a>(contract: &'a Contract, operation: &'a Operation<ServicePattern>) -> OperationView<'a> {
    let before_error = &operation.results[..operation.results.len().saturating_sub(1)];
    let samples = |from: &str| before_error.iter().map(|result| result_sample(contract, from, &result.ty)).collect();
    OperationView {
        name: &operation.name,
        params: &operation.params,
        results: &operation.results,
        samples: samples("rest"),
        external_samples: samples(""),
    }
}

#[cfg(test)]
mod tests {
    use specwave_plan::contract::{Body, Contract, Endpoint, Operation, Origin, Param, Response, Service, ServicePattern};

    use super::handlers;

    fn service(name: &str, operations: &[&str]) -> Service {
        let operation = |name: &&str| Operation::<ServicePattern> {
            name: (*name).to_owned(),
            doc: String::new(),
            params: vec![Param { name: "ctx".to_owned(), ty: "context.Context".to_owned() }],
            results: vec![Param { name: String::new(), ty: "error".to_owned() }],
            body: Body::NotImplemented(String::new()),
            origin: Origin::default(),
        };
        Service {
            name: name.to_owned(),
            file: String::new(),
            doc: String::new(),
            dependencies: Vec::new(),
            operations: operations.iter().map(operation).collect(),
            approvals: Vec::new(),
            prefix: String::new(),
            origin: Origin::default(),
        }
    }

    fn endpoint(service: &str, operation: &str) -> Endpoint {
        Endpoint {
            method: "POST".to_owned(),
            path: format!("/{operation}"),
            handler: operation.to_owned(),
            doc: String::new(),
            service: service.to_owned(),
            operation: operation.to_owned(),
            request: None,
            has_body: false,
            arguments: String::new(),
            response: Response::Empty,
            status: 204,
            rate_limit: None,
            authenticated: true,
            cache_seconds: None,
            origin: Origin::default(),
        }
    }

    #[test]
    fn names_of_handlers_collide_with_nothing() {
        let contract = Contract {
            services: vec![
                service("ConsentService", &["Grant"]),
                service("Consent", &["Check"]),
                service("ConsentHandler", &["Handle"]),
                service("NewRouter", &["Calculate"]),
                service("IdleService", &["Wait"]),
            ],
            endpoints: vec![
                endpoint("ConsentService", "Grant"),
                endpoint("Consent", "Check"),
                endpoint("ConsentHandler", "Handle"),
                endpoint("NewRouter", "Calculate"),
                endpoint("NoService", "Nothing"),
            ],
            ..Contract::default()
        };
        let names: Vec<(String, String)> =
            handlers(&contract, &[]).into_iter().map(|handler| (handler.interface, handler.name)).collect();
        let expected = [
            ("ConsentService", "ConsentHandler"),
            ("Consent", "ConsentHandlerHTTP"),
            ("ConsentHandlerOperations", "ConsentHandlerHandler"),
            ("NewRouterOperations", "NewRouterHandler"),
        ];
        assert_eq!(names, expected.map(|(interface, name)| (interface.to_owned(), name.to_owned())));
    }
}
