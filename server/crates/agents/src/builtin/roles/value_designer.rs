//! The files of the value designer.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{Contract, EnumConstant, Field, Value, ValueKind};

use crate::builtin::checks::{self, Check, Nested};
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::{File, go_values};

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let dir = contract.package("values").map(|package| package.dir.as_str()).unwrap_or_default();
    let mut files = Vec::new();
    for stem in ["must", "scan", "domain_errors"] {
        pair(renderer, &mut files, &format!("value_designer/{stem}"), "values", &format!("{dir}/{stem}.go"), ())?;
    }
    for value in contract.values.iter().filter(|value| !value.exists) {
        write(contract, renderer, &mut files, value)?;
    }
    Ok(files)
}

/// Renders a Go file and the test beside it.
fn pair(
    renderer: &Renderer,
    files: &mut Vec<File>,
    template: &str,
    package: &str,
    path: &str,
    context: impl Serialize + Clone,
) -> Result<(), RenderError> {
    let test = path.replace(".go", "_test.go");
    files.push(File::new(path, renderer.go(&format!("{template}.go.j2"), package, context.clone())?));
    files.push(File::new(test, renderer.go(&format!("{template}_test.go.j2"), package, context)?));
    Ok(())
}

fn write(contract: &Contract, renderer: &Renderer, files: &mut Vec<File>, value: &Value) -> Result<(), RenderError> {
    let (package, path) = (value.package.as_str(), value.file.as_str());
    match &value.kind {
        ValueKind::Enum { constants } => {
            pair(renderer, files, "value_designer/enum", package, path, EnumContext::new(value, constants))
        }
        ValueKind::Named { underlying } => {
            pair(renderer, files, "value_designer/named", package, path, NamedContext::new(value, underlying))
        }
        ValueKind::Struct { fields } => {
            pair(renderer, files, "value_designer/struct", package, path, StructContext::new(contract, value, fields))
        }
        ValueKind::Support => {
            let template = format!("value_designer/{}", names::snake(&value.name));
            pair(renderer, files, &template, package, path, ())
        }
        ValueKind::Opaque => Ok(()),
    }
}

/// The name of the receiver of a type's methods.
pub(super) fn receiver(type_name: &str) -> String {
    type_name.chars().next().map(|c| c.to_ascii_lowercase().to_string()).unwrap_or_default()
}

#[derive(Debug, Clone, Serialize)]
struct EnumContext<'a> {
    value: &'a Value,
    constants: &'a [EnumConstant],
    all: String,
    receiver: String,
    key: String,
    noun: String,
}

