//! Named things, in the ways YAML writers list them.

use specwave_source::Span;

use crate::yaml::{Node, Value, is_key};

/// One named thing of a list or a map.
pub(super) struct Item<'node> {
    pub(super) name: String,
    pub(super) span: Span,
    /// The whole of what names it.
    pub(super) place: Span,
    /// What was written behind the name.
    pub(super) doc: String,
    /// Its own entries.
    pub(super) body: Option<&'node Node>,
}

/// Keys that hold a thing's name where no `name` does.
const KIND_KEYS: &[&str] =
    &["entity", "aggregate", "event", "service", "repository", "value_object", "enum", "interface", "type_name"];

/// `- repository: OrderRepository`: the first such key tells what it is, a later one may tell what of.
fn named_by_kind(entries: &[(Node, Node)]) -> Option<&Node> {
    let tells = |(key, value): &&(Node, Node)| KIND_KEYS.iter().any(|kind| is_key(key.text(), kind)) && !value.text().is_empty();
    entries.iter().find(tells).map(|(_, value)| value)
}

/// The named things of a list of names, of maps with a `name`, or of a map by name.
pub(super) fn items<'node>(text: &str, node: &'node Node) -> Vec<Item<'node>> {
    let listed = node.items().iter().filter_map(|item| listed(text, item));
    let (groups, named): (Vec<_>, Vec<_>) = node.entries().iter().partition(|(key, value)| is_group(key, value));
    let own = groups.into_iter().filter(|(key, _)| !FOREIGN.iter().any(|foreign| is_key(key.text(), foreign)));
    let grouped = own.flat_map(|(_, value)| items(text, value));
    let keyed = named.into_iter().filter_map(|(key, value)| keyed(text, key, value));
    listed.chain(grouped).chain(keyed).collect()
}

/// Groups of names that others declare.
const FOREIGN: &[&str] = &["consumed", "consumes", "subscribed", "subscribes", "incoming", "external", "removed", "deprecated"];

/// `published: [OrderPlaced, OrderPaid]`: a word in small letters that stands above names, and is none.
fn is_group(key: &Node, value: &Node) -> bool {
    let is_name = |node: &Node| super::is_name(split_name(node.text()).0);
    let names = |item: &Node| match &item.value {
        Value::Scalar(_) => is_name(item),
        Value::Map(entries) => item.get(&["name"]).or(entries.first().map(|(key, _)| key)).is_some_and(is_name),
        Value::List(_) => false,
    };
    key.text().starts_with(char::is_lowercase) && !value.items().is_empty() && value.items().iter().all(names)
}

fn listed<'node>(text: &str, node: &'node Node) -> Option<Item<'node>> {
    match &node.value {
        Value::Scalar(written) => {
            let (name, doc) = split_name(written);
            named(text, node, name, doc, None)
        }
        Value::Map(entries) => match node.get(&["name"]).or_else(|| named_by_kind(entries)) {
            Some(name) => {
                let doc = node.text_of(&["purpose", "description", "doc", "summary", "responsibility"]);
                let (short, _) = split_name(name.text());
                named(text, name, short, doc, Some(node))
            }
            None => entries.first().and_then(|(key, value)| keyed(text, key, value)),
        },
        Value::List(_) => None,
    }
}

fn keyed<'node>(text: &str, key: &'node Node, value: &'node Node) -> Option<Item<'node>> {
    let (name, _) = split_name(key.text());
    let doc = match &value.value {
        Value::Scalar(doc) => doc.as_str(),
        _ => value.text_of(&["purpose", "description", "doc", "summary", "responsibility"]),
    };
    named(text, key, name, doc, Some(value))
}

/// `ConsentGranted - raised when …` and `ConsentGranted (new)` start with the name.
fn split_name(written: &str) -> (&str, &str) {
    let written = written.trim().trim_matches(['`', '*', '"']);
    let end = written.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(written.len());
    let (name, rest) = written.split_at(end);
    (name, rest.trim_start_matches(|c: char| c.is_whitespace() || "-–—:`".contains(c)).trim())
}

fn named<'node>(text: &str, at: &Node, name: &str, doc: &str, body: Option<&'node Node>) -> Option<Item<'node>> {
    // `consent.ConsentGranted` is a name behind its package, `consent.granted` is a name.
    let name = name.rsplit('.').next().filter(|last| last.starts_with(char::is_uppercase)).unwrap_or(name).trim_end_matches('.');
    name.starts_with(char::is_alphabetic).then(|| Item {
        name: name.to_owned(),
        span: locate(text, at.span, name),
        place: at.span,
        doc: doc.trim().to_owned(),
        body,
    })
}

/// Where `needle` stands inside `span`; the whole span if it does not.
pub(super) fn locate(text: &str, span: Span, needle: &str) -> Span {
    match text.get(span.start..span.end).and_then(|part| part.find(needle)) {
        Some(at) if !needle.is_empty() => Span::new(span.start + at, span.start + at + needle.len()),
        _ => span,
    }
}
