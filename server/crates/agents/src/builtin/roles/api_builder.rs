//! The files of the API builder: handlers, the router, and the middleware that guards nothing but the server.

use serde::Serialize;
use serde_json::json;
use specwave_golang::names;
use specwave_plan::contract::Contract;

use crate::builtin::File;
use crate::builtin::api::{HandlerView, access_rules, feature_identifier, handlers, path_in};
use crate::builtin::renderer::{RenderError, Renderer};

/// Files of package `middleware`; the same for every feature, as are those of [`REST`].
const MIDDLEWARE: &[&str] = &[
    "chain.go",
    "chain_test.go",
    "logging.go",
    "logging_test.go",
    "problem.go",
    "rate_limit.go",
    "rate_limit_test.go",
    "recovery.go",
    "recovery_test.go",
    "request_id.go",
    "request_id_test.go",
    "response_recorder.go",
    "timeout.go",
];

/// Files of package `rest` that every API needs.
const REST: &[&str] =
    &["health.go", "json.go", "json_test.go", "problem.go", "route.go", "router.go", "router_test.go", "unrouted.go"];

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let mut files = Vec::new();
    for file in MIDDLEWARE {
        files.push(write(contract, renderer, "middleware", file)?);
    }
    for file in REST {
        files.push(write(contract, renderer, "rest", file)?);
    }
    let handlers = handlers(contract, &access_rules(contract));
    for file in helpers(&handlers) {
        files.push(write(contract, renderer, "rest", file)?);
    }
    if handlers.is_empty() {
        return Ok(files);
    }
    let domain = contract.package("domain").map(|package| package.name.as_str()).unwrap_or_default();
    let domain_error = format!("wrap{}Error", names::exported(domain));
    for (template, suffix) in [("domain_problem.go", ""), ("domain_problem_test.go", "_test")] {
        let text = renderer.go(&format!("api_builder/rest/{template}.j2"), "rest", json!({ "domain_error": domain_error }))?;
        files.push(File::new(path_in(contract, "rest", &format!("{domain}_problem{suffix}.go")), text));
    }
    for handler in &handlers {
        files.extend(handler_files(contract, renderer, handler, &domain_error)?);
    }
    Ok(files)
}

fn write(contract: &Contract, renderer: &Renderer, package: &str, file: &str) -> Result<File, RenderError> {
    let text = renderer.go(&format!("api_builder/{package}/{file}.j2"), package, ())?;
    Ok(File::new(path_in(contract, package, file), text))
}

/// Helpers of handlers and their tests, as far as the endpoints need them.
fn helpers(handlers: &[HandlerView<'_>]) -> Vec<&'static str> {
    let any = |test: fn(&crate::builtin::api::EndpointView<'_>) -> bool| {
        handlers.iter().flat_map(|handler| &handler.endpoints).any(test)
    };
    let mut files = Vec::new();
    if !handlers.is_empty() {
        files.push("unguarded_test.go");
    }
    if any(|endpoint| endpoint.body == "optional") {
        files.extend(["optional_json.go", "optional_json_test.go"]);
    }
    if any(|endpoint| endpoint.is_stream()) {
        files.extend(["stream.go", "stream_test.go"]);
    }
    files
}

fn handler_files(
    contract: &Contract,
    renderer: &Renderer,
    handler: &HandlerView<'_>,
    domain_error: &str,
) -> Result<[File; 2], RenderError> {
    let guarded = handler.endpoints.iter().any(|endpoint| !endpoint.public);
    let rules = format!("{}Rules", feature_identifier(contract));
    let refusals = refusals(handler);
    let code = renderer.go(
        "api_builder/rest/handler.go.j2",
        "rest",
        json!({ "handler": handler, "guarded": guarded, "rules": rules, "domain_error": domain_error }),
    )?;
    let test = renderer.go("api_builder/rest/handler_test.go.j2", "rest", json!({ "handler": handler, "refusals": refusals }))?;
    let path = |suffix: &str| path_in(contract, "rest", &format!("{}_handler{suffix}.go", handler.stem));
    Ok([File::new(path(""), code), File::new(path("_test"), test)])
}

/// A request that a handler has to refuse.
#[derive(Debug, Serialize)]
struct Refusal<'a> {
    name: String,
    method: &'a str,
    target: &'a str,
    body: &'a str,
}

/// Malformed bodies and parameters for every endpoint that takes some.
fn refusals<'a>(handler: &'a HandlerView<'_>) -> Vec<Refusal<'a>> {
    let mut refusals = Vec::new();
    for endpoint in &handler.endpoints {
        let mut refuse = |what: &str, target: &'a str, body: &'a str| {
            let name = format!("{} with {what}", endpoint.handler);
            refusals.push(Refusal { name, method: &endpoint.method_name, target, body });
        };
        if endpoint.body != "none" {
            refuse("a body that is cut off", &endpoint.request.target, "{");
            refuse("an unknown field", &endpoint.request.target, r#"{"no_such_field": 1}"#);
        }
        for target in &endpoint.request.malformed {
            refuse("a malformed parameter", target, &endpoint.request.body);
        }
    }
    refusals
}
