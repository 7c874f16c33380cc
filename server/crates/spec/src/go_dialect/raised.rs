//! Events that only exist because a body raises them, or a signature says that it will.

use ecow::EcoString;
use specwave_golang::facts::{Func, Literal, TypeKind};
use specwave_source::Span;

use super::blocks::Block;
use super::names::{base_of, has_happened, names_event};
use crate::declared::Declared;
use crate::model::{Dialect, Field, Located, Struct};

/// Records what the bodies of a block raise, and declares the events that nothing else declares.
pub(super) fn read(block: &Block<'_>, out: &mut Declared) {
    for literal in &block.facts.raised {
        let (package, name) = base_of(&literal.ty.text);
        let span = block.at(literal.ty.span);
        let named_so = name.ends_with("Event") || has_happened(name);
        if !named_so && !out.has_event(name) {
            continue;
        }
        // Another package's events belong to another feature; a package of events holds those of all.
        let shared = |package: &str| matches!(package, "event" | "events" | "domainevents" | "domain");
        if package.is_some_and(|package| block.package().as_deref() != Some(package) && !shared(package)) {
            continue;
        }
        out.spec.raised.push(Located { value: name.to_owned(), span });
        if !out.has_event(name) && !out.is_modelled(name) {
            let fields = fields(block, literal, out);
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

/// Declares the events that only signatures name: `PublishPaid(ctx, event OrderPaid) error`, `func NewOrderPaid() OrderPaid`.
pub(super) fn read_signatures(block: &Block<'_>, out: &mut Declared) {
    if block.integration {
        return;
    }
    let of_interfaces = block.facts.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Interface { methods, .. } => Some(methods),
        _ => None,
    });
    for function in of_interfaces.flatten().chain(&block.facts.functions) {
        let name = function.name.text.to_lowercase();
        let publishes = ["publish", "emit", "raise"].iter().any(|verb| name.starts_with(verb));
        let made = function.results().iter().filter(|result| function.name.text == format!("New{}", base_of(&result.ty).1));
        let given = function.params().iter().filter(|_| publishes);
        for ty in given.chain(made).map(|named| base_of(&named.ty)).filter(|(package, _)| package.is_none()).map(|(_, ty)| ty) {
            if names_event(ty) && !out.is_declared(ty) {
                out.spec.raised.push(Located { value: ty.to_owned(), span: block.at(function.name.span) });
                out.event(Struct {
                    name: ty.to_owned(),
                    span: block.at(function.name.span),
                    dialect: Dialect::Go,
                    doc: String::new(),
                    package: block.package(),
                    fields: Vec::new(),
                    methods: Vec::new(),
                });
            }
        }
    }
}

/// The literal's keys, typed by the values that the body gives them.
fn fields(block: &Block<'_>, literal: &Literal, out: &Declared) -> Vec<Field> {
    let function = enclosing(block, literal);
    literal
        .fields
        .iter()
        .map(|(key, value)| {
            let ty = function.and_then(|function| type_of_value(function, value, out)).or_else(|| type_by_name(&key.text));
            let ty = ty.unwrap_or_default();
            // What has happened has a time, even where the entity's field may be empty.
            let ty = if ty == "*time.Time" && key.text.ends_with("At") { "time.Time".into() } else { ty };
            Field { name: key.text.clone(), ty, optional: false, doc: EcoString::new(), span: block.at(key.span) }
        })
        .collect()
}

fn enclosing<'block>(block: &'block Block<'_>, literal: &Literal) -> Option<&'block Func> {
    let functions = &block.facts.functions;
    let behind = functions.partition_point(|function| function.span.start <= literal.ty.span.start);
    functions.get(behind.checked_sub(1)?).filter(|function| function.span.end >= literal.ty.span.end)
}

/// The type of a parameter, of a field of the receiver or of some struct, or of a plain literal.
fn type_of_value(function: &Func, value: &str, out: &Declared) -> Option<EcoString> {
    let value = value.trim().trim_start_matches('&');
    let of_param = |name: &str| function.params().iter().find(|param| param.name == name).map(|param| param.ty.clone());
    let of_variable = |name: &str| match &function.receiver {
        Some(receiver) if receiver.name == name => Some(receiver.ty.clone()),
        _ => of_param(name),
    };
    if value.starts_with('"') {
        return Some("string".into());
    }
    if value == "true" || value == "false" {
        return Some("bool".into());
    }
    match value {
        "now" | "time.Now()" | "time.Now().UTC()" => return Some("time.Time".into()),
        "uuid.New()" => return Some("uuid.UUID".into()),
        _ => {}
    }
    match value.split_once('.') {
        None => of_param(value),
        Some((variable, field)) => {
            let owner = of_variable(variable).and_then(|ty| out.struct_named(base_of(&ty).1));
            let of_owner = owner.and_then(|owner| owner.fields.iter().find(|known| known.name == field));
            of_owner.map(|field| field.ty.clone()).or_else(|| type_of_field(field, out))
        }
    }
}

/// The type of the first field of that name anywhere in the domain.
fn type_of_field(name: &str, out: &Declared) -> Option<EcoString> {
    let spec = &out.spec;
    let structs = spec.entities.iter().chain(spec.value_objects.iter().map(|value| &value.base));
    structs.flat_map(|owner| &owner.fields).find(|field| field.name == name).map(|field| field.ty.clone())
}

fn type_by_name(name: &str) -> Option<EcoString> {
    let ty = if name.ends_with("ID") {
        "uuid.UUID"
    } else if name.ends_with("At") || name == "Timestamp" {
        "time.Time"
    } else {
        return None;
    };
    Some(ty.into())
}
