//! How values travel as JSON: the type of a DTO's field, and the conversions to and from it.

use specwave_golang::{Type, names};

use super::conversion::{conversion, kind};
use super::desk::Desk;
use super::operand::{entity, model, named};
use crate::contract::{Contract, Conversion, ValueKind};

/// The form in which a type travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wire {
    /// Type of the DTO's field.
    pub(super) ty: String,
    /// What a text must be.
    pub(super) format: &'static str,
    /// The texts it may be.
    pub(super) one_of: Vec<String>,
    /// A valid value as JSON.
    pub(super) example: String,
    /// From or to the contract's type.
    pub(super) conversion: Conversion,
}

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Into the operation.
    In,
    /// Out of the operation.
    Out,
}

impl Wire {
    fn same(ty: &Type, example: &str) -> Self {
        Self { ty: ty.to_string(), format: "", one_of: Vec::new(), example: example.to_owned(), conversion: Conversion::Same }
    }

    fn text(format: &'static str, example: &str, conversion: Conversion) -> Self {
        let example = format!("\"{example}\"");
        Self { ty: "string".to_owned(), format, one_of: Vec::new(), example, conversion }
    }

    fn wrapped(self, ty: String, example: String, wrap: fn(Box<Conversion>) -> Conversion) -> Self {
        let conversion = match self.conversion {
            Conversion::Same => Conversion::Same,
            inner => wrap(Box::new(inner)),
        };
        Self { ty, example, conversion, ..self }
    }
}

