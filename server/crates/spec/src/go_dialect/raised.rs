//! Events that only exist because a body raises them.

use specwave_golang::facts::Literal;
use specwave_source::Span;

use super::blocks::Block;
use super::names::base_of;
use crate::declared::Declared;
use crate::model::{Dialect, Field, Located, Spec, Struct};

/// Records what the bodies of a block raise, and declares the events that nothing else declares.
pub(super) fn read(block: &Block<'_>, out: &mut Declared) {
    for literal in &block.facts.raised {
        let (package, name) = base_of(&literal.ty.text);
        let span = block.at(literal.ty.span);
        let named_so = name.ends_with("Event") || name.ends_with("ed");
        if !named_so && !out.has_event(name) {
            continue;
        }
        // Another package's events belong to another feature.
        if package.is_some_and(|package| block.package().as_deref() != Some(package)) {
            continue;
        }
        out.spec.raised.push(Located { value: name.to_owned(), span });
        if !out.has_event(name) && !out.is_modelled(name) {
            let fields = fields(block, literal, &out.spec);
            out.event(Struct {
                name: name.to_owned(),
                span: Span::new(span.end - name.len(), span.end),
                dialect: Dialect::Go,
                doc: String::new(),
                package: block.package(),
                fields,
                methods: Vec::new(),
            });
        }
    }
}

/// The literal's keys, with the types of fields that are called so elsewhere.
fn fields(block: &Block<'_>, literal: &Literal, spec: &Spec) -> Vec<Field> {
    let known = |name: &str| {
        let structs = spec.entities.iter().chain(spec.value_objects.iter().map(|value| &value.base)).chain(&spec.structs);
        structs.flat_map(|owner| &owner.fields).find(|field| field.name == name).map(|field| field.ty.clone())
    };
    let guess = |name: &str| match name {
        _ if name.ends_with("ID") => "uuid.UUID",
        _ if name.ends_with("At") || name == "Timestamp" => "time.Time",
        _ => "",
    };
    literal
        .fields
        .iter()
        .map(|(key, _)| Field {
            name: key.text.clone(),
            ty: known(&key.text).map_or_else(|| guess(&key.text).to_owned(), |ty| without_pointer_to_time(&key.text, ty)),
            optional: false,
            doc: String::new(),
            span: block.at(key.span),
        })
        .collect()
}

/// What has happened has a time, even where the entity's field may be empty.
fn without_pointer_to_time(name: &str, ty: String) -> String {
    if name.ends_with("At") && ty == "*time.Time" { "time.Time".to_owned() } else { ty }
}
