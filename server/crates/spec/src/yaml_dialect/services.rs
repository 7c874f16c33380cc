//! Services and repositories.

use super::domain::raised;
use super::items::{items, locate};
use super::operations::operations;
use crate::declared::Declared;
use crate::model::{Dialect, Located, Repository, Service};
use crate::targets;
use crate::yaml::{Node, Value};

const OPERATIONS: &[&str] = &["operations", "methods", "interface", "functions", "queries", "new_operations", "changes"];

/// Keys of the targets of a service, or of one of its operations.
const TARGETS: &[&str] =
    &["performance", "performance_requirements", "sla", "slas", "slo", "slos", "latency", "performance_targets", "targets"];

/// Keys of the events of a service, or of one of its operations; `events` alone may be what it listens to.
const RAISED: &[&str] = &[
    "publishes",
    "published",
    "published_events",
    "events_published",
    "emits",
    "emitted",
    "emitted_events",
    "events_emitted",
    "raises",
    "produces",
];

pub(super) fn services(text: &str, node: &Node, out: &mut Declared) {
    for item in items(text, node).into_iter().filter(|item| !item.body.is_some_and(is_deployed)) {
        let list = |keys: &[&str]| item.body.and_then(|body| body.get(keys));
        let operations = list(OPERATIONS).or(listed(item.body)).map_or_else(Vec::new, |node| operations(text, node));
        let dependencies = list(&["dependencies", "depends_on", "requires"]).map_or_else(Vec::new, |node| names(text, node));
        let body = item.body.into_iter().map(|body| ("", body));
        let parts = list(OPERATIONS).into_iter().flat_map(Node::items).map(|part| (part.text_of(&["name"]), part));
        let keyed = list(OPERATIONS).into_iter().flat_map(Node::entries).map(|(name, part)| (name.text(), part));
        for (name, node) in body.chain(parts).chain(keyed) {
            for targets in TARGETS.iter().filter_map(|key| node.get(&[key])) {
                out.spec.performance.extend(targets::of_yaml(name, targets));
            }
            for node in [Some(node), node.get(&["events", "domain_events"])].into_iter().flatten() {
                raised(text, node, RAISED, out);
            }
        }
        out.service(Service {
            name: item.name,
            span: item.span,
            dialect: Dialect::Yaml,
            doc: item.doc,
            package: None,
            operations,
            dependencies,
        });
    }
}

/// Whether an entry is a container that is started, as in files of Docker Compose.
fn is_deployed(body: &Node) -> bool {
    body.get(&["image", "build", "ports", "container_name"]).is_some()
}

pub(super) fn repositories(text: &str, node: &Node, out: &mut Declared) {
    for item in items(text, node) {
        let list = |keys: &[&str]| item.body.and_then(|body| body.get(keys));
        let operations = list(OPERATIONS).or(listed(item.body)).map_or_else(Vec::new, |node| operations(text, node));
        let indexes = list(&["indexes", "indices"]).map_or_else(Vec::new, |node| {
            let scalars = node.items().iter().filter(|item| !item.text().is_empty());
            scalars.map(|item| Located { value: item.text().to_owned(), span: item.span }).collect()
        });
        out.repository(Repository {
            name: item.name,
            span: item.span,
            dialect: Dialect::Yaml,
            doc: item.doc,
            package: None,
            operations,
            indexes,
        });
    }
}

/// `- OrderRepository: [Save, Load]`: a list in the place of a body is one of operations.
fn listed(body: Option<&Node>) -> Option<&Node> {
    body.filter(|body| matches!(body.value, Value::List(_)))
}

/// Names of a list, without the remarks behind them.
fn names(text: &str, node: &Node) -> Vec<Located<String>> {
    let scalars = node.items().iter().map(|item| match &item.value {
        Value::Map(entries) => entries.first().map_or(item, |(key, value)| match item.get(&["name"]) {
            Some(_) => value,
            None => key,
        }),
        _ => item,
    });
    let named = scalars.filter_map(|item| {
        let word = item.text().split(|c: char| c.is_whitespace() || c == '(' || c == ',').next().unwrap_or_default();
        let word = word.trim_matches(['`', '*', ':']);
        word.starts_with(char::is_alphabetic).then(|| Located { value: word.to_owned(), span: locate(text, item.span, word) })
    });
    named.collect()
}
