//! Value objects of the contract: enumerations, named types, structs, support types.

use std::collections::BTreeSet;

use specwave_golang::names;
use specwave_spec::model;

use super::draft::Draft;
use super::{EnumConstant, Value, ValueKind, fields};
use crate::contract::file_names::{self, VALUES_STEMS};
use crate::contract::resolve::{SUPPORT, identifier};
use crate::contract::{Field, Origin, PRESENT};

/// Identifiers of the values package that belong to no single value, or to `UUID`, which is always there.
pub(super) const VALUE_RESERVED: &[&str] = &[
    "ErrConflict",
    "ErrInvalidTransition",
    "ErrNotFound",
    "ErrNotImplemented",
    "Event",
    "EventMetadata",
    "Must",
    "NewEventMetadata",
    "NewUUID",
    "NewValidationError",
    "NilUUID",
    "ParseUUID",
    "Pointer",
    "ScanJSON",
    "UUID",
    "ValidationError",
];

/// Getters that a struct value's own methods would clash with.
const STRUCT_METHODS: &[&str] = &["IsZero", "MarshalJSON", "Params", "Scan", "UnmarshalJSON", "Value"];

/// Declares the value objects of the spec; their names first, since they may refer to each other.
pub(super) fn declare(draft: &mut Draft<'_>) {
    let entities: Vec<String> = draft.inputs.spec.entities.iter().map(|entity| identifier(&entity.name)).collect();
    let mut structs = Vec::new();
    keep_to_present_support(draft);
    for value in &draft.inputs.spec.value_objects {
        let name = identifier(&value.base.name);
        if entities.contains(&name) || draft.names.get(&name).is_some() {
            continue;
        }
        let earlier = earlier(draft, &name);
        if let Some(same) = earlier.filter(|earlier| is_same(earlier, value)) {
            draft.add_value(reused(same, draft.inputs.declared(value.base.span)));
        } else if let (None, Some(present)) = (earlier, present(draft, &name)) {
            draft.add_value(present);
        } else if !value.values.is_empty() {
            declare_enum(draft, value, &name);
        } else if value.base.fields.is_empty() && SUPPORT.contains(&name.as_str()) {
            draft.names.insert(&value.base.name, format!("values.{name}"));
        } else if value.base.fields.is_empty() {
            declare_named(draft, value, &name);
        } else {
            let name = claim(draft, &name);
            draft.names.insert(&value.base.name, format!("values.{name}"));
            structs.push((name, value));
        }
    }
    for (name, value) in structs {
        declare_struct(draft, name, &value.base);
    }
}

/// Reuses what the module has under the name of a support type: there, the name means theirs. `UUID` and what else all
/// code needs is never theirs.
fn keep_to_present_support(draft: &mut Draft<'_>) {
    for name in SUPPORT.iter().filter(|name| !VALUE_RESERVED.contains(name)) {
        let earlier = earlier(draft, name).filter(|value| value.kind != ValueKind::Support);
        let reused = earlier.map(|earlier| reused(earlier, Origin::default()));
        if let Some(value) = reused.or_else(|| present(draft, name)) {
            draft.add_value(value);
        }
    }
}

/// The value of another feature with that name.
pub(super) fn earlier<'a>(draft: &Draft<'a>, name: &str) -> Option<&'a Value> {
    draft.inputs.module.earlier.values.iter().find(|value| value.name == name)
}

/// A value of another feature, for use in this one.
pub(super) fn reused(value: &Value, origin: Origin) -> Value {
    Value { exists: true, origin, package: package_of_present(&value.name), ..value.clone() }
}

