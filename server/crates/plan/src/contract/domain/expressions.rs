//! Go expressions of the contract: zero values, and what gives a field its value.

use super::draft::find_value;
use super::{Value, ValueKind, fields};
use crate::contract::{Field, Param};

/// The zero value of a canonical type as an expression.
pub(super) fn zero(ty: &str, values: &[Value]) -> String {
    match ty {
        "string" => "\"\"".to_owned(),
        "bool" => "false".to_owned(),
        "time.Duration" | "time.Month" | "time.Weekday" => "0".to_owned(),
        "any" | "error" | "json.RawMessage" => "nil".to_owned(),
        _ if fields::is_integer(ty) || fields::is_float(ty) => "0".to_owned(),
        _ if ty.starts_with(['*', '[']) && !ty.starts_with("[]") && ty.starts_with('[') => format!("{ty}{{}}"),
        _ if ty.starts_with('*')
            || ty.starts_with("[]")
            || ty.starts_with("map[")
            || ty.contains("chan ")
            || ty.starts_with("func") =>
        {
            "nil".to_owned()
        }
        _ => match find_value(values, ty).map(|value| &value.kind) {
            Some(ValueKind::Enum { .. }) => "\"\"".to_owned(),
            Some(ValueKind::Named { underlying }) => zero(underlying, values),
            _ => format!("{ty}{{}}"),
        },
    }
}

/// What a field of an event or of another struct can be taken from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    /// The entity's name.
    pub(super) entity: &'a str,
    /// The entity's fields, reached through `self`.
    pub(super) fields: &'a [Field],
    /// The parameters.
    pub(super) params: &'a [Param],
    /// All values.
    pub(super) values: &'a [Value],
    /// The expression for the present moment.
    pub(super) now: &'a str,
}

impl Sources<'_> {
    /// The expression that gives `wanted` its value, if there is one.
    pub(super) fn find(&self, wanted: &Field) -> Option<String> {
        self.identity(wanted)
            .or_else(|| self.param(wanted))
            .or_else(|| self.same_name(wanted))
            .or_else(|| self.moment(wanted))
            .or_else(|| self.same_type(wanted))
    }

    /// The expression that gives `wanted` its value, which is its zero value where nothing fits.
    pub(super) fn find_or_zero(&self, wanted: &Field) -> String {
        self.find(wanted).unwrap_or_else(|| zero(&wanted.ty, self.values))
    }

    fn identity(&self, wanted: &Field) -> Option<String> {
        let own = wanted.ty == "values.UUID" && is_own_identity(self.entity, &wanted.name);
        own.then(|| "self.ID".to_owned())
    }

    fn param(&self, wanted: &Field) -> Option<String> {
        let named = |param: &&Param| specwave_golang::names::exported(&param.name) == wanted.name;
        let param = self.params.iter().find(named)?;
        convert(&param.name, &param.ty, &wanted.ty)
    }

    fn same_name(&self, wanted: &Field) -> Option<String> {
        let field = self.fields.iter().find(|field| field.name == wanted.name)?;
        convert(&format!("self.{}", field.name), &field.ty, &wanted.ty)
    }

    fn moment(&self, wanted: &Field) -> Option<String> {
        let words = specwave_golang::names::words(&wanted.name);
        let stamp = wanted.name.ends_with("At") || wanted.name == "Timestamp";
        (wanted.ty == "time.Time" && stamp && !fields::is_future(&words)).then(|| self.now.to_owned())
    }

    /// A field whose type is so telling that it can be nothing else.
    fn same_type(&self, wanted: &Field) -> Option<String> {
        let telling = find_value(self.values, &wanted.ty).is_some_and(|value| !matches!(value.kind, ValueKind::Support));
        let mut of_type = self.fields.iter().filter(|field| telling && field.ty == wanted.ty);
        let field = of_type.next()?;
        of_type.next().is_none().then(|| format!("self.{}", field.name))
    }
}

/// Whether `name` is what others call the identity of `entity`: `ConsentID` for `ConsentRecord`.
pub(super) fn is_own_identity(entity: &str, name: &str) -> bool {
    name == "ID" || name == format!("{entity}ID") || name == format!("{}ID", stem(entity)) || name == "AggregateID"
}

/// An entity's name without a last word that only says that it is one.
pub(super) fn stem(entity: &str) -> &str {
    ["Aggregate", "Entity", "Root", "Record", "Model"]
        .iter()
        .find_map(|suffix| entity.strip_suffix(suffix).filter(|stem| !stem.is_empty()))
        .unwrap_or(entity)
}

/// The expression as a value of another type, where that is only a matter of pointers or of text.
pub(super) fn convert(expression: &str, from: &str, to: &str) -> Option<String> {
    if from == to {
        return Some(expression.to_owned());
    }
    if to.strip_prefix('*') == Some(from) {
        return Some(format!("values.Pointer({expression})"));
    }
    let text_of = matches!(from, "values.UUID" | "values.PhoneNumber" | "values.Email" | "values.Money" | "values.Decimal");
    (to == "string" && text_of).then(|| format!("{expression}.String()"))
}