impl<'a> EnumContext<'a> {
    fn new(value: &'a Value, constants: &'a [EnumConstant]) -> Self {
        Self {
            value,
            constants,
            all: format!("All{}", names::plural(&value.name)),
            receiver: receiver(&value.name),
            key: names::snake(&value.name),
            noun: names::words(&value.name).join(" "),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct NamedContext<'a> {
    value: &'a Value,
    underlying: &'a str,
    receiver: String,
    key: String,
    noun: String,
    /// Go condition for an underlying value that is refused, and what is wrong with it; none where all are good.
    refused: Option<(String, &'static str, String)>,
    is_text: bool,
    /// What a constant of Go has to be converted to; empty where its own type is the underlying one.
    conversion: &'a str,
}

/// Numbers that a constant is not by itself.
const CONVERTED: &[&str] =
    &["int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float32", "rune", "byte"];

impl<'a> NamedContext<'a> {
    fn new(value: &'a Value, underlying: &'a str) -> Self {
        let refused = match underlying {
            "string" => Some(("strings.TrimSpace(value) == \"\"".to_owned(), "must not be blank", "\" \"".to_owned())),
            "int" | "int8" | "int16" | "int32" | "int64" | "rune" | "time.Duration" => {
                Some(("value < 0".to_owned(), "must not be negative", "-1".to_owned()))
            }
            "float64" => {
                let refused = "math.IsNaN(value) || math.IsInf(value, 0)";
                Some((refused.to_owned(), "must be a finite number", "math.NaN()".to_owned()))
            }
            _ if underlying.starts_with("[]") || underlying.starts_with("map[") => {
                Some(("len(value) == 0".to_owned(), "must not be empty", "nil".to_owned()))
            }
            _ => None,
        };
        Self {
            value,
            underlying,
            receiver: receiver(&value.name),
            key: names::snake(&value.name),
            noun: names::words(&value.name).join(" "),
            refused,
            is_text: underlying == "string",
            conversion: if CONVERTED.contains(&underlying) { underlying } else { "" },
        }
    }
}

/// A field of a struct value as the template needs it.
#[derive(Debug, Clone, Serialize)]
struct Part<'a> {
    field: &'a Field,
    private: String,
    words: String,
    /// Function that copies the value, where it shares memory: `slices.Clone`, `maps.Clone`.
    clone: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct StructContext<'a> {
    value: &'a Value,
    parts: Vec<Part<'a>>,
    receiver: String,
    noun: String,
    checks: Vec<Check>,
    nested: Vec<Nested>,
    moments: Vec<Moments>,
    /// Qualifier of the `values` package, with its dot.
    values: String,
    /// The value's canonical type.
    ty: String,
    /// The first slice or map, to show that it is copied.
    shared: Option<Shared>,
    /// A check that a value read from JSON can fail.
    json_check: Option<Check>,
}

/// A pair of moments that stand in an order, as private and as exported names.
#[derive(Debug, Clone, Serialize)]
struct Moments {
    first: String,
    second: String,
    first_field: String,
    second_field: String,
    key: String,
    words: String,
    first_pointer: bool,
    second_pointer: bool,
}

/// A slice with a sample element, which a test changes.
#[derive(Debug, Clone, Serialize)]
struct Shared {
    field: String,
    zero: String,
}

impl<'a> StructContext<'a> {
    fn new(contract: &Contract, value: &'a Value, fields: &'a [Field]) -> Self {
        let package = value.package.as_str();
        let parts: Vec<Part<'a>> = fields.iter().map(Part::new).collect();
        let receiver = receiver(&value.name);
        let access = |field: &Field| format!("params.{}", field.name);
        let moments = checks::ordered_moments(fields).into_iter().map(|(first, second)| Moments {
            first: access(first),
            second: access(second),
            first_field: first.name.clone(),
            second_field: second.name.clone(),
            key: second.key.clone(),
            words: names::words(&first.name).join(" "),
            first_pointer: first.ty.starts_with('*'),
            second_pointer: second.ty.starts_with('*'),
        });
        let checks: Vec<Check> =
            fields.iter().flat_map(|field| checks::of_field(contract, package, field, &access(field))).collect();
        let slice = fields
            .iter()
            .find(|field| field.ty.starts_with("[]") && !go_values::sample(contract, package, &field.ty, 1).contains("nil"));
        Self {
            value,
            receiver,
            noun: names::words(&value.name).join(" "),
            json_check: checks.iter().find(|check| !check.bad.contains("math.")).cloned(),
            checks,
            nested: fields.iter().filter_map(|field| checks::nested(contract, package, field)).collect(),
            moments: moments.collect(),
            values: go_values::qualifier(contract, package, "values"),
            ty: format!("{package}.{}", value.name),
            shared: slice
                .map(|field| Shared { field: field.name.clone(), zero: go_values::zero(contract, package, &field.ty[2..]) }),
            parts,
        }
    }
}

impl<'a> Part<'a> {
    fn new(field: &'a Field) -> Self {
        let clone = match field.ty.as_str() {
            ty if ty.starts_with("[]") || ty == "json.RawMessage" => "slices.Clone",
            ty if ty.starts_with("map[") => "maps.Clone",
            _ => "",
        };
        Self { field, private: names::unexported(&field.name), words: names::words(&field.name).join(" "), clone }
    }
}
