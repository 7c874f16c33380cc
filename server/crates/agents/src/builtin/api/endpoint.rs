//! One endpoint as handlers, tests and documents see it.

use serde::Serialize;
use serde_json::Value;
use specwave_golang::{Type, names};
use specwave_plan::contract::{Contract, Dto, Endpoint, Operation, Response, ServicePattern, Source};

use super::access::{Access, AccessRule, access_of, owner_parameter};
use super::example::{example_of, examples_of_body, text_of};
use crate::builtin::go_text::{go_string, sentence};

/// An endpoint with everything that templates ask about it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EndpointView<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// The Go constant of the method, or a string literal where there is none.
    pub(crate) method_name: String,
    pub(crate) handler: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) sentence: String,
    /// The DTO that takes everything in.
    dto: Option<&'a str>,
    /// How the body is read: `required`, `optional` or `none`.
    pub(crate) body: &'static str,
    path_fields: Vec<Parameter<'a>>,
    query_fields: Vec<Parameter<'a>>,
    /// Method of the request that gives the operation's arguments.
    arguments: &'a str,
    /// Variables that take them.
    argument_names: Vec<String>,
    /// What the operation is called with behind the context.
    call_arguments: Vec<String>,
    /// Whether the operation reads the body itself, as bytes.
    pub(crate) raw_body: bool,
    /// Variables that take the operation's results before the error.
    result_names: Vec<String>,
    response: ResponseView<'a>,
    /// Keys of the response's JSON object.
    response_keys: Vec<&'a str>,
    /// Those of them that are always there.
    required_keys: Vec<&'a str>,
    pub(crate) status: u16,
    /// The Go constant of the status, or the number where there is none.
    status_name: String,
    pub(crate) public: bool,
    pub(crate) access: Access,
    pub(crate) rate_limit: Option<u32>,
    pub(crate) cache_seconds: Option<u32>,
    /// A valid request.
    pub(crate) request: Sample,
}

impl EndpointView<'_> {
    /// Method and path as `http.ServeMux` takes them.
    pub(crate) fn pattern(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether the answer is a stream of bytes.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.response, ResponseView::Stream | ResponseView::Bytes)
    }
}

/// A parameter of path or query and the request's field for it.
#[derive(Debug, Clone, Serialize)]
struct Parameter<'a> {
    field: &'a str,
    key: &'a str,
}

/// What is answered on success.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum ResponseView<'a> {
    Empty,
    Json { dto: &'a str, converter: &'a str },
    Stream,
    Bytes,
}

/// A valid request.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sample {
    /// Path and query.
    pub(crate) target: String,
    /// Body; empty without one.
    pub(crate) body: String,
    /// Who is allowed to send it.
    pub(crate) subject: String,
    /// Targets with one parameter malformed.
    pub(crate) malformed: Vec<String>,
}

/// The view of an endpoint with the operation behind it.
pub(super) fn view<'a>(
    contract: &'a Contract,
    operation: &'a Operation<ServicePattern>,
    endpoint: &'a Endpoint,
    rules: &[AccessRule],
) -> EndpointView<'a> {
    let request = contract.dtos.iter().find(|dto| Some(&dto.name) == endpoint.request.as_ref());
    let arguments = arguments(contract, operation, endpoint.has_body, request.is_some());
    EndpointView {
        method: &endpoint.method,
        path: &endpoint.path,
        method_name: method_name(&endpoint.method),
        handler: &endpoint.handler,
        operation: &endpoint.operation,
        sentence: sentence(&endpoint.doc),
        dto: request.map(|dto| dto.name.as_str()),
        body: body(request, endpoint.has_body),
        path_fields: request.map(|dto| parameters_from(dto, |source| matches!(source, Source::Path(_)))).unwrap_or_default(),
        query_fields: request.map(|dto| parameters_from(dto, |source| matches!(source, Source::Query(_)))).unwrap_or_default(),
        arguments: &endpoint.arguments,
        raw_body: arguments.calls.iter().any(|call| call == RAW_BODY),
        argument_names: arguments.names,
        call_arguments: arguments.calls,
        result_names: result_names(operation, &endpoint.response),
        response: response(operation, endpoint),
        response_keys: response_keys(contract, endpoint, false),
        required_keys: response_keys(contract, endpoint, true),
        status: endpoint.status,
        status_name: status_name(endpoint.status),
        public: !endpoint.authenticated,
        access: access_of(endpoint),
        rate_limit: endpoint.rate_limit.filter(|limit| *limit > 0),
        cache_seconds: endpoint.cache_seconds.filter(|seconds| *seconds > 0),
        request: sample(contract, endpoint, request, rules),
    }
}

