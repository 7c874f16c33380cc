//! What Go asks of types that refer to each other: a package for each, and no struct inside itself.

use std::collections::BTreeSet;

use specwave_golang::Type;

use super::ValueKind;
use super::draft::Draft;
use super::entities::mentions;
use crate::contract::file_names::{self, DOMAIN_STEMS};
use crate::contract::{Contract, Field};

/// Moves the values that refer to an entity, however indirectly, into the domain package.
pub(super) fn place_values(draft: &mut Draft<'_>) {
    let mut moved: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = moved.len();
        for value in draft.contract.values.iter().filter(|value| value.package == "values") {
            let refers = |field: &Field| {
                field.ty.contains("domain.") || moved.iter().any(|name| mentions(&field.ty, &format!("values.{name}")))
            };
            if matches!(&value.kind, ValueKind::Struct { fields } if fields.iter().any(refers)) {
                moved.insert(value.name.clone());
            }
        }
        if moved.len() == before {
            break;
        }
    }
    let dir = draft.dir("domain");
    for name in &moved {
        let family = |name: &str| vec![name.to_owned(), format!("New{name}"), format!("{name}Params")];
        let unique = draft.domain.claim(name, &[format!("{name}Value")], family);
        let file = format!("{dir}/{}.go", file_names::stem(&unique, DOMAIN_STEMS));
        if let Some(value) = draft.contract.values.iter_mut().find(|value| value.name == *name) {
            value.doc = value.doc.replacen(name.as_str(), &unique, 1);
            (value.name, value.package, value.file) = (unique.clone(), "domain".to_owned(), file);
        }
        rename(draft.contract, &format!("values.{name}"), &format!("domain.{unique}"));
        draft.names.insert(name, format!("domain.{unique}"));
    }
}

/// Replaces a canonical type everywhere, in types and in expressions.
fn rename(contract: &mut Contract, from: &str, to: &str) {
    let renamed = serde_json::to_value(&*contract).ok().and_then(|mut data| {
        rename_in(&mut data, from, to);
        serde_json::from_value(data).ok()
    });
    if let Some(renamed) = renamed {
        *contract = renamed;
    }
}

fn rename_in(data: &mut serde_json::Value, from: &str, to: &str) {
    match data {
        serde_json::Value::String(text) if text.contains(from) => *text = replace_identifier(text, from, to),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| rename_in(item, from, to)),
        serde_json::Value::Object(members) => members.values_mut().for_each(|member| rename_in(member, from, to)),
        _ => {}
    }
}

/// Replaces `from` where it is not the beginning of a longer identifier.
fn replace_identifier(text: &str, from: &str, to: &str) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let after = &found[from.len()..];
        replaced.push_str(before);
        replaced.push_str(if after.starts_with(|c: char| c.is_alphanumeric() || c == '_') { from } else { to });
        rest = after;
    }
    replaced + rest
}

/// Puts a pointer where a struct would hold itself, so that it has a size.
pub(super) fn break_cycles(draft: &mut Draft<'_>) {
    let structs = |contract: &Contract| -> Vec<(String, Vec<Field>)> {
        let values = contract.values.iter().filter_map(|value| match &value.kind {
            ValueKind::Struct { fields } => Some((format!("{}.{}", value.package, value.name), fields.clone())),
            _ => None,
        });
        let entities = contract.entities.iter().map(|entity| (format!("domain.{}", entity.name), entity.fields.clone()));
        values.chain(entities).collect()
    };
    let mut all = structs(draft.contract);
    let mut changed: Vec<(String, String)> = Vec::new();
    for at in 0..all.len() {
        for field in 0..all[at].1.len() {
            let (name, ty) = (all[at].0.clone(), all[at].1[field].ty.clone());
            if reaches(&all, &ty, &name, &mut BTreeSet::new()) {
                all[at].1[field].ty = format!("*{}", ty.rsplit(']').next().unwrap_or(&ty));
                changed.push((name, all[at].1[field].name.clone()));
            }
        }
    }
    for (owner, field) in changed {
        for value in &mut draft.contract.values {
            let own = format!("{}.{}", value.package, value.name) == owner;
            if let (true, ValueKind::Struct { fields }) = (own, &mut value.kind) {
                point(fields, &field);
            }
        }
        for entity in &mut draft.contract.entities {
            if format!("domain.{}", entity.name) == owner {
                point(&mut entity.fields, &field);
            }
        }
    }
}

fn point(fields: &mut [Field], name: &str) {
    for field in fields.iter_mut().filter(|field| field.name == name) {
        field.ty = format!("*{}", field.ty.rsplit(']').next().unwrap_or(&field.ty));
    }
}

/// Whether a value of type `ty` holds a `target` without a pointer, slice or map between them.
fn reaches(all: &[(String, Vec<Field>)], ty: &str, target: &str, seen: &mut BTreeSet<String>) -> bool {
    let direct = match Type::parse(ty) {
        Some(Type::Array(_, inner)) => inner.to_string(),
        Some(Type::Named { .. }) => ty.to_owned(),
        _ => return false,
    };
    if direct == target {
        return true;
    }
    if !seen.insert(direct.clone()) {
        return false;
    }
    let inner = all.iter().find(|(name, _)| *name == direct);
    inner.is_some_and(|(_, fields)| fields.iter().any(|field| reaches(all, &field.ty, target, seen)))
}
