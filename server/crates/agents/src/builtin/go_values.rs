//! Go expressions for a type: its zero value, and valid sample values for tests.

use specwave_golang::Type;
use specwave_plan::contract::{Contract, Field, ValueKind};

use super::renderer::go_type;

/// The zero value of a contract type inside package `from`.
pub(super) fn zero(contract: &Contract, from: &str, ty: &str) -> String {
    let Some(parsed) = Type::parse(ty) else { return "nil".to_owned() };
    match &parsed {
        Type::Named { package: None, name } => match name.as_str() {
            "string" => "\"\"".to_owned(),
            "bool" => "false".to_owned(),
            "error" | "any" => "nil".to_owned(),
            _ if is_number(name) => "0".to_owned(),
            _ => format!("{name}{{}}"),
        },
        Type::Named { package: Some(package), name } => match (package.as_str(), name.as_str()) {
            ("time", "Duration" | "Month" | "Weekday") => "0".to_owned(),
            ("context", "Context") | ("io", "Reader" | "Writer" | "ReadCloser") => "nil".to_owned(),
            ("json", "RawMessage") => "nil".to_owned(),
            _ => match value_kind(contract, package, name) {
                Some(ValueKind::Enum { .. }) => "\"\"".to_owned(),
                Some(ValueKind::Named { underlying }) => zero(contract, from, underlying),
                Some(ValueKind::Opaque) => format!("*new({})", go_type(contract, from, ty)),
                _ => format!("{}{{}}", go_type(contract, from, ty)),
            },
        },
        Type::Array(..) => format!("{}{{}}", go_type(contract, from, ty)),
        Type::Other(text) if text.starts_with("struct") => format!("{text}{{}}"),
        _ => "nil".to_owned(),
    }
}

/// A type as it reads inside package `from`.
pub(super) fn written(contract: &Contract, from: &str, ty: &Type) -> String {
    go_type(contract, from, &ty.to_string())
}

/// A valid value of a contract type inside package `from`; another `n` gives another value where there is one.
pub(super) fn sample(contract: &Contract, from: &str, ty: &str, n: u32) -> String {
    let Some(parsed) = Type::parse(ty) else { return "nil".to_owned() };
    sample_of(contract, from, &parsed, n, 0)
}

/// How deep samples go before pointers, slices and maps are left out, so that recursive types end.
const MAX_DEPTH: u8 = 4;

fn sample_of(contract: &Contract, from: &str, ty: &Type, n: u32, depth: u8) -> String {
    let written = || go_type(contract, from, &ty.to_string());
    let inner_sample = |inner: &Type| sample_of(contract, from, inner, n, depth + 1);
    match ty {
        Type::Named { package: None, name } => match name.as_str() {
            "string" => format!("\"sample-{n}\""),
            "bool" => "true".to_owned(),
            "any" => format!("\"sample-{n}\""),
            "error" => "nil".to_owned(),
            "float32" | "float64" => format!("{n}.5"),
            _ if is_number(name) => n.to_string(),
            _ => zero(contract, from, name),
        },
        Type::Named { package: Some(package), name } => sample_named(contract, from, package, name, n, depth),
        Type::Pointer(_) if depth >= MAX_DEPTH => "nil".to_owned(),
        Type::Pointer(inner) => match inner.as_ref() {
            Type::Named { package: Some(package), name } if is_entity(contract, package, name) => {
                sample_entity(contract, from, name, n, depth).unwrap_or_else(|| "nil".to_owned())
            }
            inner if inner_sample(inner) == "nil" => "nil".to_owned(),
            inner => {
                format!("{}Pointer({})", qualifier(contract, from, "values"), typed(contract, from, inner, inner_sample(inner)))
            }
        },
        Type::Slice(_) | Type::Map(..) if depth >= MAX_DEPTH => "nil".to_owned(),
        Type::Slice(inner) => {
            let element = inner_sample(inner);
            if element == "nil" { "nil".to_owned() } else { format!("{}{{{element}}}", written()) }
        }
        Type::Map(key, value) => {
            let value = inner_sample(value);
            if value == "nil" { "nil".to_owned() } else { format!("{}{{{}: {value}}}", written(), inner_sample(key)) }
        }
        Type::Variadic(inner) => inner_sample(inner),
        _ => zero(contract, from, &ty.to_string()),
    }
}

fn sample_named(contract: &Contract, from: &str, package: &str, name: &str, n: u32, depth: u8) -> String {
    let here = qualifier(contract, from, package);
    if is_entity(contract, package, name) {
        return sample_entity(contract, from, name, n, depth).map_or_else(|| "nil".to_owned(), |pointer| format!("*{pointer}"));
    }
    let support = matches!(value_kind(contract, package, name), Some(ValueKind::Support) | None);
    match (package, name) {
        ("time", "Time") => format!("time.Date(2025, time.January, {}, 12, 0, 0, 0, time.UTC)", 1 + n % 28),
        ("time", "Duration") => format!("{n} * time.Minute"),
        ("time", "Month") => "time.March".to_owned(),
        ("context", "Context") => "context.Background()".to_owned(),
        ("json", "RawMessage") => format!("json.RawMessage(`{{\"sample\":{n}}}`)"),
        ("io", "Reader") => format!("strings.NewReader(\"sample-{n}\")"),
        ("values", "UUID") if support => {
            format!("{here}Must({here}ParseUUID(\"00000000-0000-4000-8000-{n:012}\"))")
        }
        ("values", "Money") if support => format!("{here}Must({here}NewMoney({}, \"USD\"))", n * 100),
        ("values", "PhoneNumber") if support => format!("{here}Must({here}NewPhoneNumber(\"+1415555{n:04}\"))"),
        ("values", "Email") if support => format!("{here}Must({here}NewEmail(\"person{n}@example.com\"))"),
        ("values", "Decimal") if support => format!("{here}Must({here}ParseDecimal(\"{n}.25\"))"),
        _ => match value_kind(contract, package, name) {
            Some(ValueKind::Enum { constants }) if !constants.is_empty() => {
                format!("{here}{}", constants[(n as usize).saturating_sub(1) % constants.len()].name)
            }
            Some(ValueKind::Named { underlying }) => {
                let inner = Type::parse(underlying).map(|inner| sample_of(contract, from, &inner, n, depth + 1));
                format!("{here}{name}({})", inner.unwrap_or_default())
            }
            Some(ValueKind::Struct { fields }) => {
                let given = sample_fields(contract, from, fields, n, depth + 1);
                let values = qualifier(contract, from, "values");
                format!("{values}Must({here}New{name}({here}{name}Params{{{given}}}))")
            }
            _ => zero(contract, from, &format!("{package}.{name}")),
        },
    }
}

