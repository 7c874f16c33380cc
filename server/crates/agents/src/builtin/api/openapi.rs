//! The OpenAPI 3.1 description of a feature's endpoints, as data.

use serde_json::{Map, Value, json};
use specwave_golang::{Type, names};
use specwave_plan::contract::{Body, Contract, Dto, Endpoint, Operation, Response, ServicePattern, Source};

use super::access::{AccessRule, access_of};
use super::endpoint::{is_reader, wildcard};
use super::example::examples_of_body;
use super::handler::HandlerView;
use super::schema::{PROBLEM, field_schema, reference, schemas};
use crate::builtin::go_text::sentence;

/// The document for the endpoints that the handlers serve, and the health endpoints beside them.
pub(crate) fn document(contract: &Contract, handlers: &[HandlerView<'_>], rules: &[AccessRule]) -> Value {
    let mut info = json!({ "title": contract.feature.name, "version": "1.0.0" });
    let summary = sentence(&contract.feature.summary);
    if !summary.is_empty() {
        info["description"] = Value::from(summary);
    }
    json!({
        "openapi": "3.1.0",
        "info": info,
        "security": [{ "bearer": [] }],
        "tags": tags(handlers),
        "paths": paths(contract, handlers, rules),
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
            "responses": problem_responses(),
            "schemas": schemas(contract),
        },
    })
}

/// The tag of the health endpoints.
const HEALTH: &str = "Health";

fn tags(handlers: &[HandlerView<'_>]) -> Vec<Value> {
    handlers.iter().map(|handler| handler.service).chain([HEALTH]).map(|name| json!({ "name": name })).collect()
}

fn paths(contract: &Contract, handlers: &[HandlerView<'_>], rules: &[AccessRule]) -> Value {
    let mut paths = Map::new();
    let served = |endpoint: &&Endpoint| {
        let by = |handler: &HandlerView<'_>| handler.endpoints.iter().any(|view| view.handler == endpoint.handler);
        handlers.iter().any(by)
    };
    for endpoint in contract.endpoints.iter().filter(served) {
        // Only these verbs have a place in OpenAPI.
        if !["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"].contains(&endpoint.method.as_str()) {
            continue;
        }
        let item = paths.entry(template(&endpoint.path)).or_insert_with(|| json!({}));
        item[endpoint.method.to_lowercase()] = operation(contract, endpoint, rules);
    }
    for (path, summary, operation_id) in [
        ("/healthz", "Whether the process lives.", "liveness"),
        ("/readyz", "Whether the application can do its work.", "readiness"),
    ] {
        paths.entry(path).or_insert_with(|| json!({ "get": health(summary, operation_id) }));
    }
    Value::Object(paths)
}

/// A path of `http.ServeMux` as OpenAPI writes it.
fn template(path: &str) -> String {
    let segment = |segment: &str| match wildcard(segment) {
        Some("$") => String::new(),
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn health(summary: &str, operation_id: &str) -> Value {
    let schema = json!({ "type": "object", "required": ["status"], "properties": { "status": { "type": "string" } } });
    json!({
        "operationId": operation_id,
        "summary": summary,
        "tags": [HEALTH],
        "security": [],
        "responses": {
            "200": { "description": "It does.", "content": { "application/json": { "schema": schema } } },
            "default": { "$ref": "#/components/responses/Problem" },
        },
    })
}

fn operation(contract: &Contract, endpoint: &Endpoint, rules: &[AccessRule]) -> Value {
    let request = contract.dtos.iter().find(|dto| Some(&dto.name) == endpoint.request.as_ref());
    let mut operation = Map::new();
    operation.insert("operationId".to_owned(), Value::from(names::unexported(&endpoint.handler)));
    let summary = sentence(&endpoint.doc);
    let summary = if summary.is_empty() { sentence(&names::words(&endpoint.operation).join(" ")) } else { summary };
    operation.insert("summary".to_owned(), Value::from(summary));
    operation.insert("tags".to_owned(), json!([endpoint.service]));
    if endpoint.authenticated {
        if let Some(description) = access_description(endpoint, rules) {
            operation.insert("description".to_owned(), Value::from(description));
        }
    } else {
        operation.insert("security".to_owned(), json!([]));
    }
    let parameters = parameters(contract, endpoint, request);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), Value::from(parameters));
    }
    if let Some(dto) = request.filter(|_| endpoint.has_body) {
        let required = dto.fields.iter().any(|field| field.source == Source::Body && field.field.required);
        let content = json!({ "schema": reference(&dto.name), "example": examples_of_body(contract, dto) });
        let body = json!({ "required": required, "content": { "application/json": content } });
        operation.insert("requestBody".to_owned(), body);
    }
    if takes_bytes(contract, endpoint) {
        let body = json!({ "required": true, "content": { "application/octet-stream": { "schema": {} } } });
        operation.insert("requestBody".to_owned(), body);
    }
    operation.insert("responses".to_owned(), responses(contract, endpoint));
    if let Some(limit) = endpoint.rate_limit {
        operation.insert("x-requests-per-second".to_owned(), Value::from(limit));
    }
    Value::Object(operation)
}

/// Which roles may use the endpoint; `None` where every authenticated caller may.
fn access_description(endpoint: &Endpoint, rules: &[AccessRule]) -> Option<String> {
    let access = access_of(endpoint);
    let of_rule = |rule: &AccessRule| match &rule.own_parameter {
        Some(own) => format!("{} (where `{own}` is given: only their own)", rule.role),
        None => rule.role.clone(),
    };
    let roles: Vec<String> = rules.iter().filter(|rule| rule.access.contains(&access)).map(of_rule).collect();
    (!roles.is_empty()).then(|| format!("For the roles {}.", roles.join(", ")))
}

/// Parameters of the path, all of them, and of the query.
fn parameters(contract: &Contract, endpoint: &Endpoint, request: Option<&Dto>) -> Vec<Value> {
    let fields = request.map(|dto| dto.fields.as_slice()).unwrap_or_default();
    let in_path = endpoint.path.split('/').filter_map(wildcard).filter(|name| *name != "$").map(|name| {
        let field = fields.iter().find(|field| matches!(&field.source, Source::Path(given) if given == name));
        let schema = field.map_or_else(|| json!({ "type": "string" }), |field| field_schema(contract, field));
        json!({ "name": name, "in": "path", "required": true, "schema": schema })
    });
    let in_query = fields.iter().filter_map(|field| match &field.source {
        Source::Query(name) => Some(json!({
            "name": name,
            "in": "query",
            "required": field.field.required,
            "schema": field_schema(contract, field),
        })),
        _ => None,
    });
    in_path.chain(in_query).collect()
}

/// Whether the operation reads the body itself.
fn takes_bytes(contract: &Contract, endpoint: &Endpoint) -> bool {
    let reads = |operation: &Operation<ServicePattern>| {
        operation.params.iter().filter_map(|param| Type::parse(&param.ty)).any(|ty| is_reader(&ty))
    };
    !endpoint.has_body && operation_behind(contract, endpoint).is_some_and(reads)
}

fn operation_behind<'a>(contract: &'a Contract, endpoint: &Endpoint) -> Option<&'a Operation<ServicePattern>> {
    let service = contract.services.iter().find(|service| service.name == endpoint.service)?;
    service.operations.iter().find(|operation| operation.name == endpoint.operation)
}