/// Whether a value of another feature is the one that the spec declares: two features may mean different things by one
/// name.
fn is_same(earlier: &Value, declared: &model::ValueObject) -> bool {
    let last = |ty: &str| ty.rsplit(['.', '*', ']']).next().unwrap_or_default().to_owned();
    match &earlier.kind {
        ValueKind::Enum { constants } => {
            let known: BTreeSet<&str> = constants.iter().map(|constant| constant.value.as_str()).collect();
            let wanted: Vec<String> = declared.values.iter().map(text_of).collect();
            known == wanted.iter().map(String::as_str).collect()
        }
        ValueKind::Named { underlying } => {
            let written = declared.underlying.as_deref().unwrap_or("string");
            declared.values.is_empty() && declared.base.fields.is_empty() && last(written) == last(underlying)
        }
        ValueKind::Struct { fields } => {
            let known = fields.iter().map(|field| (field.name.clone(), last(&field.ty)));
            let wanted = declared.base.fields.iter().map(|field| (names::exported(&field.name), last(&field.ty)));
            known.eq(wanted)
        }
        ValueKind::Support | ValueKind::Opaque => false,
    }
}

/// The text behind a constant that a spec allows.
fn text_of(allowed: &model::EnumValue) -> String {
    if allowed.value.is_empty() { names::snake(&allowed.constant) } else { allowed.value.clone() }
}

/// The value of that name that the module already has. It is an enumeration where all is there that is made for one.
pub(super) fn present(draft: &Draft<'_>, name: &str) -> Option<Value> {
    let package = draft.present_values()?;
    let facts = package.types.get(name)?;
    let constant =
        |(name, text): &(String, String)| EnumConstant { name: name.clone(), value: text.trim_matches('"').to_owned() };
    let closed = facts.underlying == "string"
        && !facts.constants.is_empty()
        && facts.methods.iter().any(|method| method == "Valid")
        && package.identifiers.contains(&format!("Parse{name}"));
    let kind = match closed {
        true => ValueKind::Enum { constants: facts.constants.iter().map(constant).collect() },
        false => ValueKind::Opaque,
    };
    Some(Value {
        name: name.to_owned(),
        package: package_of_present(name),
        file: facts.file.clone(),
        doc: format!("{name} is a value object that the module already has."),
        kind,
        exists: true,
        origin: Origin::default(),
    })
}

/// The key of the package of a type that was there before.
fn package_of_present(name: &str) -> String {
    if SUPPORT.contains(&name) { PRESENT.to_owned() } else { "values".to_owned() }
}

/// A support type, written from a template of its own.
pub(super) fn support(name: &str, dir: &str) -> Value {
    let doc = match name {
        "Decimal" => "Decimal is an exact decimal number.",
        "Email" => "Email is an e-mail address.",
        "Money" => "Money is an amount in a currency.",
        "PhoneNumber" => "PhoneNumber is a telephone number in E.164 form.",
        "ValidationError" => "ValidationError says which field was refused and why.",
        _ => "UUID is a universally unique identifier.",
    };
    Value {
        name: name.to_owned(),
        package: "values".to_owned(),
        file: format!("{dir}/{}.go", names::snake(name)),
        doc: doc.to_owned(),
        kind: ValueKind::Support,
        exists: false,
        origin: Origin::default(),
    }
}

fn declare_enum(draft: &mut Draft<'_>, value: &model::ValueObject, name: &str) {
    let name = claim(draft, name);
    let mut constants: Vec<EnumConstant> = Vec::new();
    for allowed in &value.values {
        let text = text_of(allowed);
        if constants.iter().any(|constant| constant.value == text) {
            continue;
        }
        let prefixed = prefixed_constant(&name, &text);
        let own = if allowed.constant.is_empty() { prefixed.clone() } else { identifier(&allowed.constant) };
        constants.push(EnumConstant { name: draft.values.claim_one(&own, &[prefixed]), value: text });
    }
    let doc = sentence(&name, &value.base.doc, "is one of a closed set of values");
    let origin = draft.inputs.declared(value.base.span);
    add(draft, &value.base.name, name, doc, ValueKind::Enum { constants }, origin);
}

/// The constant's name from the type's and the value's: `ConsentStatus` and `active` give `ConsentStatusActive`.
pub(super) fn prefixed_constant(type_name: &str, text: &str) -> String {
    let value: String = names::exported(text).chars().filter(char::is_ascii_alphanumeric).collect();
    if value.is_empty() { format!("{type_name}Other") } else { format!("{type_name}{value}") }
}

