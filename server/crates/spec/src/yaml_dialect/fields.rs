//! Fields: `ID uuid.UUID`, `consent_type: string (optional)`, `{name: …, type: …}`.

use ecow::EcoString;
use specwave_source::Span;

use super::items::locate;
use crate::model::Field;
use crate::yaml::{Node, Value};

/// The fields of a list or a map.
pub(super) fn fields(text: &str, node: &Node) -> Vec<Field> {
    if !node.text().is_empty() {
        return in_line(text, node.span, node.text());
    }
    let listed = node.items().iter().filter_map(|item| field(text, item));
    let keyed = node.entries().iter().map(|(key, value)| keyed(text, key, value));
    listed.chain(keyed).collect()
}

/// The fields of `bookingId, reason string`; none where anything else is said.
pub(super) fn in_line(text: &str, span: Span, written: &str) -> Vec<Field> {
    let fields: Option<Vec<Field>> = written.split(',').map(|part| spaced(text, span, part)).collect();
    fields.filter(|fields| fields.iter().all(|field| !field.ty.contains(' '))).unwrap_or_default()
}

/// Whether a value is the name of a plain type.
pub(super) fn is_plain_type(written: &str) -> bool {
    let plain =
        ["string", "str", "text", "varchar", "int", "integer", "float", "decimal", "number", "bool", "boolean", "uuid", "enum"];
    plain.contains(&written.trim().trim_end_matches('?').to_lowercase().as_str())
}

/// One field of a list.
pub(super) fn field(text: &str, node: &Node) -> Option<Field> {
    match &node.value {
        Value::Scalar(written) => spaced(text, node.span, written),
        // `- name: string` alone is a field that is called so.
        Value::Map(entries) => match node.get(&["name", "field"]).filter(|name| entries.len() > 1 || !is_plain_type(name.text()))
        {
            Some(name) => {
                let mut field = typed(text, name.span, name.text(), node.text_of(&["type", "go_type"]));
                field.optional |= node.text_of(&["required"]) == "false" || node.text_of(&["optional"]) == "true";
                if field.doc.is_empty() {
                    field.doc = node.text_of(&["description", "purpose", "doc", "validation"]).into();
                }
                Some(field)
            }
            None => entries.first().map(|(key, value)| keyed(text, key, value)),
        },
        Value::List(_) => None,
    }
}

/// `ID uuid.UUID`, or only `ID`.
pub(super) fn spaced(text: &str, span: Span, written: &str) -> Option<Field> {
    let written = written.trim().trim_matches('`');
    let (name, rest) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
    let is_name = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then(|| typed(text, span, name, rest))
}

fn keyed(text: &str, key: &Node, value: &Node) -> Field {
    let mut field = match &value.value {
        Value::Scalar(ty) => typed(text, key.span, key.text(), ty),
        _ => typed(text, key.span, key.text(), value.text_of(&["type"])),
    };
    if let Value::List(items) = &value.value {
        field.ty = if items.is_empty() { EcoString::new() } else { "array".into() };
    }
    field
}

/// A field whose type may be followed by remarks such as `(optional)`, `- why`, `// why`.
fn typed(text: &str, span: Span, name: &str, written: &str) -> Field {
    let (ty, remark) = split_remark(written.trim());
    let remark_lower = remark.to_lowercase();
    let optional = ["optional", "if exists", "nullable", "if any", "if present"].iter().any(|word| remark_lower.contains(word));
    let name = name.trim().trim_matches('`');
    let bare = name.strip_suffix('?').unwrap_or(name);
    Field {
        name: bare.into(),
        ty: ty.trim().trim_end_matches(',').into(),
        optional: optional || bare.len() < name.len(),
        doc: remark.trim_matches(|c: char| "()-–—/# ".contains(c)).into(),
        span: locate(text, span, bare),
    }
}

/// Splits a type from the remark behind it, without cutting `func(int) error` or `map[string]any`.
fn split_remark(written: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, c) in written.char_indices() {
        let rest = &written[at..];
        let starts_remark = rest.starts_with("//") || rest.starts_with('#') || rest.starts_with("- ") || rest.starts_with("– ");
        if depth == 0 && before == ' ' && at > 0 && (c == '(' || starts_remark) {
            return written.split_at(at);
        }
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
    }
    (written, "")
}
