//! Endpoints: which operation each one is for, and how it is served.

use std::collections::BTreeSet;

use specwave_golang::names;
use specwave_source::Finding;
use specwave_spec::model;

use super::desk::Desk;
use super::draft::Draft;
use super::infer::wildcards;
use super::paths;
use super::requests::Request;
use super::services::ServiceDraft;
use super::subject;
use super::words::{self, Verb, singular_words};
use super::workbench::{Workbench, identifier};
use crate::contract::file_names::{REST_STEMS, stem};
use crate::contract::{Endpoint, Response, Service, Source};
use crate::findings::ENDPOINT_LEFT_OUT;

/// An endpoint and the names of the service and the operation behind it.
#[derive(Debug)]
pub(super) struct Match<'a> {
    pub(super) endpoint: &'a model::Endpoint,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) service: usize,
    pub(super) operation: String,
}

/// Elements of paths that say nothing.
const HOLLOW: &[&str] = &["api", "rest", "v1", "v2", "v3", "internal", "public"];

/// Finds the operation of each endpoint, and adds one to the fitting service where there is none.
///
/// Of endpoints that `ServeMux` refuses beside each other the first one stays; the others are reported.
pub(super) fn assign<'a>(
    bench: &mut Workbench<'a>,
    services: &mut [ServiceDraft<'a>],
    findings: &mut Vec<Finding>,
) -> Vec<Match<'a>> {
    let spec = bench.inputs.spec;
    let mut served: Vec<(&model::Endpoint, String, String)> = Vec::new();
    for endpoint in &spec.endpoints {
        let (method, path) = (verb(endpoint), paths::served(&endpoint.path));
        match served.iter().find(|(_, other, beside)| *other == method && paths::collide(&path, beside)) {
            Some((_, _, beside)) => findings.push(collision(endpoint, &method, &path, beside)),
            None => served.push((endpoint, method, path)),
        }
    }
    let mut matches: Vec<Option<(usize, String)>> = vec![None; served.len()];
    let mut used: BTreeSet<(usize, String)> = BTreeSet::new();
    for (at, service, operation) in ranked(&served, services) {
        if matches[at].is_none() && !used.contains(&(service, operation.clone())) {
            used.insert((service, operation.clone()));
            matches[at] = Some((service, operation));
        }
    }
    let mut assigned = Vec::new();
    for ((endpoint, method, path), found) in served.into_iter().zip(matches) {
        let (service, operation) = match found {
            Some(found) => found,
            None => added(bench, services, endpoint, &method, &path),
        };
        if let Some(draft) = services[service].operations.iter_mut().find(|draft| draft.name == operation) {
            draft.endpoint = draft.endpoint.or(Some(endpoint));
        }
        assigned.push(Match { endpoint, method, path, service, operation });
    }
    assigned
}

/// The verb; an endpoint without one reads unless it has a body.
fn verb(endpoint: &model::Endpoint) -> String {
    let method = endpoint.method.trim().to_uppercase();
    match method.as_str() {
        "" if endpoint.request.is_some() => "POST".to_owned(),
        "" => "GET".to_owned(),
        method if method.chars().all(|c| c.is_ascii_uppercase()) => method.to_owned(),
        _ => "GET".to_owned(),
    }
}

fn collision(endpoint: &model::Endpoint, method: &str, path: &str, beside: &str) -> Finding {
    let message = format!("`{method} {path}` is left out: Go's ServeMux cannot tell it from `{beside}`");
    ENDPOINT_LEFT_OUT.finding(endpoint.span, message)
}

