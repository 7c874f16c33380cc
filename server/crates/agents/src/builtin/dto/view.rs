//! DTOs as templates see them.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{
    Arguments, Construction, Contract, Conversion, Converter, Dto, DtoField, DtoRole, Mapping, Source, ValueKind,
};

use super::example;
use crate::builtin::go_conversion::Conversions;
use crate::builtin::go_text::{go_string, sentence};
use crate::builtin::go_values;

/// A DTO with everything that templates ask about it.
#[derive(Debug, Serialize)]
pub(crate) struct DtoView {
    name: String,
    doc: String,
    /// Lines of an example body.
    example: Vec<String>,
    is_request: bool,
    fields: Vec<FieldView>,
    checks: Vec<Check>,
    arguments: Vec<ArgumentsView>,
    converters: Vec<ConverterView>,
    has_body: bool,
    /// A valid body as a Go string.
    json: String,
    /// Fields of path and query with a valid text.
    texts: Vec<Text>,
    /// What makes a valid one invalid.
    breaks: Vec<Break>,
}

#[derive(Debug, Serialize)]
struct FieldView {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    tag: String,
    doc: Vec<String>,
}

/// A condition under which a field is refused.
#[derive(Debug, Serialize)]
struct Check {
    key: String,
    condition: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Text {
    name: String,
    sample: String,
}

#[derive(Debug, Serialize)]
struct Break {
    name: String,
    field: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct ArgumentsView {
    method: String,
    results: Vec<String>,
    zeros: String,
    /// Whether anything has to be parsed.
    parses: bool,
    values: Vec<ValueView>,
}

#[derive(Debug, Serialize)]
struct ValueView {
    kind: &'static str,
    name: String,
    #[serde(rename = "type")]
    ty: String,
    constructor: String,
    fields: Vec<Assigned>,
    value: String,
    /// Whether the value is parsed and therefore needs a variable.
    parsed: bool,
    /// What is returned.
    given: String,
}

#[derive(Debug, Serialize)]
struct Assigned {
    name: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct ConverterView {
    function: String,
    is_exported: bool,
    params: Vec<String>,
    /// What it is made of, as the end of a sentence.
    source: String,
    /// The parameter that may be nil; empty where none may.
    nilable: String,
    fields: Vec<Assigned>,
    samples: Vec<String>,
    /// JSON keys that are always there.
    keys: Vec<String>,
}

/// The views of DTOs.
pub(crate) fn views(contract: &Contract, dtos: &[&Dto]) -> Vec<DtoView> {
    let desk = Desk { contract, conversions: Conversions { contract, package: "rest" } };
    dtos.iter().map(|dto| desk.dto(dto)).collect()
}

struct Desk<'a> {
    contract: &'a Contract,
    conversions: Conversions<'a>,
}

impl Desk<'_> {
    fn dto(&self, dto: &Dto) -> DtoView {
        let is_request = dto.role == DtoRole::Request;
        DtoView {
            name: dto.name.clone(),
            doc: sentence(&dto.doc),
            example: example::lines(dto),
            is_request,
            fields: dto.fields.iter().map(|field| self.field(field)).collect(),
            checks: if is_request { dto.fields.iter().flat_map(|field| self.checks(field)).collect() } else { Vec::new() },
            arguments: dto.arguments.iter().map(|arguments| self.arguments(dto, arguments)).collect(),
            converters: dto.converters.iter().map(|converter| self.converter(dto, converter)).collect(),
            has_body: dto.fields.iter().any(|field| field.source == Source::Body),
            json: go_string(&example::body(dto).to_string()),
            texts: texts(dto),
            breaks: if is_request { dto.fields.iter().flat_map(|field| self.breaks(dto, field)).collect() } else { Vec::new() },
        }
    }

    fn field(&self, field: &DtoField) -> FieldView {
        let omit = if field.field.required { "" } else { ",omitempty" };
        let tag = match field.source {
            Source::Body => format!("`json:\"{}{omit}\"`", field.field.key),
            Source::Path(_) | Source::Query(_) => "`json:\"-\"`".to_owned(),
        };
        let mut doc: Vec<String> = Vec::new();
        let said = sentence(&field.field.doc);
        if !said.is_empty() {
            doc.push(said);
        }
        match &field.source {
            Source::Path(name) => doc.push(format!("It is `{name}` in the path.")),
            Source::Query(name) => doc.push(format!("It is `{name}` in the query.")),
            Source::Body => {}
        }
        if let Some(reason) = &field.inferred {
            doc.push(sentence(reason));
        }
        FieldView { name: field.field.name.clone(), ty: self.conversions.go(&field.field.ty), tag, doc }
    }

