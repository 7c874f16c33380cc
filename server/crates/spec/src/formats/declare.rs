//! What a declared type is to the model, and what it is called there.

use super::code::Declaration;
use super::words::squashed;
use crate::declared::{Declared, Kind};
use crate::model::{Dialect, EnumValue, Located, Operation, Repository, Service, Struct, ValueObject};

/// Endings of types that only carry data in and out.
const CARRIERS: &[&str] = &[
    "Request",
    "Response",
    "Dto",
    "DTO",
    "Input",
    "Output",
    "Params",
    "Props",
    "Options",
    "Query",
    "Filter",
    "Filters",
    "Payload",
    "Result",
    "Config",
    "Context",
    "Args",
    "Error",
    "Exception",
    "Schema",
    "Command",
    "Create",
    "Update",
    "Settings",
    "Body",
];

/// Endings of parts of a user interface.
const SEEN: &[&str] = &[
    "Tab",
    "Page",
    "Panel",
    "View",
    "Component",
    "Modal",
    "Form",
    "Button",
    "Dialog",
    "Screen",
    "Widget",
    "Card",
    "Sidebar",
    "Navbar",
    "Layout",
    "Editor",
    "Picker",
    "Props",
    "Hook",
];

/// Endings of what answers requests over a wire.
const WIRED: &[&str] = &["API", "Api", "Endpoint", "Endpoints", "Routes", "UI"];

pub(super) fn is_carrier(name: &str) -> bool {
    CARRIERS.iter().any(|ending| name.ends_with(ending) && name.len() > ending.len())
        || ["Create", "Update"]
            .iter()
            .any(|start| name.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_uppercase)))
}

pub(super) fn is_seen(name: &str) -> bool {
    SEEN.iter().any(|ending| name.ends_with(ending))
}

pub(super) fn is_wired(name: &str) -> bool {
    WIRED.iter().any(|ending| name.ends_with(ending))
}

pub(super) fn is_repository(name: &str) -> bool {
    ["Repository", "Repo", "DAO", "Dao"].iter().any(|ending| name.ends_with(ending))
}

/// Whether a type has an identity of its own: a field `id`, or one that is called after it.
pub(super) fn has_identity(name: &str, fields: &[crate::model::Field]) -> bool {
    let own = format!("{}id", squashed(name));
    fields.iter().any(|field| {
        ["id", "uid", "uuid", "guid", "pk"].contains(&squashed(&field.name).as_str()) || squashed(&field.name) == own
    })
}

pub(super) fn structure(declaration: &Declaration) -> Struct {
    Struct {
        name: declaration.name.value.clone(),
        span: declaration.name.span,
        dialect: Dialect::Prose,
        doc: declaration.doc.clone(),
        package: None,
        fields: declaration.fields.clone(),
        methods: Vec::new(),
    }
}

/// Adds an entity under the name that it is known by already.
pub(super) fn entity(out: &mut Declared, entity: Struct) {
    let Located { value: name, span } = out.spelled(Kind::Entity, Located { value: entity.name, span: entity.span });
    out.entity(Struct { name, span, ..entity });
}

/// Adds a value object, or what more is said about an entity of that name.
pub(super) fn value_object(out: &mut Declared, base: Struct, values: Vec<EnumValue>, validation: String) {
    let Located { value: name, span } = out.spelled(Kind::ValueObject, Located { value: base.name, span: base.span });
    let base = Struct { name, span, ..base };
    if out.is_entity(&base.name) {
        return out.entity(base);
    }
    let underlying = (!values.is_empty()).then(|| "string".to_owned());
    out.value_object(ValueObject { base, underlying, values, validation });
}

/// Adds a type that is a plain one under a name of its own.
pub(super) fn named_scalar(out: &mut Declared, base: Struct, underlying: &str, validation: String) {
    let Located { value: name, span } = out.spelled(Kind::ValueObject, Located { value: base.name, span: base.span });
    let (base, underlying) = (Struct { name, span, ..base }, Some(underlying.to_owned()));
    out.value_object(ValueObject { base, underlying, values: Vec::new(), validation });
}

/// Adds a service or a repository, by its name, under the name that it is known by already.
pub(super) fn actor(
    out: &mut Declared,
    name: Located<String>,
    doc: String,
    operations: Vec<Operation>,
    given: Vec<Located<String>>,
) {
    let (dialect, package) = (Dialect::Prose, None);
    if is_repository(&name.value) {
        let Located { value: name, span } = out.spelled(Kind::Repository, name);
        out.repository(Repository { name, span, dialect, doc, package, operations, indexes: Vec::new() });
    } else {
        let Located { value: name, span } = out.spelled(Kind::Service, name);
        out.service(Service { name, span, dialect, doc, package, operations, dependencies: given });
    }
}
