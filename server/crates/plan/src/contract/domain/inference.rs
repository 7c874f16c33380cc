//! Sensible shapes for types that the spec uses and nowhere declares.

use specwave_golang::names;
use specwave_spec::model::Spec;

use super::draft::{Draft, Wanted};
use super::fields;
use super::values::{add, claim, prefixed_constant};
use super::{EnumConstant, ValueKind};
use crate::contract::Field;

/// Last words of names that stand for one text out of many.
const LABELS: &[&str] = &[
    "algorithm",
    "category",
    "channel",
    "class",
    "code",
    "color",
    "condition",
    "country",
    "direction",
    "environment",
    "format",
    "frequency",
    "gender",
    "group",
    "hash",
    "id",
    "key",
    "kind",
    "label",
    "language",
    "level",
    "locale",
    "method",
    "mode",
    "name",
    "number",
    "operator",
    "path",
    "phase",
    "platform",
    "priority",
    "provider",
    "reason",
    "region",
    "role",
    "scope",
    "severity",
    "source",
    "stage",
    "state",
    "status",
    "strategy",
    "tag",
    "tier",
    "timezone",
    "token",
    "topic",
    "type",
    "unit",
    "url",
    "visibility",
];

/// Last words of names that stand for a span of time.
const PERIODS: &[&str] = &["interval", "period", "range", "span", "window"];

/// Last words of names that stand for counts.
const STATISTICS: &[&str] = &["analytics", "counts", "metrics", "statistics", "stats", "summary", "totals"];

/// Last words of names that stand for what is written down about a thing.
const RECORDS: &[&str] = &["entry", "log", "record", "snapshot", "trail"];

/// Last words of names that stand for a choice of rows.
const SELECTIONS: &[&str] = &["criteria", "filter", "filters", "options", "opts", "params", "query", "request", "search"];

/// Declares a value for a name that something uses.
pub(super) fn infer_shape(draft: &mut Draft<'_>, wanted: &Wanted) {
    let origin = draft.inferred_for(wanted);
    let words = names::words(&wanted.name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    if last == "id" && words.len() > 1 {
        draft.names.insert(&wanted.name, "values.UUID");
        draft.contract.aliases.insert(wanted.name.clone(), "values.UUID".to_owned());
        return;
    }
    let name = claim(draft, &wanted.name);
    let listed = quoted(&wanted.doc);
    let (kind, doc) = match last {
        _ if listed.len() > 1 => {
            let constants = listed.iter().map(|text| constant(draft, &name, text)).collect();
            (ValueKind::Enum { constants }, format!("{name} is one of the values that a remark in the specification lists."))
        }
        _ if LABELS.contains(&last) => (
            ValueKind::Named { underlying: "string".to_owned() },
            format!("{name} is a text that the specification names without listing its values."),
        ),
        _ if PERIODS.contains(&last) => {
            let fields = vec![inferred("Start", "time.Time"), inferred("End", "time.Time")];
            (ValueKind::Struct { fields }, format!("{name} is a span of time."))
        }
        _ if STATISTICS.contains(&last) => {
            (ValueKind::Struct { fields: statistics() }, format!("{name} sums up what was counted."))
        }
        _ if RECORDS.contains(&last) => {
            (ValueKind::Struct { fields: record() }, format!("{name} is what is kept of a thing at one moment."))
        }
        _ if SELECTIONS.contains(&last) => (ValueKind::Struct { fields: selection() }, format!("{name} says what is selected.")),
        _ => {
            let fields = literal_fields(draft.inputs.spec, &wanted.name).unwrap_or_else(description);
            (ValueKind::Struct { fields }, format!("{name} is what the specification refers to by that name."))
        }
    };
    add(draft, &wanted.name, name, doc, kind, origin);
}

/// The different texts in quotation marks in a remark such as `"system", "user", "api_client"`.
fn quoted(remark: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in remark.split('"').skip(1).step_by(2) {
        if !text.trim().is_empty() && !texts.iter().any(|other| other == text) {
            texts.push(text.to_owned());
        }
    }
    texts
}

fn constant(draft: &mut Draft<'_>, type_name: &str, text: &str) -> EnumConstant {
    let name = prefixed_constant(type_name, text);
    EnumConstant { name: draft.values.claim_one(&name, &[]), value: text.to_owned() }
}

fn inferred(name: &str, ty: &str) -> Field {
    Field { name: names::exported(name), ty: ty.to_owned(), key: names::snake(name), ..Field::default() }
}

fn statistics() -> Vec<Field> {
    let mut total = inferred("Total", "int64");
    total.minimum = Some(0);
    vec![total, inferred("ByCategory", "map[string]int64"), inferred("MeasuredAt", "*time.Time")]
}

fn selection() -> Vec<Field> {
    let mut fields = vec![inferred("From", "*time.Time"), inferred("Until", "*time.Time")];
    for name in ["Limit", "Offset"] {
        let mut field = inferred(name, "int");
        field.minimum = Some(0);
        fields.push(field);
    }
    fields
}

fn record() -> Vec<Field> {
    let mut kind = inferred("EntityType", "string");
    kind.required = true;
    let mut entity = inferred("EntityID", "values.UUID");
    entity.required = true;
    vec![kind, entity, inferred("RecordedAt", "time.Time"), inferred("Details", "map[string]string")]
}

fn description() -> Vec<Field> {
    let mut name = inferred("Name", "string");
    name.required = true;
    vec![name, inferred("Attributes", "map[string]string")]
}

/// Fields of the composite literals of that type in the spec's Go.
fn literal_fields(spec: &Spec, type_name: &str) -> Option<Vec<Field>> {
    let operations = spec.services.iter().flat_map(|service| &service.operations);
    let methods = spec.entities.iter().flat_map(|entity| &entity.methods);
    let functions = spec.functions.iter().map(|function| &function.operation);
    let bodies = operations.chain(methods).chain(functions).filter_map(|operation| operation.body.as_ref());
    let mut fields: Vec<Field> = Vec::new();
    for body in bodies {
        for (at, _) in body.value.match_indices(&format!("{type_name}{{")) {
            for key in literal_keys(&body.value[at + type_name.len() + 1..]) {
                let name = names::exported(&key);
                if !fields.iter().any(|field| field.name == name) && !name.is_empty() {
                    fields.push(inferred(&key, fields::type_by_name(&key)));
                }
            }
        }
    }
    (!fields.is_empty()).then_some(fields)
}

/// The keys of a composite literal whose text begins behind its brace.
fn literal_keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let (mut depth, mut element) = (0_usize, String::new());
    for c in text.chars() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' if depth == 0 => break,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' | '\n' if depth == 0 => {
                element.clear();
                continue;
            }
            ':' if depth == 0 => keys.push(element.trim().to_owned()),
            _ => {}
        }
        element.push(c);
    }
    keys.retain(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_'));
    keys
}

#[cfg(test)]
mod tests {
    use super::literal_keys;

    #[test]
    fn keys_of_a_literal_leave_nested_ones_out() {
        let text = "\n Rule: rule.Condition,\n Parts: []Part{{Name: \"x\"}},\n Impact: base.Multiply(factor - 1),\n}, Other: 1";
        assert_eq!(literal_keys(text), ["Rule", "Parts", "Impact"]);
    }
}