/// Endpoints with operations that fit, the best fit first.
fn ranked(served: &[(&model::Endpoint, String, String)], services: &[ServiceDraft<'_>]) -> Vec<(usize, usize, String)> {
    let wanted: Vec<Wanted<'_>> = served.iter().map(|(endpoint, method, path)| Wanted::new(endpoint, method, path)).collect();
    let mut fits: Vec<(i32, usize, usize, String)> = Vec::new();
    for (number, service) in services.iter().enumerate() {
        let about = singular_words(&service.name);
        for draft in service.operations.iter().filter(|draft| !takes_code(draft)) {
            let operation = operation_words(draft, &about);
            for (at, wanted) in wanted.iter().enumerate() {
                let fit = fit(wanted, draft, &operation, &about);
                if fit > 0 {
                    fits.push((fit, at, number, draft.name.clone()));
                }
            }
        }
    }
    fits.sort_by_key(|(fit, at, ..)| (-fit, *at));
    fits.into_iter().map(|(_, at, service, operation)| (at, service, operation)).collect()
}

/// Words of the path's elements that are no wildcards, each in its singular.
fn path_words(path: &str) -> Vec<String> {
    let fixed = path.split('/').filter(|element| !element.starts_with('{') && !HOLLOW.contains(element));
    fixed.flat_map(singular_words).collect()
}

/// An endpoint as operations are compared with it.
struct Wanted<'s> {
    endpoint: &'s model::Endpoint,
    method: &'s str,
    path: &'s str,
    in_path: Vec<String>,
    /// Words of the request's name.
    asked: Vec<String>,
    /// Words of the text beside the endpoint.
    described: Vec<String>,
    /// The last element of the path.
    last: &'s str,
    /// What is done, where the path ends with it: `/activate` or `/history`.
    act: Vec<String>,
}

impl<'s> Wanted<'s> {
    fn new(endpoint: &'s model::Endpoint, method: &'s str, path: &'s str) -> Self {
        let asked = endpoint.request.as_ref().map(|dto| singular_words(&dto.name)).unwrap_or_default();
        let last = path.rsplit('/').find(|element| !element.is_empty()).unwrap_or_default();
        Self {
            endpoint,
            method,
            path,
            in_path: path_words(path),
            asked: asked.into_iter().filter(|word| !matches!(word.as_str(), "request" | "dto" | "input")).collect(),
            described: singular_words(&endpoint.doc),
            last,
            act: if last.starts_with('{') { Vec::new() } else { singular_words(last) },
        }
    }
}

/// Whether an operation has parameters or results that no request or response can carry.
fn takes_code(draft: &Draft<'_>) -> bool {
    draft.params.iter().chain(&draft.results).any(|param| param.ty.contains("chan ") || param.ty.contains("func("))
}

/// The words of an operation's name; `Create` of a record service creates a record.
fn operation_words(draft: &Draft<'_>, service: &[String]) -> Vec<String> {
    let mut words = singular_words(&draft.name);
    if words.len() == 1 {
        words.extend(service.iter().filter(|word| *word != "service").cloned());
    }
    words
}