/// Sample values for the fields of a composite literal, without those whose sample says nothing.
fn sample_fields(contract: &Contract, from: &str, fields: &[Field], n: u32, depth: u8) -> String {
    let given = fields.iter().filter_map(|field| {
        let sample = sample_field(contract, from, field, n, depth)?;
        (sample != "nil").then(|| format!("{}: {sample}", field.name))
    });
    given.collect::<Vec<_>>().join(", ")
}

/// A valid value of a field, within its least and greatest number.
pub(super) fn sample_field(contract: &Contract, from: &str, field: &Field, n: u32, depth: u8) -> Option<String> {
    let ty = Type::parse(&field.ty)?;
    let bounded = matches!(&ty, Type::Named { package: None, name } if is_number(name));
    let (least, greatest) = (field.minimum.unwrap_or(i64::MIN), field.maximum.unwrap_or(i64::MAX));
    if bounded && !(least..greatest).contains(&i64::from(n)) {
        return Some(i64::from(n).clamp(least, greatest).to_string());
    }
    Some(sample_of(contract, from, &ty, n, depth))
}

/// The fields of an entity's parameters, as they stand in a composite literal, one on each line.
pub(super) fn sample_params(contract: &Contract, from: &str, fields: &[Field], n: u32) -> String {
    let given = fields.iter().filter_map(|field| {
        let sample = sample_field(contract, from, field, n, 1)?;
        (sample != "nil").then(|| format!("\n{}: {sample},", field.name))
    });
    given.chain(["\n".to_owned()]).collect()
}

/// An element of a slice of entities that makes no sense.
pub(super) fn broken_element(contract: &Contract, from: &str, slice: &str) -> String {
    let element = go_type(contract, from, slice.trim_start_matches("[]"));
    element.strip_prefix('*').map_or_else(|| format!("{element}{{}}"), |entity| format!("&{entity}{{}}"))
}

/// An expression of the contract as it reads inside package `from`, with `self` under the receiver's name.
pub(super) fn local_expression(contract: &Contract, from: &str, expression: &str, receiver: &str) -> String {
    let mut local = expression.to_owned();
    for package in &contract.packages {
        local = replace_qualifier(&local, &package.key, &qualifier(contract, from, &package.key));
    }
    replace_qualifier(&local, "self", &format!("{receiver}."))
}

/// Replaces `key.` where it begins an identifier.
fn replace_qualifier(text: &str, key: &str, with: &str) -> String {
    let wanted = format!("{key}.");
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&wanted) {
        let (before, found) = rest.split_at(at);
        let inside = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        replaced.push_str(before);
        replaced.push_str(if inside { &wanted } else { with });
        rest = &found[wanted.len()..];
    }
    replaced + rest
}

/// A valid entity by pointer; it has an identity, so that it counts as one that was there before.
fn sample_entity(contract: &Contract, from: &str, name: &str, n: u32, depth: u8) -> Option<String> {
    let entity = contract.entities.iter().find(|entity| entity.name == name)?;
    let given = sample_fields(contract, from, &entity.fields, n, depth + 1);
    let (values, here) = (qualifier(contract, from, "values"), qualifier(contract, from, "domain"));
    Some(format!("{values}Must({here}{}({here}{name}Params{{{given}}}))", entity.constructor))
}

/// A constant expression with its type where Go would infer another one.
fn typed(contract: &Contract, from: &str, ty: &Type, expression: String) -> String {
    let needs_type = matches!(ty, Type::Named { package: None, name } if is_number(name) && name != "int" && name != "float64")
        || matches!(ty, Type::Named { package: Some(package), name } if package == "time" && name == "Duration");
    if needs_type { format!("{}({expression})", go_type(contract, from, &ty.to_string())) } else { expression }
}

/// The qualifier with its dot that package `key` has inside package `from`.
pub(super) fn qualifier(contract: &Contract, from: &str, key: &str) -> String {
    if contract.is_one_package(key, from) {
        return String::new();
    }
    format!("{}.", contract.package(key).map_or(key, |package| &package.alias))
}

fn value_kind<'contract>(contract: &'contract Contract, package: &str, name: &str) -> Option<&'contract ValueKind> {
    contract.values.iter().find(|value| value.package == package && value.name == name).map(|value| &value.kind)
}

fn is_entity(contract: &Contract, package: &str, name: &str) -> bool {
    package == "domain" && contract.entities.iter().any(|entity| entity.name == name)
}

fn is_number(name: &str) -> bool {
    matches!(
        name,
        "int"
            | "int8"
            | "int16"
            | "int32"
            | "int64"
            | "uint"
            | "uint8"
            | "uint16"
            | "uint32"
            | "uint64"
            | "byte"
            | "rune"
            | "float32"
            | "float64"
    )
}
