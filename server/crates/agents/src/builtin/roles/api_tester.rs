//! The files of the API tester: tests and benchmarks of the whole API, from HTTP to fakes of the services.

use serde::Serialize;
use serde_json::json;
use specwave_golang::names;
use specwave_plan::contract::{Contract, Target};

use crate::builtin::File;
use crate::builtin::api::{
    AccessRule, EndpointView, HandlerView, access_rules, feature_identifier, feature_stem, handlers, is_about, path_in,
};
use crate::builtin::renderer::{RenderError, Renderer};

/// Test files by the end of their name; the first is there even without endpoints.
const TESTS: &[&str] = &["api_test.go", "api_integration_test.go", "api_errors_test.go", "api_benchmark_test.go"];

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let rules = access_rules(contract);
    let handlers = handlers(contract, &rules);
    let endpoints: Vec<&EndpointView<'_>> = handlers.iter().flat_map(|handler| &handler.endpoints).collect();
    let feature = feature_identifier(contract);
    let context = json!({
        "feature": feature,
        "api": format!("{}API", names::unexported(&feature)),
        "handlers": handlers,
        "roles": rules.iter().map(|rule| rule.role.as_str()).collect::<Vec<_>>(),
        "guarded": endpoints.iter().any(|endpoint| !endpoint.public),
        "restricted": restricted(&endpoints, &rules),
        "bodies": endpoints.iter().any(|endpoint| endpoint.body != "none"),
        "benchmarks": benchmarks(contract, &handlers),
        "unknown_path": unknown_path(&endpoints),
        "health": health(&endpoints),
    });
    let written = if handlers.is_empty() { &TESTS[..1] } else { TESTS };
    let mut files = Vec::new();
    for ending in written {
        let text = renderer.external_test(&format!("api_tester/{ending}.j2"), "rest", &context)?;
        files.push(File::new(path_in(contract, "rest", &format!("{}_{ending}", feature_stem(contract))), text));
    }
    Ok(files)
}

/// Patterns of the endpoints whose access some rule restricts to a role.
fn restricted(endpoints: &[&EndpointView<'_>], rules: &[AccessRule]) -> Vec<String> {
    let ruled =
        |endpoint: &&&EndpointView<'_>| !endpoint.public && rules.iter().any(|rule| rule.access.contains(&endpoint.access));
    endpoints.iter().filter(ruled).map(|endpoint| endpoint.pattern()).collect()
}

/// A path that no endpoint takes; `None` where the first segment of one may be anything.
fn unknown_path(endpoints: &[&EndpointView<'_>]) -> Option<&'static str> {
    let takes_any = |endpoint: &&EndpointView<'_>| endpoint.path.starts_with("/{") || endpoint.path == "/";
    (!endpoints.iter().any(takes_any)).then_some("/no-such-path")
}

/// Paths of the health endpoints that the router adds: those that no endpoint of the feature takes.
fn health(endpoints: &[&EndpointView<'_>]) -> Vec<&'static str> {
    let is_free = |path: &&str| !endpoints.iter().any(|endpoint| endpoint.method == "GET" && endpoint.path == *path);
    ["/healthz", "/readyz"].into_iter().filter(is_free).collect()
}

/// An endpoint that is measured.
#[derive(Debug, Serialize)]
struct Benchmark<'a> {
    handler: &'a str,
    pattern: String,
    /// The spec's targets that are about it.
    targets: Vec<String>,
}

/// Endpoints that a latency target is about, by the words of their operation; without any, those that are
/// called most, as their rate limits tell.
fn benchmarks<'a>(contract: &Contract, handlers: &'a [HandlerView<'_>]) -> Vec<Benchmark<'a>> {
    let endpoints: Vec<&EndpointView<'_>> = handlers.iter().flat_map(|handler| &handler.endpoints).collect();
    let benchmark = |endpoint: &&'a EndpointView<'_>| {
        let targets = contract.targets.iter().filter(|target| is_about(target, endpoint)).map(Target::in_words).collect();
        Benchmark { handler: endpoint.handler, pattern: endpoint.pattern(), targets }
    };
    let mut measured: Vec<Benchmark<'_>> = endpoints.iter().map(benchmark).collect();
    if measured.iter().any(|benchmark| !benchmark.targets.is_empty()) {
        measured.retain(|benchmark| !benchmark.targets.is_empty());
    } else if let Some(busiest) = endpoints.iter().map(|endpoint| endpoint.rate_limit).max() {
        let patterns: Vec<String> =
            endpoints.iter().filter(|endpoint| endpoint.rate_limit == busiest).map(|endpoint| endpoint.pattern()).collect();
        measured.retain(|benchmark| patterns.contains(&benchmark.pattern));
    }
    measured
}