    fn checks(&self, field: &DtoField) -> Vec<Check> {
        let value = format!("dto.{}", field.field.name);
        let check = |condition: String, reason: String| Check { key: field.field.key.clone(), condition, reason };
        let mut checks = Vec::new();
        if let Some(absent) = self.absent(field, &value) {
            checks.push(check(absent, "must be given".to_owned()));
        }
        if is_number(&field.field.ty) {
            if let Some(least) = field.field.minimum {
                checks.push(check(format!("{value} < {least}"), format!("must not be less than {least}")));
            }
            if let Some(greatest) = field.field.maximum {
                checks.push(check(format!("{value} > {greatest}"), format!("must not be greater than {greatest}")));
            }
        }
        checks
    }

    /// The condition under which a required field is missing, where that can be told.
    fn absent(&self, field: &DtoField, value: &str) -> Option<String> {
        if !field.field.required {
            return None;
        }
        let ty = field.field.ty.as_str();
        match ty {
            "string" => Some(format!("{value} == \"\"")),
            "json.RawMessage" => Some(format!("len({value}) == 0")),
            _ if ty.starts_with("[]") => Some(format!("len({value}) == 0")),
            _ if ty.starts_with('*') => Some(format!("{value} == nil")),
            _ => {
                let (package, name) = ty.split_once('.')?;
                let found = self.contract.values.iter().find(|value| value.package == package && value.name == name)?;
                matches!(found.kind, ValueKind::Struct { .. }).then(|| format!("{value}.IsZero()"))
            }
        }
    }

    fn breaks(&self, dto: &Dto, field: &DtoField) -> Vec<Break> {
        let spoil = |what: &str, value: String| Break {
            name: format!("{} {what}", field.field.key),
            field: field.field.name.clone(),
            value,
        };
        let mut breaks = Vec::new();
        if self.absent(field, "").is_some() {
            breaks.push(spoil("is missing", go_values::zero(self.contract, "rest", &field.field.ty)));
        }
        let parsed = dto.arguments.iter().flat_map(|arguments| &arguments.values).flat_map(mappings).find(|mapping| {
            mapping.from == format!("dto.{}", field.field.name) && refuses_texts(self.contract, &mapping.conversion)
        });
        if parsed.is_some() {
            match field.field.ty.as_str() {
                "string" => breaks.push(spoil("is malformed", "\"\\x00\"".to_owned())),
                "[]string" => breaks.push(spoil("is malformed", "[]string{\"\\x00\"}".to_owned())),
                "*string" => {
                    let pointer = self.conversions.go("values.Pointer");
                    breaks.push(spoil("is malformed", format!("{pointer}(\"\\x00\")")));
                }
                _ => {}
            }
        }
        if let Some(least) = field.field.minimum.filter(|_| is_number(&field.field.ty)) {
            breaks.push(spoil("is too small", (least - 1).to_string()));
        }
        if let Some(greatest) = field.field.maximum.filter(|_| is_number(&field.field.ty)) {
            breaks.push(spoil("is too great", (greatest + 1).to_string()));
        }
        breaks
    }

    fn arguments(&self, dto: &Dto, arguments: &Arguments) -> ArgumentsView {
        let mut taken: Vec<String> = ["dto", "p", "err"].iter().map(|name| (*name).to_owned()).collect();
        taken.extend(self.contract.packages.iter().map(|package| package.alias.clone()));
        let values: Vec<ValueView> = arguments.values.iter().map(|value| self.value(dto, value, &mut taken)).collect();
        let types: Vec<String> = arguments.values.iter().map(written_type).collect();
        ArgumentsView {
            method: arguments.method.clone(),
            results: types.iter().map(|ty| self.conversions.go(ty)).collect(),
            zeros: types.iter().map(|ty| format!("{}, ", go_values::zero(self.contract, "rest", ty))).collect(),
            parses: arguments.values.iter().flat_map(mappings).any(|mapping| mapping.conversion.is_fallible()),
            values,
        }
    }

