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
                _ => format!("{}{{}}", go_type(contract, from, ty)),
            },
        },
        Type::Array(..) => format!("{}{{}}", go_type(contract, from, ty)),
        Type::Other(text) if text.starts_with("struct") => format!("{text}{{}}"),
        _ => "nil".to_owned(),
    }
}

/// A valid value of a contract type inside package `from`; another `n` gives another value where there is one.
pub(super) fn sample(contract: &Contract, from: &str, ty: &str, n: u32) -> String {
    let Some(parsed) = Type::parse(ty) else { return "nil".to_owned() };
    sample_of(contract, from, &parsed, n, 0)
}

/// How deep samples of structs go before they fall back to zero values, so that recursive types end.
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
        Type::Pointer(inner) => match inner.as_ref() {
            Type::Named { package: Some(package), name } if is_entity(contract, package, name) => "nil".to_owned(),
            inner => {
                format!("{}Pointer({})", qualifier(contract, from, "values"), typed(contract, from, inner, inner_sample(inner)))
            }
        },
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
    match (package, name) {
        ("time", "Time") => format!("time.Date(2025, time.January, {}, 12, 0, 0, 0, time.UTC)", 1 + n % 28),
        ("time", "Duration") => format!("{n} * time.Minute"),
        ("time", "Month") => "time.March".to_owned(),
        ("context", "Context") => "context.Background()".to_owned(),
        ("json", "RawMessage") => format!("json.RawMessage(`{{\"sample\":{n}}}`)"),
        ("io", "Reader") => format!("strings.NewReader(\"sample-{n}\")"),
        ("values", "UUID") => {
            format!("{here}Must({here}ParseUUID(\"00000000-0000-4000-8000-{n:012}\"))")
        }
        ("values", "Money") => format!("{here}Must({here}NewMoney({}, \"USD\"))", n * 100),
        ("values", "PhoneNumber") => format!("{here}Must({here}NewPhoneNumber(\"+1415555{n:04}\"))"),
        ("values", "Email") => format!("{here}Must({here}NewEmail(\"person{n}@example.com\"))"),
        ("values", "Decimal") => format!("{here}Must({here}ParseDecimal(\"{n}.25\"))"),
        _ => match value_kind(contract, package, name) {
            Some(ValueKind::Enum { constants }) if !constants.is_empty() => {
                format!("{here}{}", constants[(n as usize - 1) % constants.len()].name)
            }
            Some(ValueKind::Named { underlying }) => {
                let inner = Type::parse(underlying).map(|inner| sample_of(contract, from, &inner, n, depth + 1));
                format!("{here}{name}({})", inner.unwrap_or_default())
            }
            Some(ValueKind::Struct { fields }) if depth < MAX_DEPTH => {
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
        let sample = sample_of(contract, from, &Type::parse(&field.ty)?, n, depth);
        (sample != "nil").then(|| format!("{}: {sample}", field.name))
    });
    given.collect::<Vec<_>>().join(", ")
}

/// A constant expression with its type where Go would infer another one.
fn typed(contract: &Contract, from: &str, ty: &Type, expression: String) -> String {
    let needs_type = matches!(ty, Type::Named { package: None, name } if is_number(name) && name != "int" && name != "float64")
        || matches!(ty, Type::Named { package: Some(package), name } if package == "time" && name == "Duration");
    if needs_type { format!("{}({expression})", go_type(contract, from, &ty.to_string())) } else { expression }
}

/// The qualifier with its dot that package `key` has inside package `from`.
fn qualifier(contract: &Contract, from: &str, key: &str) -> String {
    if key == from {
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