/// How well an operation fits an endpoint; 0 or less when it does not.
fn fit(wanted: &Wanted<'_>, draft: &Draft<'_>, operation: &[String], service: &[String]) -> i32 {
    let Wanted { endpoint, method, path, in_path, asked, described, last, act } = wanted;
    let ends_with_wildcard = last.starts_with('{');
    let first = operation.first().cloned().unwrap_or_default();
    let said = |words: &[String]| operation.iter().filter(|word| words.contains(word)).count();
    let mut fit = 3 * count(said(asked)) + 2 * count(said(in_path)) + count(said(described));
    if fit == 0 {
        return 0;
    }
    if !asked.is_empty() && asked == operation {
        fit += 6;
    }
    let names_verb = |words: &[String]| words.contains(&first);
    let explicit = names_verb(in_path) || names_verb(asked) || names_verb(described);
    if explicit {
        fit += 4;
    }
    // An act in the path must be what the operation does.
    let is_below = path.contains('}') || in_path.len() > act.len();
    let is_act = act.iter().any(|word| !service.contains(word)) && is_below || act.iter().any(|word| is_verb(word));
    if is_act && !act.iter().any(|word| operation.iter().any(|said| same_stem(said, word))) {
        return 0;
    }
    let allowed = match *method {
        "GET" | "HEAD" => {
            matches!(draft.verb, Verb::Get | Verb::List | Verb::Check | Verb::Report | Verb::Export | Verb::Calculate)
        }
        "DELETE" => {
            matches!(draft.verb, Verb::Delete | Verb::Purge | Verb::Forget)
                || matches!(
                    first.as_str(),
                    "revoke" | "cancel" | "close" | "deactivate" | "terminate" | "withdraw" | "disable" | "archive"
                )
        }
        "PUT" | "PATCH" => matches!(draft.verb, Verb::Update | Verb::Act) || draft.verb == Verb::Create && explicit,
        _ => !matches!(draft.verb, Verb::Get | Verb::List) || explicit,
    };
    if !allowed {
        return 0;
    }
    // What needs a single thing wants a wildcard, and the other way round.
    match (*method, draft.verb) {
        ("GET", Verb::List) if ends_with_wildcard && !explicit => fit -= 4,
        ("GET", Verb::Get) if !ends_with_wildcard && words::is_plural(last) && !ends_in_plural(&draft.name) => return 0,
        ("GET", Verb::Get) if wildcards(path).is_empty() => fit -= 4,
        ("GET", Verb::List) if answers_list(endpoint) || !ends_with_wildcard => fit += 2,
        ("GET", Verb::Get) if ends_with_wildcard => fit += 2,
        ("GET", Verb::Check) if !explicit => return 0,
        ("POST", Verb::Create) if !ends_with_wildcard && !is_act => fit += 2,
        ("POST", _) if !explicit && draft.verb != Verb::Create => return 0,
        _ => {}
    }
    let batch = |words: &[String]| words.iter().any(|word| matches!(word.as_str(), "bulk" | "batch"));
    if batch(in_path) != batch(operation) {
        fit -= 6;
    }
    fit
}

/// Whether the last word of a name is a plural.
fn ends_in_plural(name: &str) -> bool {
    names::words(name).last().is_some_and(|word| words::is_plural(word))
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn answers_list(endpoint: &model::Endpoint) -> bool {
    endpoint.response.as_ref().is_some_and(|response| {
        response.name.contains("List")
            || response.fields.iter().any(|field| field.ty.starts_with("array") || field.ty.starts_with("[]"))
    })
}

fn is_verb(word: &str) -> bool {
    let (verb, _) = words::verb_and_object(word);
    !matches!(verb, Verb::Act) || matches!(word, "activate" | "revoke" | "history" | "test" | "retry" | "cancel")
}

/// Whether two words are forms of one: `import` and `imports`, `verification` and `verify`.
fn same_stem(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    one == other || shared >= 5 && shared + 4 >= one.len().min(other.len())
}

/// Adds the operation that an endpoint asks for to the service that fits best.
fn added<'a>(
    bench: &mut Workbench<'a>,
    services: &mut [ServiceDraft<'a>],
    endpoint: &'a model::Endpoint,
    method: &str,
    path: &str,
) -> (usize, String) {
    let words = path_words(path);
    let entity = subject::by_words(bench, &words, "").or_else(|| subject::primary(bench, &bench.contract.feature.name));
    let mut name = operation_name(bench, endpoint, method, path, entity.map(|entity| entity.name.as_str()));
    let about = |service: &ServiceDraft<'_>| {
        let known = singular_words(&service.name);
        let stated = services_words(service);
        words.iter().filter(|word| known.contains(word)).count() * 2 + words.iter().filter(|word| stated.contains(*word)).count()
    };
    let service = (0..services.len()).rev().max_by_key(|at| about(&services[*at])).unwrap_or(0);
    while services.iter().any(|other| other.operations.iter().any(|draft| draft.name == name)) {
        name.push_str("ByRequest");
    }
    let origin = bench.inputs.inferred(endpoint.span, format!("`{method} {path}` has no operation behind it"));
    let mut draft = Draft::named(&name, &endpoint.doc, endpoint.span, origin);
    draft.endpoint = Some(endpoint);
    services[service].operations.push(draft);
    (service, name)
}

fn services_words(service: &ServiceDraft<'_>) -> BTreeSet<String> {
    service.operations.iter().flat_map(|draft| singular_words(&draft.name)).collect()
}