    fn value(&self, dto: &Dto, value: &Construction, taken: &mut Vec<String>) -> ValueView {
        let assigned = |fields: &[Mapping]| -> Vec<Assigned> {
            fields.iter().map(|mapping| Assigned { name: mapping.field.clone(), value: self.expression(dto, mapping) }).collect()
        };
        let mut free = |wanted: &str| {
            let mut name = wanted.to_owned();
            while taken.contains(&name) {
                name.push_str("Value");
            }
            taken.push(name.clone());
            name
        };
        match value {
            Construction::Value { mapping, .. } => {
                let name = free(&names::unexported(&mapping.field));
                let value = self.expression(dto, mapping);
                let parsed = mapping.conversion.is_fallible();
                let given = if parsed { name.clone() } else { value.clone() };
                ValueView {
                    kind: "value",
                    name,
                    ty: String::new(),
                    constructor: String::new(),
                    fields: Vec::new(),
                    value,
                    parsed,
                    given,
                }
            }
            Construction::Struct { ty, pointer, fields } => {
                let name = free("input");
                ValueView {
                    kind: "struct",
                    ty: self.conversions.go(ty),
                    constructor: String::new(),
                    fields: assigned(fields),
                    value: String::new(),
                    parsed: false,
                    given: format!("{}{name}", if *pointer { "&" } else { "" }),
                    name,
                }
            }
            Construction::Constructed { constructor, params, gives_pointer, pointer, fields, .. } => {
                let name = free("made");
                let given = match (gives_pointer, pointer) {
                    (true, false) => format!("*{name}"),
                    (false, true) => format!("&{name}"),
                    _ => name.clone(),
                };
                ValueView {
                    kind: "constructed",
                    ty: self.conversions.go(params),
                    constructor: self.conversions.go(constructor),
                    fields: assigned(fields),
                    value: String::new(),
                    parsed: false,
                    given,
                    name,
                }
            }
        }
    }

    /// The expression of a mapping, which notes refusals under the key of its field.
    fn expression(&self, dto: &Dto, mapping: &Mapping) -> String {
        let key = mapping.from.strip_prefix("dto.").and_then(|name| dto.fields.iter().find(|field| field.field.name == name));
        let key = key.map(|field| field.field.key.clone()).unwrap_or_else(|| names::snake(&mapping.field));
        self.conversions.collected(&key, &mapping.from, &mapping.conversion)
    }

    fn converter(&self, dto: &Dto, converter: &Converter) -> ConverterView {
        let fields: Vec<Assigned> = converter
            .fields
            .iter()
            .map(|mapping| Assigned {
                name: mapping.field.clone(),
                value: self.conversions.expression(&mapping.from, &mapping.conversion),
            })
            .collect();
        let nilable = converter.params.iter().find(|param| {
            param.ty.starts_with('*') && converter.fields.iter().any(|field| field.from.starts_with(&format!("{}.", param.name)))
        });
        let single = converter.params.len() == 1;
        let keys = dto
            .fields
            .iter()
            .filter(|field| field.field.required && converter.fields.iter().any(|mapping| mapping.field == field.field.name))
            .map(|field| field.field.key.clone())
            .collect();
        ConverterView {
            is_exported: converter.function.starts_with(|c: char| c.is_ascii_uppercase()),
            function: converter.function.clone(),
            params: converter.params.iter().map(|param| format!("{} {}", param.name, self.conversions.go(&param.ty))).collect(),
            source: if converter.params.iter().any(|param| param.name.starts_with("result")) {
                "the operation gives".to_owned()
            } else {
                "it is given".to_owned()
            },
            nilable: nilable.filter(|_| single).map(|param| param.name.clone()).unwrap_or_default(),
            fields,
            samples: converter.params.iter().map(|param| go_values::sample(self.contract, "rest", &param.ty, 1)).collect(),
            keys,
        }
    }
}

fn texts(dto: &Dto) -> Vec<Text> {
    let outside = dto.fields.iter().filter(|field| field.source != Source::Body);
    outside.map(|field| Text { name: field.field.name.clone(), sample: go_string(&example::text(&field.example)) }).collect()
}

fn is_number(ty: &str) -> bool {
    ty.starts_with("int") || ty.starts_with("uint") || ty.starts_with("float")
}

/// The type that a construction gives.
fn written_type(value: &Construction) -> String {
    match value {
        Construction::Value { ty, .. } => ty.clone(),
        Construction::Struct { ty, pointer, .. } | Construction::Constructed { ty, pointer, .. } => {
            if *pointer {
                format!("*{ty}")
            } else {
                ty.clone()
            }
        }
    }
}

fn mappings(value: &Construction) -> Vec<&Mapping> {
    match value {
        Construction::Value { mapping, .. } => vec![mapping],
        Construction::Struct { fields, .. } | Construction::Constructed { fields, .. } => fields.iter().collect(),
    }
}

/// Whether a conversion of texts refuses some of them.
fn refuses_texts(contract: &Contract, conversion: &Conversion) -> bool {
    match conversion {
        Conversion::Parse(function) => {
            let name = function.strip_prefix("values.New").or_else(|| function.strip_prefix("domain.New"));
            let named = name.and_then(|name| contract.values.iter().find(|value| value.name == name));
            // A named text takes whatever its checks let through, which a test of DTOs cannot know.
            !matches!(named.map(|value| &value.kind), Some(ValueKind::Named { .. })) && function != "splitTexts"
        }
        Conversion::Optional(inner)
        | Conversion::Pointer(inner)
        | Conversion::Value(inner)
        | Conversion::Each(inner)
        | Conversion::IfSet(inner)
        | Conversion::List(inner) => refuses_texts(contract, inner),
        _ => false,
    }
}
