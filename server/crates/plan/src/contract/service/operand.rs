//! Values that an operation has at hand: its parameters and what is in them.

use specwave_golang::Type;

use super::conversion::kind;
use crate::contract::{Contract, Entity, Field, Model, Param, ValueKind};

/// A value that is at hand, under the name that it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Operand {
    /// Name that it is matched by.
    pub(super) name: String,
    /// Its type.
    pub(super) ty: Type,
    /// Go expression for it.
    pub(super) expression: String,
}

impl Operand {
    pub(super) fn new(name: &str, ty: &str, expression: &str) -> Option<Self> {
        Some(Self { name: name.to_owned(), ty: Type::parse(ty)?, expression: expression.to_owned() })
    }
}

/// The parameters behind `ctx` and, for each that is a struct, what is in it; the parameters themselves come first.
pub(super) fn operands(contract: &Contract, models: &[Model], params: &[Param]) -> Vec<Operand> {
    let whole: Vec<Operand> = params
        .iter()
        .filter(|param| param.ty != "context.Context")
        .filter_map(|param| Operand::new(as_written(&param.name), &param.ty, &param.name))
        .collect();
    let parts = whole.iter().flat_map(|operand| members(contract, models, &operand.ty, &operand.expression));
    let parts: Vec<Operand> = parts.collect();
    whole.into_iter().chain(parts).collect()
}

/// The name of a parameter without what it got so that it means nothing else.
pub(super) fn as_written(name: &str) -> &str {
    name.strip_suffix("Value").filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// What is in a struct, as expressions behind `expression`; nothing for other types.
pub(super) fn members(contract: &Contract, models: &[Model], ty: &Type, expression: &str) -> Vec<Operand> {
    let Some((package, name)) = named(ty) else { return Vec::new() };
    let access = |fields: &[Field], call: &str| -> Vec<Operand> {
        fields
            .iter()
            .filter_map(|field| Operand::new(&field.name, &field.ty, &format!("{expression}.{}{call}", field.name)))
            .collect()
    };
    match package {
        "service" => model(models, name).map(|model| access(&model.fields, "")).unwrap_or_default(),
        "domain" if entity(contract, name).is_some() => {
            entity(contract, name).map(|entity| access(&entity.fields, "")).unwrap_or_default()
        }
        _ => match (kind(contract, package, name), ty) {
            (Some(ValueKind::Struct { fields }), Type::Named { .. }) => access(fields, "()"),
            _ => Vec::new(),
        },
    }
}

/// The package and name of a named type or a pointer to one.
pub(super) fn named(ty: &Type) -> Option<(&str, &str)> {
    match ty {
        Type::Named { package: Some(package), name } => Some((package, name)),
        Type::Pointer(inner) => match inner.as_ref() {
            Type::Named { package: Some(package), name } => Some((package, name)),
            _ => None,
        },
        _ => None,
    }
}

/// The element of a slice or of variadic parameters.
pub(super) fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Slice(inner) | Type::Variadic(inner) => Some(inner),
        _ => None,
    }
}

pub(super) fn entity<'contract>(contract: &'contract Contract, name: &str) -> Option<&'contract Entity> {
    contract.entities.iter().find(|entity| entity.name == name)
}

pub(super) fn model<'models>(models: &'models [Model], name: &str) -> Option<&'models Model> {
    models.iter().find(|model| model.name == name)
}

/// The entity that a type is, or points to.
pub(super) fn entity_of<'contract>(contract: &'contract Contract, ty: &Type) -> Option<&'contract Entity> {
    match named(ty)? {
        ("domain", name) => entity(contract, name),
        _ => None,
    }
}