fn declare_named(draft: &mut Draft<'_>, value: &model::ValueObject, name: &str) {
    let written = value.underlying.clone().unwrap_or_else(|| "string".to_owned());
    let underlying = draft.stored_type(&written, name, value.base.span);
    let underlying = if underlying.contains('.') && underlying != "time.Duration" { "string".to_owned() } else { underlying };
    let name = claim(draft, name);
    let doc = sentence(&name, &value.base.doc, "is a value with a meaning of its own");
    let origin = draft.inputs.declared(value.base.span);
    add(draft, &value.base.name, name, doc, ValueKind::Named { underlying }, origin);
}

/// Declares a struct of the spec as a value.
pub(super) fn declare_struct(draft: &mut Draft<'_>, name: String, declared: &model::Struct) {
    draft.names.insert(&declared.name, format!("values.{name}"));
    let mut fields: Vec<Field> = Vec::new();
    for field in &declared.fields {
        let user = format!("{name}.{}", field.name);
        if let Some(field) = fields::declared(draft, field, &user, STRUCT_METHODS, &fields) {
            fields.push(field);
        }
    }
    let doc = sentence(&name, &declared.doc, "is an immutable value");
    let origin = draft.inputs.declared(declared.span);
    add(draft, &declared.name, name, doc, ValueKind::Struct { fields }, origin);
}

/// Takes the identifiers of a value with the given name.
pub(super) fn claim(draft: &mut Draft<'_>, name: &str) -> String {
    let family = |name: &str| {
        let plain = [name.to_owned(), format!("New{name}"), format!("Parse{name}"), format!("{name}Params")];
        plain.into_iter().chain([format!("All{}", names::plural(name))]).collect()
    };
    let mut others = vec![format!("{name}Value")];
    if earlier(draft, name).is_some() {
        others.insert(0, format!("{}{name}", draft.contract.feature.qualifier));
    }
    draft.values.claim(name, &others, family)
}

/// Adds a value of the `values` package under the name that the spec uses and the one that it has.
pub(super) fn add(draft: &mut Draft<'_>, written: &str, name: String, doc: String, kind: ValueKind, origin: Origin) {
    let stem = file_names::stem(&name, VALUES_STEMS);
    let file = format!("{}/{stem}.go", draft.dir("values"));
    if written != name {
        draft.names.insert(written, format!("values.{name}"));
    }
    draft.add_value(Value { name, package: "values".to_owned(), file, doc, kind, exists: false, origin });
}

/// A doc comment's sentence that begins with the name: from what the text says, else the name and `otherwise`.
pub(super) fn sentence(name: &str, doc: &str, otherwise: &str) -> String {
    let doc = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = doc.split(". ").next().unwrap_or_default().trim().trim_end_matches(['.', ':']);
    let Some((subject, rest)) = first.split_once(' ') else { return format!("{name} {otherwise}.") };
    let lower =
        first.chars().next().map(char::to_lowercase).into_iter().flatten().chain(first.chars().skip(1)).collect::<String>();
    match subject.to_lowercase().as_str() {
        _ if names::exported(subject) == name => format!("{name} {rest}."),
        "a" | "an" | "the" | "one" => format!("{name} is {lower}."),
        "how" | "what" | "why" | "where" | "when" | "whether" | "which" | "who" => format!("{name} says {lower}."),
        _ => format!("{name} {otherwise}: {lower}."),
    }
}

/// The sentence of a doc comment in Go's own form, which begins with the name; `None` for a comment that is about
/// something else, such as a group of declarations.
pub(super) fn own_sentence(name: &str, doc: &str) -> Option<String> {
    let subject = doc.split_whitespace().next()?;
    (names::exported(subject) == name).then(|| sentence(name, doc, ""))
}

/// A noun with its indefinite article.
pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn what_the_text_says_becomes_a_doc_comment() {
        for (doc, expected) in [
            ("", "Tier is a value."),
            ("Tier of a member.", "Tier of a member."),
            ("How valued a member is", "Tier says how valued a member is."),
            ("The rank of a member. More.", "Tier is the rank of a member."),
            ("Type-safe ranks", "Tier is a value: type-safe ranks."),
        ] {
            assert_eq!(sentence("Tier", doc, "is a value"), expected);
        }
    }
}