/// A name for the operation of an endpoint: of its request, of the act in its path, else of its verb.
fn operation_name(bench: &Workbench<'_>, endpoint: &model::Endpoint, method: &str, path: &str, entity: Option<&str>) -> String {
    let requested = endpoint.request.as_ref().map(|dto| identifier(&dto.name)).unwrap_or_default();
    let requested = requested.trim_end_matches("DTO").trim_end_matches("Request");
    if !requested.is_empty() && !matches!(words::verb_and_object(requested).0, Verb::Act) {
        return requested.to_owned();
    }
    let elements: Vec<&str> = path.split('/').filter(|element| !element.is_empty() && !HOLLOW.contains(element)).collect();
    let fixed: Vec<&str> = elements.iter().copied().filter(|element| !element.starts_with('{')).collect();
    let last = fixed.last().copied().unwrap_or("resource");
    let before = fixed.len().checked_sub(2).map(|at| fixed[at]).unwrap_or_default();
    let ends_with_wildcard = elements.last().is_some_and(|element| element.starts_with('{'));
    let is_stored = |word: &str| subject::by_words(bench, &singular_words(word), "").is_some();
    let noun =
        entity.filter(|_| !is_stored(last) || fixed.len() < 2).map_or_else(|| identifier(&names::singular(last)), str::to_owned);
    let one = identifier(&names::singular(last));
    let is_act = !is_stored(last) && fixed.len() > 1;
    match method {
        "GET" | "HEAD" if is_act && !ends_with_wildcard => {
            let (verb, _) = words::verb_and_object(last);
            let of = identifier(&names::singular(before));
            match verb {
                Verb::Check | Verb::Export => identifier(&format!("{last} {of}")),
                _ => format!("Get{of}{}", identifier(last)),
            }
        }
        "GET" | "HEAD" if ends_with_wildcard => format!("Get{one}"),
        "GET" | "HEAD" if words::is_plural(last) => format!("List{}", names::plural(&one)),
        "GET" | "HEAD" => format!("Get{one}"),
        "POST" if is_act && !ends_with_wildcard => identifier(&format!("{last} {}", names::singular(before))),
        "POST" => format!("Create{one}"),
        "PUT" | "PATCH" if is_act && !ends_with_wildcard => format!("Update{noun}{}", identifier(last)),
        "PUT" | "PATCH" => format!("Update{one}"),
        "DELETE" => format!("Delete{one}"),
        _ => format!("{}{one}", identifier(&method.to_lowercase())),
    }
}