fn body(request: Option<&Dto>, has_body: bool) -> &'static str {
    let Some(dto) = request.filter(|_| has_body) else { return "none" };
    let required = dto.fields.iter().any(|field| field.source == Source::Body && field.field.required);
    if required { "required" } else { "optional" }
}

fn parameters_from(dto: &Dto, wanted: impl Fn(&Source) -> bool) -> Vec<Parameter<'_>> {
    let fields = dto.fields.iter().filter(|field| wanted(&field.source));
    fields
        .filter_map(|field| match &field.source {
            Source::Path(key) | Source::Query(key) => Some(Parameter { field: &field.field.name, key }),
            Source::Body => None,
        })
        .collect()
}

/// What a handler passes on for a parameter that reads: the body of its request, which the router limits.
const RAW_BODY: &str = "r.Body";

/// Variables for the arguments of an operation, and the expressions that it is called with.
struct Arguments {
    names: Vec<String>,
    calls: Vec<String>,
}

fn arguments(contract: &Contract, operation: &Operation<ServicePattern>, has_body: bool, has_request: bool) -> Arguments {
    let mut taken = Taken::new(contract);
    let mut arguments = Arguments { names: Vec::new(), calls: Vec::new() };
    for param in operation.params.iter().skip(1).filter(|_| has_request) {
        if !has_body && Type::parse(&param.ty).is_some_and(|ty| is_reader(&ty)) {
            arguments.names.push("_".to_owned());
            arguments.calls.push(RAW_BODY.to_owned());
            continue;
        }
        let name = taken.name(&param.name);
        let spread = if param.ty.starts_with("...") { "..." } else { "" };
        arguments.calls.push(format!("{name}{spread}"));
        arguments.names.push(name);
    }
    arguments
}

/// Names that a handler's body uses already.
struct Taken {
    names: Vec<String>,
}

impl Taken {
    fn new(contract: &Contract) -> Self {
        let own = ["w", "r", "h", "err", "request", "query", "result", "http", "io", "bytes", "time", "context"];
        let aliases = contract.packages.iter().map(|package| package.alias.clone());
        Self { names: own.into_iter().map(str::to_owned).chain(aliases).collect() }
    }

    /// A variable for a parameter that shadows nothing.
    fn name(&mut self, wanted: &str) -> String {
        let wanted = names::unexported(wanted);
        let mut name = if wanted.is_empty() { "argument".to_owned() } else { wanted };
        while self.names.contains(&name) {
            name.push_str("Value");
        }
        self.names.push(name.clone());
        name
    }
}

fn result_names(operation: &Operation<ServicePattern>, response: &Response) -> Vec<String> {
    let count = operation.results.len().saturating_sub(1);
    match (response, count) {
        (Response::Empty, count) => vec!["_".to_owned(); count],
        (_, 1) => vec!["result".to_owned()],
        (_, count) => (1..=count).map(|n| format!("result{n}")).collect(),
    }
}

fn response<'a>(operation: &Operation<ServicePattern>, endpoint: &'a Endpoint) -> ResponseView<'a> {
    match &endpoint.response {
        Response::Empty => ResponseView::Empty,
        Response::Stream if operation.results.first().is_some_and(|result| result.ty == "[]byte") => ResponseView::Bytes,
        Response::Stream => ResponseView::Stream,
        Response::Json { dto, converter } => ResponseView::Json { dto, converter },
    }
}

