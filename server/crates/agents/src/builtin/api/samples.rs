//! What fakes of services answer with: Go expressions that compile for every type and cannot fail.

use specwave_golang::Type;
use specwave_plan::contract::{Contract, Field, ValueKind};

use super::endpoint::is_reader;
use crate::builtin::go_text::go_string;
use crate::builtin::renderer::go_type;

/// How deep samples of structs go, so that recursive types end.
const MAX_DEPTH: u8 = 3;

/// A value of a result's type for code in the package `from`, with the plain fields of structs filled.
pub(super) fn result_sample(contract: &Contract, from: &str, ty: &str) -> String {
    Type::parse(ty).map_or_else(|| "nil".to_owned(), |ty| Sampler { contract, from }.sample(&ty, 0))
}

struct Sampler<'a> {
    contract: &'a Contract,
    from: &'a str,
}

impl Sampler<'_> {
    fn sample(&self, ty: &Type, depth: u8) -> String {
        let written = || go_type(self.contract, self.from, &ty.to_string());
        match ty {
            _ if is_reader(ty) => self.reader(ty),
            Type::Named { package: None, name } => basic(name).unwrap_or_else(|| format!("*new({})", written())),
            Type::Named { package: Some(package), name } => self.named(package, name, depth),
            Type::Pointer(inner) => match (self.fields(inner), inner.as_ref()) {
                (Some(fields), _) if depth < MAX_DEPTH => format!("&{}", self.literal(inner, fields, depth)),
                (_, inner) => format!("new({})", go_type(self.contract, self.from, &inner.to_string())),
            },
            Type::Slice(inner)
                if depth < MAX_DEPTH && !matches!(inner.as_ref(), Type::Named { package: None, name } if name == "byte") =>
            {
                format!("{}{{{}}}", written(), self.sample(inner, depth + 1))
            }
            Type::Slice(_) | Type::Map(..) => format!("{}{{}}", written()),
            Type::Array(..) => format!("{}{{}}", written()),
            Type::Variadic(_) | Type::Channel(..) | Type::Other(_) => format!("*new({})", written()),
        }
    }

    fn reader(&self, ty: &Type) -> String {
        let text = "strings.NewReader(\"sample\")";
        match ty.base() {
            Some((_, "ReadCloser")) => format!("io.NopCloser({text})"),
            _ => text.to_owned(),
        }
    }

    fn named(&self, package: &str, name: &str, depth: u8) -> String {
        let ty = Type::Named { package: Some(package.to_owned()), name: name.to_owned() };
        let written = go_type(self.contract, self.from, &ty.to_string());
        match (package, name) {
            ("time", "Time") => "time.Date(2025, time.March, 1, 12, 0, 0, 0, time.UTC)".to_owned(),
            ("time", "Duration") => "time.Minute".to_owned(),
            ("json", "RawMessage") => "json.RawMessage(`{}`)".to_owned(),
            ("values", "UUID") => format!("{written}{{15: 1}}"),
            _ => match (self.fields(&ty), self.first_constant(package, name)) {
                (Some(fields), _) if depth < MAX_DEPTH => self.literal(&ty, fields, depth),
                (_, Some(constant)) => go_type(self.contract, self.from, &format!("{package}.{constant}")),
                _ => format!("*new({written})"),
            },
        }
    }

    /// The exported fields of an entity or a model of the services.
    fn fields(&self, ty: &Type) -> Option<&[Field]> {
        let Type::Named { package: Some(package), name } = ty else { return None };
        match package.as_str() {
            "domain" => self.contract.entities.iter().find(|entity| entity.name == *name).map(|entity| entity.fields.as_slice()),
            "service" => self.contract.models.iter().find(|model| model.name == *name).map(|model| model.fields.as_slice()),
            _ => None,
        }
    }

    fn first_constant(&self, package: &str, name: &str) -> Option<&str> {
        let value = self.contract.values.iter().find(|value| value.package == package && value.name == name)?;
        match &value.kind {
            ValueKind::Enum { constants } => constants.first().map(|constant| constant.name.as_str()),
            _ => None,
        }
    }

    /// A struct literal with the fields that have a plain sample; the others stay zero.
    fn literal(&self, ty: &Type, fields: &[Field], depth: u8) -> String {
        let written = go_type(self.contract, self.from, &ty.to_string());
        let given: Vec<String> = fields
            .iter()
            .filter_map(|field| {
                let ty = Type::parse(&field.ty)?;
                self.is_plain(&ty).then(|| format!("{}: {}", field.name, self.sample(&ty, depth + 1)))
            })
            .collect();
        format!("{written}{{{}}}", given.join(", "))
    }

    /// Whether a field of this type is worth filling: nothing that a constructor would have to make.
    fn is_plain(&self, ty: &Type) -> bool {
        match ty {
            Type::Named { package: None, name } => basic(name).is_some(),
            Type::Named { package: Some(package), name } => {
                matches!((package.as_str(), name.as_str()), ("time", "Time" | "Duration") | ("values", "UUID"))
                    || self.first_constant(package, name).is_some()
                    || self.fields(ty).is_some() && package == "service"
            }
            Type::Pointer(inner) | Type::Slice(inner) => self.fields(inner).is_some(),
            _ => false,
        }
    }
}

fn basic(name: &str) -> Option<String> {
    let sample = match name {
        "string" => go_string("sample"),
        "bool" => "true".to_owned(),
        "any" => go_string("sample"),
        "float32" | "float64" => "1.5".to_owned(),
        "int" | "int8" | "int16" | "int32" | "int64" | "uint" | "uint8" | "uint16" | "uint32" | "uint64" | "byte" | "rune" => {
            "1".to_owned()
        }
        _ => return None,
    };
    Some(sample)
}
