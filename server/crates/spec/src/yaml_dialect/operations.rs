//! Operations: `GrantConsent: what it does`, `Create(consent *ConsentRecord) error`, `{name: …}`.

use specwave_golang::facts;
use specwave_source::Span;

use super::items::locate;
use crate::go_dialect;
use crate::model::{Operation, Signature};
use crate::yaml::{Node, Value};

/// The operations of a list or a map.
pub(super) fn operations(text: &str, node: &Node) -> Vec<Operation> {
    let listed = node.items().iter().filter_map(|item| listed(text, item));
    let keyed = node.entries().iter().filter_map(|(key, value)| operation(text, key.span, key.text(), value.text()));
    // `interface: |` holds one operation a line.
    let lines = node.text().lines().filter(|line| line.contains('(')).filter_map(|line| operation(text, node.span, line, ""));
    listed.chain(keyed).chain(lines).collect()
}

fn listed(text: &str, node: &Node) -> Option<Operation> {
    match &node.value {
        Value::Scalar(written) => operation(text, node.span, written, ""),
        Value::Map(entries) => match node.get(&["name", "method", "operation"]) {
            Some(name) => {
                let signature = node.text_of(&["signature"]);
                let written = if signature.contains('(') { signature } else { name.text() };
                operation(text, name.span, written, node.text_of(&["description", "purpose", "doc"]))
            }
            None => entries.first().and_then(|(key, value)| operation(text, key.span, key.text(), value.text())),
        },
        Value::List(_) => None,
    }
}

/// An operation from its name or signature and what is said about it.
pub(crate) fn operation(text: &str, span: Span, written: &str, doc: &str) -> Option<Operation> {
    let written = written.trim().trim_matches('`').trim_start_matches("func ").trim();
    let end = written.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(written.len());
    let (name, rest) = written.split_at(end);
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let (signature, remark) = if rest.starts_with('(') { signature(name, rest) } else { (None, rest) };
    let remark = remark.trim_start_matches(|c: char| c.is_whitespace() || "-–—:/#".contains(c)).trim();
    let doc = if doc.is_empty() { remark } else { doc };
    Some(Operation { name: name.to_owned(), span: locate(text, span, name), doc: doc.trim().into(), signature, body: None })
}

/// Reads parameters and results; a remark may follow them.
fn signature<'rest>(name: &str, rest: &'rest str) -> (Option<Signature>, &'rest str) {
    let ends = [" - ", " – ", " — ", " // ", " # ", ": "].iter().filter_map(|mark| rest.find(mark));
    let end = ends.min().unwrap_or(rest.len());
    let (code, remark) = rest.split_at(end);
    let code = code.trim_end_matches(':');
    let facts = facts::read(&format!("package p\n\nfunc {name}{code}\n"));
    match facts.functions.into_iter().next() {
        Some(function) if facts.errors.is_empty() => (Some(with_usual_types(go_dialect::signature(&function))), remark),
        _ => (None, remark),
    }
}

/// Gives parameters whose type is not written the one that their name has everywhere: `Load(ctx, orderID)`.
fn with_usual_types(mut signature: Signature) -> Signature {
    for param in &mut signature.params {
        let written = if param.name.is_empty() { &param.ty } else { &param.name };
        let ty = match written.as_str() {
            "ctx" => "context.Context",
            // What has a name of its own has a type of its own.
            _ if !param.name.is_empty() => continue,
            "limit" | "offset" | "page" | "count" | "quantity" => "int",
            "at" | "now" | "since" | "until" | "before" | "after" => "time.Time",
            id if is_plain(id) && (id == "id" || id.ends_with("ID") || id.ends_with("Id") || id.ends_with("_id")) => "uuid.UUID",
            at if is_plain(at) && (at.ends_with("At") || at.ends_with("_at")) => "time.Time",
            _ => continue,
        };
        param.name = written.clone();
        param.ty = ty.into();
    }
    signature
}

/// Whether a word names a variable rather than a type.
fn is_plain(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