/// Keys of the response's JSON object; those that are always there only, if `required`.
fn response_keys<'a>(contract: &'a Contract, endpoint: &Endpoint, required: bool) -> Vec<&'a str> {
    let dto = contract.dtos.iter().find(|dto| Some(dto.name.as_str()) == endpoint.response_dto());
    let fields = dto.map(|dto| dto.fields.as_slice()).unwrap_or_default();
    fields.iter().filter(|field| field.field.required || !required).map(|field| field.field.key.as_str()).collect()
}

/// The constant of package `net/http` for a method.
fn method_name(method: &str) -> String {
    let constant = match method {
        "GET" => "Get",
        "HEAD" => "Head",
        "POST" => "Post",
        "PUT" => "Put",
        "PATCH" => "Patch",
        "DELETE" => "Delete",
        "OPTIONS" => "Options",
        other => return go_string(other),
    };
    format!("http.Method{constant}")
}

/// The constant of package `net/http` for a status.
fn status_name(status: u16) -> String {
    let name = match status {
        200 => "StatusOK",
        201 => "StatusCreated",
        202 => "StatusAccepted",
        204 => "StatusNoContent",
        206 => "StatusPartialContent",
        207 => "StatusMultiStatus",
        other => return other.to_string(),
    };
    format!("http.{name}")
}

/// The subject that tests authenticate as where no parameter names another one.
const TESTER: &str = "tester";

fn sample(contract: &Contract, endpoint: &Endpoint, request: Option<&Dto>, rules: &[AccessRule]) -> Sample {
    let mut given = Given { path: Vec::new(), query: Vec::new() };
    let mut formatted = Vec::new();
    for field in request.map(|dto| dto.fields.as_slice()).unwrap_or_default() {
        let text = text_of(&example_of(contract, field));
        let checked = field.format == "uuid" || !field.one_of.is_empty();
        match &field.source {
            Source::Body => continue,
            Source::Path(name) => given.path.push((name, text)),
            Source::Query(name) => given.query.push((name, text)),
        }
        if checked {
            formatted.push(&field.source);
        }
    }
    let owner = owner_parameter(contract, endpoint, rules);
    let subject = owner.and_then(|owner| given.value(owner)).unwrap_or(TESTER);
    let body = request.filter(|_| endpoint.has_body).map(|dto| examples_of_body(contract, dto));
    Sample {
        target: given.target(&endpoint.path, None),
        body: body.as_ref().map(Value::to_string).unwrap_or_default(),
        subject: subject.to_owned(),
        malformed: formatted.iter().map(|source| given.target(&endpoint.path, Some(source))).collect(),
    }
}

/// The parameters of a sample request.
struct Given<'a> {
    path: Vec<(&'a str, String)>,
    query: Vec<(&'a str, String)>,
}

impl Given<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        self.path.iter().chain(&self.query).find(|(given, _)| *given == name).map(|(_, text)| text.as_str())
    }

    /// Path and query with all parameters; that of `malformed` gets a text that no format allows.
    fn target(&self, path: &str, malformed: Option<&Source>) -> String {
        const MALFORMED: &str = "not-one-of-these";
        let text = |source: Source, text: &str| if malformed == Some(&source) { MALFORMED.to_owned() } else { text.to_owned() };
        let mut target: Vec<String> = Vec::new();
        for segment in path.split('/') {
            target.push(match wildcard(segment) {
                Some("$") => String::new(),
                Some(name) => {
                    let value = self.value(name).filter(|value| !value.is_empty()).unwrap_or("1");
                    percent_encoded(&text(Source::Path(name.to_owned()), value))
                }
                None => segment.to_owned(),
            });
        }
        let query: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| {
                let value = text(Source::Query((*name).to_owned()), value);
                format!("{}={}", percent_encoded(name), percent_encoded(&value))
            })
            .collect();
        let target = target.join("/");
        if query.is_empty() { target } else { format!("{target}?{}", query.join("&")) }
    }
}

/// The name in `{name}` or `{name...}`.
pub(super) fn wildcard(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    Some(name.strip_suffix("...").unwrap_or(name))
}

fn percent_encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Whether a result is an interface that a plain literal cannot stand for.
pub(super) fn is_reader(ty: &Type) -> bool {
    matches!(ty.base(), Some((Some("io"), "Reader" | "ReadCloser")))
}
