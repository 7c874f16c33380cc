//! Endpoints: maps with `method` and `path`, `POST /path: what it does`, and OpenAPI `paths`.

use super::fields::fields;
use super::items::locate;
use crate::declared::Declared;
use crate::endpoints::{METHODS, normal_path, read_line};
use crate::model::{Dto, Endpoint};
use crate::yaml::{Node, Value};

pub(super) fn endpoints(text: &str, node: &Node, out: &mut Declared) {
    group(text, node, "", out);
}

/// Puts the path in front that a document says its endpoints start with.
pub(super) fn put_under_base(document: &Node, endpoints: &mut [Endpoint]) {
    for endpoint in endpoints {
        endpoint.path = prefixed(base(document), &endpoint.path);
    }
}

/// The path that a map says the endpoints in it start with.
fn base(node: &Node) -> &str {
    let base = node.text_of(&["base_path", "prefix", "base_url", "base"]);
    // Of an address only the path counts.
    base.split_once("://").map_or(base, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]))
}

/// The endpoints of a list or a map, and of the groups in it; `outer` is the path that all of them start with.
fn group(text: &str, node: &Node, outer: &str, out: &mut Declared) {
    let prefix = &prefixed(outer, base(node));
    for endpoint in node.items().iter().flat_map(|item| listed(text, item, prefix)) {
        out.endpoint(endpoint);
    }
    for (key, value) in node.entries() {
        if let Some((method, path, _)) = read_line(key.text()) {
            out.endpoint(detailed(text, &method, &prefixed(prefix, &path), key, value));
        } else if key.text().starts_with('/') {
            methods_of_path(text, key, value, prefix, out);
        } else if value.get(&["path", "route", "url"]).is_some() {
            listed(text, value, prefix).into_iter().for_each(|endpoint| out.endpoint(endpoint));
        } else if matches!(&value.value, Value::List(_)) || value.get(&["endpoints", "routes"]).is_some() || holds_routes(value) {
            group(text, value, prefix, out);
        }
    }
}

/// `endpoints: {/orders: {get: …}}`: a map by path.
fn holds_routes(node: &Node) -> bool {
    node.entries().iter().any(|(key, _)| key.text().starts_with('/') || read_line(key.text()).is_some())
}

/// The path behind a prefix that it does not have yet.
fn prefixed(prefix: &str, path: &str) -> String {
    let prefix = prefix.trim_end_matches('/');
    if path.starts_with(prefix) { path.to_owned() } else { format!("{prefix}{path}") }
}

/// OpenAPI's `paths`.
pub(super) fn paths(text: &str, node: &Node, out: &mut Declared) {
    for (key, value) in node.entries().iter().filter(|(key, _)| key.text().starts_with('/')) {
        methods_of_path(text, key, value, "", out);
    }
}

fn methods_of_path(text: &str, path: &Node, value: &Node, prefix: &str, out: &mut Declared) {
    let Some(normal) = normal_path(&prefixed(prefix, path.text())) else { return };
    for (method, body) in value.entries() {
        let verb = method.text().to_uppercase();
        if METHODS.contains(&verb.as_str()) {
            let mut endpoint = detailed(text, &verb, &normal, method, body);
            endpoint.doc =
                if body.text().is_empty() { body.text_of(&["summary", "description"]) } else { body.text() }.to_owned();
            out.endpoint(endpoint);
        }
    }
}

/// The endpoints of one entry: as many as it has verbs.
fn listed(text: &str, node: &Node, prefix: &str) -> Vec<Endpoint> {
    let Some(path) = node.get(&["path", "route", "url", "endpoint", "uri"]) else {
        return in_one_line(text, node, prefix).into_iter().collect();
    };
    if let Some((method, path_read, _)) = read_line(path.text()) {
        return vec![detailed(text, &method, &prefixed(prefix, &path_read), path, node)];
    }
    let Some(normal) = normal_path(&prefixed(prefix, path.text())) else { return Vec::new() };
    verbs(node).iter().map(|method| detailed(text, method, &normal, path, node)).collect()
}

/// The verbs of `method: GET`, `method: GET, PUT` and `methods: [GET, PUT]`; one that is not told where there is none.
fn verbs(node: &Node) -> Vec<String> {
    let Some(told) = node.get(&["method", "verb", "http_method", "methods"]) else { return vec![String::new()] };
    let listed = told.items().iter().map(Node::text);
    let written = told.text().split([',', '/', '|']).chain(listed).map(|verb| verb.trim().to_uppercase());
    let verbs: Vec<String> = written.filter(|verb| !verb.is_empty()).collect();
    if verbs.is_empty() { vec![String::new()] } else { verbs }
}

/// `POST /orders: places an order`.
fn in_one_line(text: &str, node: &Node, prefix: &str) -> Option<Endpoint> {
    match &node.value {
        Value::Scalar(written) => {
            let (method, path, doc) = read_line(written)?;
            let mut endpoint = detailed(text, &method, &prefixed(prefix, &path), node, node);
            endpoint.doc = doc;
            Some(endpoint)
        }
        Value::Map(entries) => {
            let (key, value) = entries.first()?;
            let (method, path, _) = read_line(key.text())?;
            let path = prefixed(prefix, &path);
            let mut endpoint = detailed(text, &method, &path, key, if value.entries().is_empty() { node } else { value });
            if let Value::Scalar(doc) = &value.value {
                endpoint.doc = doc.clone();
            }
            Some(endpoint)
        }
        Value::List(_) => None,
    }
}

/// An endpoint with everything that `body` says about it.
fn detailed(text: &str, method: &str, path: &str, at: &Node, body: &Node) -> Endpoint {
    let query = body.get(&["query_params", "query", "query_parameters", "parameters", "params"]);
    Endpoint {
        method: method.to_owned(),
        path: path.to_owned(),
        span: at.span,
        doc: body.text_of(&["description", "purpose", "summary", "doc"]).to_owned(),
        request: body.get(&["request", "request_body", "body", "input"]).and_then(|node| dto(text, node)),
        response: body.get(&["response", "response_body", "output", "returns"]).and_then(|node| dto(text, node)),
        query: query.map_or_else(Vec::new, |node| fields(text, node)),
        rate_limit: body.text_of(&["rate_limit", "rate_limiting", "ratelimit"]).to_owned(),
        auth: body.text_of(&["auth", "authentication", "authorization", "security"]).to_owned(),
        cache: body.text_of(&["cache", "caching", "cache_ttl"]).to_owned(),
    }
}

/// A body: its type's name, or a map with `type` and `fields`, or the fields themselves.
fn dto(text: &str, node: &Node) -> Option<Dto> {
    match &node.value {
        Value::Scalar(name) => {
            let name = name.split_whitespace().next().unwrap_or_default();
            let is_name =
                name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || "_[]*.".contains(c));
            is_name.then(|| Dto { name: name.to_owned(), span: locate(text, node.span, name), fields: Vec::new() })
        }
        Value::List(_) => Some(Dto { name: String::new(), span: node.span, fields: fields(text, node) }),
        Value::Map(_) => {
            let name = node.get(&["type", "name", "schema"]).filter(|name| !name.text().is_empty());
            let listed = node.get(&["fields", "properties", "body"]);
            let fields = match (listed, name) {
                (Some(list), _) => fields(text, list),
                (None, Some(_)) => Vec::new(),
                (None, None) => fields(text, node),
            };
            let (name, span) = name.map_or((String::new(), node.span), |name| (name.text().trim().to_owned(), name.span));
            Some(Dto { name, span, fields })
        }
    }
}
