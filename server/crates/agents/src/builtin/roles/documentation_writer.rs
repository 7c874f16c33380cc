//! The files of the documentation writer: OpenAPI, developer guide, decisions, deployment.

use serde::Serialize;
use serde_json::{Value, json};
use specwave_golang::names;
use specwave_plan::contract::{Contract, PRESENT, Target};

use crate::builtin::File;
use crate::builtin::api::{Access, AccessRule, HandlerView, access_rules, handlers, is_latency, openapi_document};
use crate::builtin::renderer::{RenderError, Renderer};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let rules = access_rules(contract);
    let handlers = handlers(contract, &rules);
    let (slug, below) = (&contract.feature.slug, &contract.module.below);
    let context = context(contract, &handlers, &rules);
    let mut files = vec![
        File::new(format!("{below}docs/openapi/{slug}.yaml"), yaml(&openapi_document(contract, &handlers, &rules))),
        File::new(format!("{below}docs/guides/{slug}.md"), page(renderer, "guide", &context)?),
        File::new(format!("{below}docs/deployment/{slug}.md"), page(renderer, "deployment", &context)?),
    ];
    for (number, decision) in decisions(contract, &handlers).iter().enumerate() {
        let number = number + 1;
        let mut context = context.clone();
        context["title"] = Value::from(format!("{number}. {}", decision.title));
        let path = format!("{below}docs/adr/{slug}-{number:04}-{}.md", names::kebab(decision.title));
        files.push(File::new(path, page(renderer, decision.template, &context)?));
    }
    Ok(files)
}

/// A decision that the feature calls for.
struct Decision {
    title: &'static str,
    template: &'static str,
}

fn decisions(contract: &Contract, handlers: &[HandlerView<'_>]) -> Vec<Decision> {
    let mut decisions = vec![Decision { title: "Aggregates, services and the outside", template: "adr_boundaries" }];
    if !contract.tables.is_empty() {
        decisions.push(Decision { title: "Storage in PostgreSQL", template: "adr_storage" });
    }
    if !handlers.is_empty() {
        decisions.push(Decision { title: "Access to the API", template: "adr_access" });
    }
    decisions
}

/// A Markdown page: the template's text without the blank lines that left-out parts leave behind.
fn page(renderer: &Renderer, template: &str, context: &Value) -> Result<String, RenderError> {
    let text = renderer.text(&format!("documentation_writer/{template}.md.j2"), context)?;
    Ok(without_gaps(&text))
}

/// At most one blank line in a row, none at the end, and lists without any between their items.
pub(super) fn without_gaps(text: &str) -> String {
    let is_item = |line: &str| line.starts_with("- ");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut page = String::with_capacity(text.len());
    let mut previous = "";
    for (at, line) in lines.iter().enumerate() {
        let next = lines[at..].iter().find(|next| !next.is_empty()).copied().unwrap_or_default();
        let gap = line.is_empty() && (previous.is_empty() || next.is_empty() || is_item(previous) && is_item(next));
        if !gap {
            page.push_str(line);
            page.push('\n');
            previous = line;
        }
    }
    page
}

/// The document as YAML. A value that is made of strings, numbers, lists and maps always has a YAML form.
fn yaml(document: &Value) -> String {
    serde_norway::to_string(document).unwrap_or_else(|_| document.to_string())
}

fn context(contract: &Contract, handlers: &[HandlerView<'_>], rules: &[AccessRule]) -> Value {
    let endpoints = || handlers.iter().flat_map(|handler| &handler.endpoints);
    let targets: Vec<String> = contract.targets.iter().map(Target::in_words).collect();
    let dir: serde_json::Map<String, Value> =
        contract.packages.iter().map(|package| (package.key.clone(), Value::from(package.dir.as_str()))).collect();
    let example = example(handlers);
    json!({
        "slug": contract.feature.slug,
        "prefix": names::snake(&contract.feature.slug).to_uppercase(),
        "dir": dir,
        "packages": packages(contract),
        "handlers": with_callers(handlers, rules),
        "rules": rules,
        "open_access": open_access(rules),
        "public": endpoints().filter(|endpoint| endpoint.public).map(|endpoint| endpoint.pattern()).collect::<Vec<_>>(),
        "counts": counts(contract),
        "aggregates": aggregates(contract),
        "latency": contract.targets.iter().filter(|target| is_latency(target)).map(Target::in_words).collect::<Vec<_>>(),
        "targets": targets,
        "foreign": foreign_tables(contract),
        "rollout_step": 2 + usize::from(!contract.tables.is_empty()) + usize::from(example.is_some()),
        "example": example,
    })
}

/// A package and what it holds, for the guide.
#[derive(Debug, Serialize)]
struct PackageRow<'a> {
    name: &'a str,
    dir: &'a str,
    holds: String,
}

fn packages(contract: &Contract) -> Vec<PackageRow<'_>> {
    let code = |names: Vec<&str>, otherwise: &str| {
        if names.is_empty() {
            otherwise.to_owned()
        } else {
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        }
    };
    let holds = |key: &str| match key {
        "values" => code(
            contract.values.iter().filter(|value| value.package == "values").map(|value| value.name.as_str()).collect(),
            "values",
        ),
        "domain" => code(contract.entities.iter().map(|entity| entity.name.as_str()).collect(), "errors of the domain"),
        "service" => code(contract.services.iter().map(|service| service.name.as_str()).collect(), "ports"),
        "repository" => code(contract.repositories.iter().map(|repository| repository.name.as_str()).collect(), "transactions"),
        "database" => "SQL and prepared statements".to_owned(),
        "cache" => "cache with keys, lifetimes and invalidation".to_owned(),
        "events" => "ordered publisher, handlers and replay".to_owned(),
        "rest" => "handlers, request and response bodies, router".to_owned(),
        "middleware" => "authentication, authorisation, limits, logging".to_owned(),
        "migrations" => "SQL migrations, embedded".to_owned(),
        other => other.to_owned(),
    };
    contract
        .packages
        .iter()
        .filter(|package| package.key != PRESENT)
        .map(|package| PackageRow { name: &package.name, dir: &package.dir, holds: holds(&package.key) })
        .collect()
}

