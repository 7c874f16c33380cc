//! What fields of values and entities must fulfil, as Go conditions with a value that breaks each.

use serde::Serialize;
use specwave_golang::Type;
use specwave_plan::contract::{Contract, Field, ValueKind};

use super::go_values;

/// A check of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Check {
    /// The field's Go name.
    pub(crate) field: String,
    /// The field's name in messages.
    pub(crate) key: String,
    /// Go condition that is true for a value which is refused.
    pub(crate) refused: String,
    /// What is wrong then.
    pub(crate) reason: String,
    /// Go expression for a value that is refused.
    pub(crate) bad: String,
}

/// A field that holds entities, which check themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Nested {
    /// The field's Go name.
    pub(crate) field: String,
    /// The field's name in messages.
    pub(crate) key: String,
    /// `one`, `pointer`, `slice` or `pointers`.
    pub(crate) shape: &'static str,
    /// Go expression for a value that is refused.
    pub(crate) bad: String,
}

/// The checks of a field whose value is the Go expression `value`, inside package `from`.
pub(crate) fn of_field(contract: &Contract, from: &str, field: &Field, value: &str) -> Vec<Check> {
    let context = Context { contract, from, field, value };
    let mut checks: Vec<Check> = context.presence().into_iter().collect();
    checks.extend(context.membership());
    checks.extend(context.finite());
    checks.extend(context.range());
    checks
}

/// How a field that holds entities is checked.
pub(crate) fn nested(contract: &Contract, from: &str, field: &Field) -> Option<Nested> {
    let ty = Type::parse(&field.ty)?;
    let is_entity = |ty: &Type| {
        matches!(ty, Type::Named { package: Some(package), name }
        if package == "domain" && contract.entities.iter().any(|entity| entity.name == *name))
    };
    let go = |ty: &Type| go_values::written(contract, from, ty);
    let (shape, bad) = match &ty {
        named if is_entity(named) => ("one", format!("{}{{}}", go(named))),
        Type::Pointer(inner) if is_entity(inner) => ("pointer", format!("&{}{{}}", go(inner))),
        Type::Slice(inner) if is_entity(inner) => ("slice", format!("{}{{{{}}}}", go(&ty))),
        Type::Slice(inner) => match inner.as_ref() {
            Type::Pointer(entity) if is_entity(entity) => ("pointers", format!("{}{{{{}}}}", go(&ty))),
            _ => return None,
        },
        _ => return None,
    };
    Some(Nested { field: field.name.clone(), key: field.key.clone(), shape, bad })
}

struct Context<'a> {
    contract: &'a Contract,
    from: &'a str,
    field: &'a Field,
    value: &'a str,
}