impl Desk<'_> {
    /// How values of a type travel; `None` where they cannot.
    pub(super) fn wire(&mut self, ty: &Type, way: Way) -> Option<Wire> {
        match ty {
            Type::Named { package: None, name } => basic(ty, name),
            Type::Named { package: Some(package), name } => self.named_wire(ty, package, name, way),
            Type::Pointer(inner) => self.pointer_wire(inner, way),
            Type::Slice(inner) if matches!(inner.as_ref(), Type::Named { package: None, name } if name == "byte") => {
                Some(Wire::same(ty, "\"c2FtcGxl\""))
            }
            Type::Slice(inner) | Type::Variadic(inner) => {
                let inner = self.wire(inner, way)?;
                let (ty, example) = (format!("[]{}", inner.ty), format!("[{}]", inner.example));
                Some(inner.wrapped(ty, example, Conversion::Each))
            }
            Type::Map(key, value) => {
                let value = self.wire(value, way)?;
                let is_text = matches!(key.as_ref(), Type::Named { package: None, name } if name == "string");
                match (way, value.conversion == Conversion::Same) {
                    (_, true) if is_text => {
                        let example = format!("{{\"key\": {}}}", value.example);
                        Some(Wire { ty: format!("map[string]{}", value.ty), example, ..Wire::same(ty, "") })
                    }
                    (Way::Out, _) => Some(Wire { ty: "any".to_owned(), ..Wire::same(ty, "{}") }),
                    (Way::In, _) => None,
                }
            }
            Type::Array(..) => Some(Wire::same(ty, "[]")).filter(|_| way == Way::Out),
            Type::Channel(..) | Type::Other(_) => None,
        }
    }

    fn pointer_wire(&mut self, inner: &Type, way: Way) -> Option<Wire> {
        if let (Way::Out, Some(("domain" | "service", _))) = (way, named(inner)) {
            // Structs are converted through their address, whose absence the converter answers with an empty DTO.
            let wire = self.wire(inner, way)?;
            if let Conversion::Address(direct) = wire.conversion {
                return Some(Wire { conversion: *direct, ..wire });
            }
            let (ty, example) = (format!("*{}", wire.ty), wire.example.clone());
            return Some(wire.wrapped(ty, example, Conversion::Optional));
        }
        let wire = self.wire(inner, way)?;
        let (ty, example) = (format!("*{}", wire.ty), wire.example.clone());
        Some(wire.wrapped(ty, example, Conversion::Optional))
    }

    fn named_wire(&mut self, ty: &Type, package: &str, name: &str, way: Way) -> Option<Wire> {
        match (package, name) {
            ("time", "Time") => Some(Wire::text("date-time", "2025-01-15T10:30:00Z", time_conversion(way))),
            ("time", "Duration") => Some(Wire::text("duration", "1h30m0s", self.text_conversion(ty, way)?)),
            ("time", "Month" | "Weekday") => {
                let target = if way == Way::In { ty.to_string() } else { "int".to_owned() };
                Some(Wire { ty: "int".to_owned(), conversion: Conversion::Cast(target), ..Wire::same(ty, "3") })
            }
            ("json", "RawMessage") => Some(Wire::same(ty, "{}")),
            ("values", "UUID") => {
                Some(Wire::text("uuid", "550e8400-e29b-41d4-a716-446655440000", self.text_conversion(ty, way)?))
            }
            ("values", "PhoneNumber") => Some(Wire::text("phone", "+14155550123", self.text_conversion(ty, way)?)),
            ("values", "Email") => Some(Wire::text("email", "person@example.com", self.text_conversion(ty, way)?)),
            ("values", "Money") if is_support(self.contract, name) => Some(Wire::same(ty, MONEY)),
            ("values", "Decimal") => Some(Wire::text("decimal", "12.25", self.text_conversion(ty, way)?)),
            ("service", name) => self.model_wire(name, way),
            ("domain", name) if entity(self.contract, name).is_some() => self.entity_wire(name, way),
            _ => self.value_wire(ty, package, name, way),
        }
    }

    fn text_conversion(&self, ty: &Type, way: Way) -> Option<Conversion> {
        let text = Type::Named { package: None, name: "string".to_owned() };
        match way {
            Way::In => conversion(self.contract, &text, ty),
            Way::Out => conversion(self.contract, ty, &text),
        }
    }

    fn value_wire(&self, ty: &Type, package: &str, name: &str, way: Way) -> Option<Wire> {
        match kind(self.contract, package, name)? {
            ValueKind::Enum { constants } => {
                let texts: Vec<String> = constants.iter().map(|constant| constant.value.clone()).collect();
                let example = texts.first().cloned().unwrap_or_default();
                let wire = Wire::text("", &example, self.text_conversion(ty, way)?);
                Some(Wire { one_of: texts, ..wire })
            }
            ValueKind::Named { underlying } if underlying == "string" => {
                Some(Wire::text("", "sample", self.text_conversion(ty, way)?))
            }
            ValueKind::Named { underlying } => {
                let parsed = Type::parse(underlying)?;
                let wire = match &parsed {
                    Type::Named { package: None, name } => basic(&parsed, name)?,
                    _ => Wire::same(ty, "[]"),
                };
                let conversion = match (way, &parsed) {
                    (_, Type::Slice(_) | Type::Map(..) | Type::Array(..)) => Conversion::Same,
                    (Way::In, _) => Conversion::Parse(format!("{package}.New{name}")),
                    (Way::Out, _) => Conversion::Cast(underlying.clone()),
                };
                Some(Wire { conversion, ..wire })
            }
            ValueKind::Struct { .. } | ValueKind::Support => {
                Some(Wire::same(ty, &value_example(self.contract, package, name, 0)))
            }
            // What JSON it is made of is the module's secret; `null` leaves any value as it is.
            ValueKind::Opaque => Some(Wire::same(ty, "null")),
        }
    }

    fn model_wire(&mut self, name: &str, way: Way) -> Option<Wire> {
        let model = model(self.models, name)?.clone();
        let dto = self.model_part(&model, way)?;
        let conversion = match way {
            Way::In => Conversion::Parse(format!("{dto}.value")),
            Way::Out => Conversion::Address(Box::new(Conversion::Call(converter_name(&dto)))),
        };
        Some(Wire { ty: format!("rest.{dto}"), format: "", one_of: Vec::new(), example: self.example(&dto), conversion })
    }

    fn entity_wire(&mut self, name: &str, way: Way) -> Option<Wire> {
        let entity = entity(self.contract, name)?;
        let (dto, conversion) = match way {
            Way::In => {
                let dto = self.entity_part(entity)?;
                let conversion = Conversion::Parse(format!("{dto}.value"));
                (dto, conversion)
            }
            Way::Out => {
                let dto = self.entity_response(entity)?;
                let converter = format!("New{dto}");
                (dto, Conversion::Address(Box::new(Conversion::Call(converter))))
            }
        };
        Some(Wire { ty: format!("rest.{dto}"), format: "", one_of: Vec::new(), example: self.example(&dto), conversion })
    }
}