/// The handlers with a column for who may call each endpoint.
fn with_callers(handlers: &[HandlerView<'_>], rules: &[AccessRule]) -> Vec<Value> {
    let callers = |public: bool, access: Access| {
        if public {
            return "anyone".to_owned();
        }
        let mut roles: Vec<&str> = Vec::new();
        for rule in rules.iter().filter(|rule| rule.access.contains(&access)) {
            if !roles.contains(&rule.role.as_str()) {
                roles.push(&rule.role);
            }
        }
        if roles.is_empty() { "authenticated".to_owned() } else { roles.join(", ") }
    };
    let with_callers = |handler: &HandlerView<'_>| {
        let mut value = json!(handler);
        for (endpoint, shown) in handler.endpoints.iter().zip(value["endpoints"].as_array_mut().into_iter().flatten()) {
            shown["callers"] = Value::from(callers(endpoint.public, endpoint.access));
        }
        value
    };
    handlers.iter().map(with_callers).collect()
}

/// Kinds of access that no rule speaks of.
fn open_access(rules: &[AccessRule]) -> Vec<&'static str> {
    let open = |access| !rules.iter().any(|rule| rule.access.contains(&access));
    [("read", Access::Read), ("write", Access::Write)]
        .into_iter()
        .filter(|(_, access)| open(*access))
        .map(|(name, _)| name)
        .collect()
}

/// What the feature consists of, in words: `2 entities, 3 events and 1 service`.
fn counts(contract: &Contract) -> String {
    let kinds = [
        (contract.entities.len(), "entity"),
        (contract.events.len(), "event"),
        (contract.services.len(), "service"),
        (contract.endpoints.len(), "endpoint"),
    ];
    let named: Vec<String> = kinds
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| if *count == 1 { format!("one {noun}") } else { format!("{count} {}", names::plural(noun)) })
        .collect();
    match named.as_slice() {
        [] => "nothing that the specification names".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// An entity that is stored on its own, with those that are stored as its parts.
#[derive(Debug, Serialize)]
struct Aggregate<'a> {
    entity: &'a str,
    repository: &'a str,
    parts: Vec<&'a str>,
}

fn aggregates(contract: &Contract) -> Vec<Aggregate<'_>> {
    let is_root = |name: &str| contract.repositories.iter().any(|repository| repository.entity == name);
    let parts = |root: &str| {
        let held = contract.entities.iter().filter(|entity| entity.parent.as_deref() == Some(root) && !is_root(&entity.name));
        held.map(|entity| entity.name.as_str()).collect()
    };
    let aggregate = |repository: &'_ specwave_plan::contract::Repository| parts(&repository.entity);
    contract
        .repositories
        .iter()
        .map(|repository| Aggregate { entity: &repository.entity, repository: &repository.name, parts: aggregate(repository) })
        .collect()
}

/// Tables of other features that the migrations refer to.
fn foreign_tables(contract: &Contract) -> Vec<&str> {
    let mut foreign: Vec<&str> = Vec::new();
    let columns = contract.tables.iter().flat_map(|table| &table.columns);
    for reference in columns.filter_map(|column| column.references.as_deref()) {
        let table = reference.split(['(', ' ']).next().unwrap_or_default().trim();
        let is_own = contract.tables.iter().any(|own| own.name == table);
        if !table.is_empty() && !is_own && !foreign.contains(&table) {
            foreign.push(table);
        }
    }
    foreign
}

/// A request to the first endpoint, for a shell; `None` without endpoints.
fn example(handlers: &[HandlerView<'_>]) -> Option<String> {
    let endpoint = handlers.first()?.endpoints.first()?;
    let mut lines = vec![format!("curl -X {} \"$BASE_URL{}\"", endpoint.method, endpoint.request.target)];
    if !endpoint.public {
        lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
    }
    if endpoint.body != "none" {
        lines.push("-H 'Content-Type: application/json'".to_owned());
        lines.push(format!("-d '{}'", endpoint.request.body.replace('\'', "'\\''")));
    }
    Some(lines.join(" \\\n  "))
}