impl Context<'_> {
    fn check(&self, refused: String, reason: impl Into<String>, bad: String) -> Check {
        Check { field: self.field.name.clone(), key: self.field.key.clone(), refused, reason: reason.into(), bad }
    }

    fn go(&self, ty: &str) -> String {
        super::renderer::go_type(self.contract, self.from, ty)
    }

    fn kind(&self, ty: &str) -> Option<&ValueKind> {
        let (package, name) = ty.split_once('.')?;
        self.contract.values.iter().find(|value| value.package == package && value.name == name).map(|value| &value.kind)
    }

    /// A required field must be there.
    fn presence(&self) -> Option<Check> {
        let (ty, value) = (self.field.ty.as_str(), self.value);
        if !self.field.required || ty.starts_with('*') {
            return None;
        }
        let zero = go_values::zero(self.contract, self.from, ty);
        match ty {
            "string" => Some(self.check(format!("strings.TrimSpace({value}) == \"\""), "must not be blank", "\" \"".to_owned())),
            "time.Time" | "values.UUID" | "values.PhoneNumber" | "values.Email" => {
                Some(self.check(format!("{value}.IsZero()"), "must be given", zero))
            }
            _ => match self.kind(ty) {
                Some(ValueKind::Struct { .. }) => Some(self.check(format!("{value}.IsZero()"), "must be given", zero)),
                _ => None,
            },
        }
    }

    /// A value of a closed set must be in it.
    fn membership(&self) -> Option<Check> {
        let (ty, value) = (self.field.ty.as_str(), self.value);
        let closed = |ty: &str| matches!(self.kind(ty), Some(ValueKind::Enum { constants }) if !constants.is_empty());
        let reason = "is none of the known values";
        if let Some(inner) = ty.strip_prefix('*').filter(|inner| closed(inner)) {
            let bad = format!("{}({}(\"?\"))", self.go_pointer(), self.go(inner));
            return Some(self.check(format!("{value} != nil && !{value}.Valid()"), reason, bad));
        }
        if let Some(inner) = ty.strip_prefix("[]").filter(|inner| closed(inner)) {
            let inner = self.go(inner);
            let refused = format!("slices.ContainsFunc({value}, func(each {inner}) bool {{ return !each.Valid() }})");
            return Some(self.check(refused, "has a value that is none of the known ones", format!("[]{inner}{{\"?\"}}")));
        }
        let refused = match self.field.required {
            true => format!("!{value}.Valid()"),
            false => format!("{value} != \"\" && !{value}.Valid()"),
        };
        closed(ty).then(|| self.check(refused, reason, format!("{}(\"?\")", self.go(ty))))
    }

    fn go_pointer(&self) -> String {
        format!("{}Pointer", go_values::qualifier(self.contract, self.from, "values"))
    }

    /// A number in JSON is finite.
    fn finite(&self) -> Option<Check> {
        let value = self.value;
        let (refused, bad) = match self.field.ty.as_str() {
            "float64" => (format!("math.IsNaN({value}) || math.IsInf({value}, 0)"), "math.NaN()".to_owned()),
            "float32" => {
                let wide = format!("float64({value})");
                (format!("math.IsNaN({wide}) || math.IsInf({wide}, 0)"), "float32(math.NaN())".to_owned())
            }
            "*float64" => (
                format!("{value} != nil && (math.IsNaN(*{value}) || math.IsInf(*{value}, 0))"),
                format!("{}(math.NaN())", self.go_pointer()),
            ),
            _ => return None,
        };
        Some(self.check(refused, "must be a finite number", bad))
    }

    /// A number lies between the least and the greatest one allowed.
    fn range(&self) -> Option<Check> {
        let pointer = self.field.ty.starts_with('*');
        let bare = self.field.ty.trim_start_matches('*');
        let plain = if pointer { format!("*{}", self.value) } else { self.value.to_owned() };
        let (refused, reason, bad) = match (self.field.minimum, self.field.maximum) {
            (Some(least), Some(greatest)) => {
                let refused = format!("{plain} < {least} || {plain} > {greatest}");
                (refused, format!("must be between {least} and {greatest}"), greatest + 1)
            }
            (Some(0), None) => (format!("{plain} < 0"), "must not be negative".to_owned(), -1),
            (Some(least), None) => (format!("{plain} < {least}"), format!("must be at least {least}"), least - 1),
            (None, Some(greatest)) => (format!("{plain} > {greatest}"), format!("must be at most {greatest}"), greatest + 1),
            (None, None) => return None,
        };
        if pointer {
            let refused = format!("{} != nil && ({refused})", self.value);
            return Some(self.check(refused, reason, format!("{}({}({bad}))", self.go_pointer(), self.go(bare))));
        }
        Some(self.check(refused, reason, bad.to_string()))
    }
}

/// The pairs of moments of which the second must not come before the first, as Go names.
pub(crate) fn ordered_moments(fields: &[Field]) -> Vec<(&Field, &Field)> {
    let moment = |name: &str| fields.iter().find(|field| field.name == name && field.ty.trim_start_matches('*') == "time.Time");
    let pairs = [
        ("Start", "End"),
        ("StartTime", "EndTime"),
        ("StartDate", "EndDate"),
        ("StartsAt", "EndsAt"),
        ("StartedAt", "EndedAt"),
        ("From", "Until"),
        ("From", "To"),
        ("ActiveFrom", "ActiveUntil"),
        ("ValidFrom", "ValidUntil"),
        ("EffectiveFrom", "EffectiveUntil"),
    ];
    pairs.iter().filter_map(|(first, second)| moment(first).zip(moment(second))).collect()
}