/// An amount of money as JSON.
const MONEY: &str = "{\"amount\": \"12.50\", \"currency\": \"USD\"}";

/// The name of the function that makes a part.
pub(super) fn converter_name(dto: &str) -> String {
    format!("new{dto}")
}

fn time_conversion(way: Way) -> Conversion {
    match way {
        Way::In => Conversion::Parse("parseTime".to_owned()),
        Way::Out => Conversion::Call("formatTime".to_owned()),
    }
}

fn basic(ty: &Type, name: &str) -> Option<Wire> {
    let example = match name {
        "string" => "\"sample\"",
        "bool" => "true",
        "any" => "\"sample\"",
        "float32" | "float64" => "0.5",
        name if name.starts_with("int") || name.starts_with("uint") && name != "uintptr" || matches!(name, "byte" | "rune") => {
            "1"
        }
        _ => return None,
    };
    Some(Wire::same(ty, example))
}

/// A struct value as JSON, which has its fields under their keys.
fn value_example(contract: &Contract, package: &str, name: &str, depth: u8) -> String {
    let Some(ValueKind::Struct { fields }) = kind(contract, package, name) else { return "{}".to_owned() };
    if depth > 2 {
        return "{}".to_owned();
    }
    let entries: Vec<String> = fields
        .iter()
        .filter_map(|field| {
            let key = if field.key.is_empty() { names::snake(&field.name) } else { field.key.clone() };
            Some(format!("\"{key}\": {}", plain_example(contract, &Type::parse(&field.ty)?, depth)?))
        })
        .collect();
    format!("{{{}}}", entries.join(", "))
}

/// Whether a value is our own and not one that a specification declares under that name.
fn is_support(contract: &Contract, name: &str) -> bool {
    matches!(kind(contract, "values", name), Some(ValueKind::Support) | None)
}

fn plain_example(contract: &Contract, ty: &Type, depth: u8) -> Option<String> {
    match ty {
        Type::Named { package: None, name } => basic(ty, name).map(|wire| wire.example),
        Type::Named { package: Some(package), name } => match (package.as_str(), name.as_str()) {
            ("time", "Time") => Some("\"2025-01-15T10:30:00Z\"".to_owned()),
            ("time", "Duration") => Some("5400000000000".to_owned()),
            ("time", _) => Some("3".to_owned()),
            ("json", _) => Some("{}".to_owned()),
            ("values", "UUID") => Some("\"550e8400-e29b-41d4-a716-446655440000\"".to_owned()),
            ("values", "PhoneNumber") => Some("\"+14155550123\"".to_owned()),
            ("values", "Email") => Some("\"person@example.com\"".to_owned()),
            ("values", "Decimal") => Some("\"12.25\"".to_owned()),
            ("values", "Money") if is_support(contract, name) => Some(MONEY.to_owned()),
            _ => match kind(contract, package, name)? {
                ValueKind::Enum { constants } => constants.first().map(|constant| format!("\"{}\"", constant.value)),
                ValueKind::Struct { .. } => Some(value_example(contract, package, name, depth + 1)),
                ValueKind::Named { underlying } => plain_example(contract, &Type::parse(underlying)?, depth),
                ValueKind::Support | ValueKind::Opaque => None,
            },
        },
        Type::Slice(inner) => plain_example(contract, inner, depth).map(|inner| format!("[{inner}]")),
        Type::Pointer(inner) => plain_example(contract, inner, depth),
        _ => None,
    }
}