fn responses(contract: &Contract, endpoint: &Endpoint) -> Value {
    let mut responses = Map::new();
    responses.insert(endpoint.status.to_string(), success(contract, endpoint));
    let behind = operation_behind(contract, endpoint);
    let not_implemented = behind.is_some_and(|operation| matches!(operation.body, Body::NotImplemented(_)));
    let possible = [
        (400, endpoint.request.is_some()),
        (401, endpoint.authenticated),
        (403, endpoint.authenticated),
        (404, true),
        (409, endpoint.method != "GET"),
        (429, true),
        (501, not_implemented),
    ];
    for (status, _) in possible.iter().filter(|(_, possible)| *possible) {
        let name = PROBLEMS.iter().find(|(known, ..)| known == status).map_or("Problem", |(_, name, _)| name);
        responses.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }));
    }
    responses.insert("default".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    Value::Object(responses)
}

fn success(contract: &Contract, endpoint: &Endpoint) -> Value {
    match &endpoint.response {
        Response::Empty => json!({ "description": "Done." }),
        Response::Stream => json!({
            "description": "The bytes.",
            "content": { "application/octet-stream": { "schema": {} } },
        }),
        Response::Json { dto, .. } => {
            let declared = contract.dtos.iter().find(|found| found.name == *dto);
            let example = declared.map_or(Value::Null, |dto| examples_of_body(contract, dto));
            let description = declared.map(|dto| sentence(&dto.doc)).filter(|doc| !doc.is_empty());
            json!({
                "description": description.unwrap_or_else(|| format!("{dto}.")),
                "content": { "application/json": { "schema": reference(dto), "example": example } },
            })
        }
    }
}

/// Statuses of failure with the name of their response and what they say.
const PROBLEMS: &[(u16, &str, &str)] = &[
    (400, "BadRequest", "The request is malformed or a value is not allowed; `field` names which."),
    (401, "Unauthorized", "The bearer token is missing, invalid or expired."),
    (403, "Forbidden", "The caller's roles do not permit the request."),
    (404, "NotFound", "What the request is about does not exist."),
    (409, "Conflict", "The present state does not allow the change."),
    (429, "TooManyRequests", "The caller has to wait as long as `Retry-After` says."),
    (501, "NotImplemented", "The operation behind the endpoint is not implemented yet."),
];

fn problem_responses() -> Value {
    let content = json!({ "application/problem+json": { "schema": reference(PROBLEM) } });
    let mut responses = Map::new();
    for (status, name, description) in PROBLEMS {
        let mut response = json!({ "description": description, "content": content });
        if *status == 429 {
            let header = json!({ "description": "Seconds to wait.", "schema": { "type": "integer" } });
            response["headers"] = json!({ "Retry-After": header });
        }
        responses.insert((*name).to_owned(), response);
    }
    responses.insert("Problem".to_owned(), json!({ "description": "Any other failure.", "content": content }));
    Value::Object(responses)
}