/// Endpoints and DTOs for what was assigned.
pub(super) fn bind(bench: &Workbench<'_>, desk: &mut Desk<'_>, matches: &[Match<'_>], services: &[Service]) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    let mut handlers: BTreeSet<String> = BTreeSet::new();
    let dir = bench.contract.package("rest").map(|package| package.dir.clone()).unwrap_or_default();
    for found in matches {
        let service = &services[found.service];
        let Some(operation) = service.operations.iter().find(|operation| operation.name == found.operation) else { continue };
        desk.file = format!("{dir}/{}_dto.go", stem(&service.shared_name(), REST_STEMS).trim_end_matches("_type"));
        let context = context(bench, operation, &service.name);
        let origin = bench.inputs.declared(found.endpoint.span);
        let declared = with_fields(bench, found.endpoint.response.as_ref());
        let request = desk.request(&Request {
            endpoint: found.endpoint,
            path: &found.path,
            method: &found.method,
            operation,
            context: &context,
            origin: origin.clone(),
        });
        let response = desk.response(operation, declared.as_ref(), &context, &origin);
        let mut handler = operation.name.clone();
        while !handlers.insert(handler.clone()) {
            handler = format!("{}{handler}", service.name);
        }
        let dto = request.as_ref().and_then(|name| desk.dtos.iter().find(|dto| dto.name == *name));
        endpoints.push(Endpoint {
            has_body: dto.is_some_and(|dto| dto.fields.iter().any(|field| field.source == Source::Body)),
            arguments: dto.and_then(|dto| dto.arguments.first()).map(|arguments| arguments.method.clone()).unwrap_or_default(),
            status: status(&found.method, operation, &response),
            method: found.method.clone(),
            path: found.path.clone(),
            handler,
            doc: if found.endpoint.doc.is_empty() { operation.doc.clone() } else { found.endpoint.doc.clone() },
            service: service.name.clone(),
            operation: operation.name.clone(),
            request,
            response,
            rate_limit: per_second(&found.endpoint.rate_limit),
            authenticated: needs_authentication(&found.endpoint.auth),
            cache_seconds: seconds(&found.endpoint.cache),
            origin,
        });
    }
    endpoints
}

/// A response with the fields that the spec gives for its name anywhere.
fn with_fields(bench: &Workbench<'_>, declared: Option<&model::Dto>) -> Option<model::Dto> {
    let declared = declared?;
    if !declared.fields.is_empty() || declared.name.is_empty() {
        return Some(declared.clone());
    }
    let everywhere = bench.inputs.spec.endpoints.iter().flat_map(|endpoint| endpoint.response.iter());
    let described = everywhere.clone().find(|other| other.name == declared.name && !other.fields.is_empty());
    Some(described.unwrap_or(declared).clone())
}

fn context(
    bench: &Workbench<'_>,
    operation: &crate::contract::Operation<crate::contract::ServicePattern>,
    service: &str,
) -> Vec<String> {
    let (_, object) = words::verb_and_object(&operation.name);
    let entity = subject::by_words(bench, &object, service).or_else(|| subject::primary(bench, service));
    entity.map(|entity| singular_words(&entity.name)).unwrap_or_default()
}

fn status(method: &str, operation: &crate::contract::Operation<crate::contract::ServicePattern>, response: &Response) -> u16 {
    use crate::contract::{Body, ServicePattern};
    match (response, &operation.body) {
        (Response::Empty, _) => 204,
        (_, Body::Pattern(ServicePattern::Create { .. })) if method == "POST" => 201,
        _ => 200,
    }
}

/// `1000/second`, `100/minute`, `60 per hour` as whole requests per second, at least one.
fn per_second(limit: &str) -> Option<u32> {
    let digits: String = limit
        .chars()
        .filter(|c| !matches!(c, ',' | '_'))
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let number: u32 = digits.parse().ok()?;
    let lower = limit.to_lowercase();
    let seconds = if lower.contains("min") {
        60
    } else if lower.contains("hour") || lower.ends_with("/h") {
        3600
    } else if lower.contains("day") {
        86_400
    } else {
        1
    };
    Some((number / seconds).max(1))
}

/// Callers are authenticated unless the spec says that they need not be.
fn needs_authentication(auth: &str) -> bool {
    let lower = auth.trim().to_lowercase();
    !matches!(lower.as_str(), "none" | "no" | "public" | "anonymous" | "not required" | "optional" | "false")
}

/// `60 seconds`, `5m`, `1 hour` in seconds.
fn seconds(cache: &str) -> Option<u32> {
    let lower = cache.trim().to_lowercase();
    let digits: String = lower.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let number: u32 = digits.parse().ok()?;
    let unit = lower.split(digits.as_str()).nth(1).unwrap_or_default().trim().to_owned();
    let factor = match unit.chars().next() {
        Some('m') if !unit.starts_with("ms") && !unit.starts_with("mil") => 60,
        Some('h') => 3600,
        Some('d') => 86_400,
        _ => 1,
    };
    number.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::{needs_authentication, per_second, seconds};

    #[test]
    fn figures_are_read_from_prose() {
        assert_eq!(per_second("1000/second"), Some(1000));
        assert_eq!(per_second("100/minute"), Some(1));
        assert_eq!(per_second("36,000 per hour"), Some(10));
        assert_eq!(per_second(""), None);
        assert_eq!(seconds("60 seconds"), Some(60));
        assert_eq!(seconds("5m"), Some(300));
        assert_eq!(seconds("TTL: 1 hour"), Some(3600));
        assert_eq!(seconds("no"), None);
        assert!(needs_authentication("JWT required") && needs_authentication(""));
        assert!(!needs_authentication("None"));
    }
}
