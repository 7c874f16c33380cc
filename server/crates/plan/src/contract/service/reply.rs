//! What an operation answers, made of what its body has at hand.

use specwave_golang::Type;

use super::conversion::conversion;
use super::draft::Draft;
use super::matching;
use super::operand::{Operand, element, members, model, named, operands};
use super::workbench::Workbench;
use crate::contract::{Conversion, Mapping, Reply};

/// The reply that the draft's results ask for; `None` where what is at hand does not give it.
///
/// `own` is what the body makes, the best first; the operation's parameters come behind it.
pub(super) fn reply(bench: &Workbench<'_>, draft: &Draft<'_>, own: &[Operand]) -> Option<Reply> {
    let mut at_hand = own.to_vec();
    for operand in own {
        at_hand.extend(members(bench.contract, &bench.models, &operand.ty, &operand.expression));
    }
    at_hand.extend(operands(bench.contract, &bench.models, &draft.params));
    match draft.results.as_slice() {
        [] => Some(Reply::Nothing),
        [result] => {
            let ty = Type::parse(&result.ty)?;
            single(bench, draft, own, &at_hand, &ty)
        }
        results => {
            let values = results.iter().map(|result| value(bench, own, &at_hand, &Type::parse(&result.ty)?));
            Some(Reply::Values(values.collect::<Option<Vec<_>>>()?))
        }
    }
}

fn single(bench: &Workbench<'_>, draft: &Draft<'_>, own: &[Operand], at_hand: &[Operand], ty: &Type) -> Option<Reply> {
    if let Some(("service", name)) = named(ty) {
        let fields = fields_of(bench, draft, at_hand, name)?;
        return Some(Reply::Struct { ty: base_text(ty), pointer: matches!(ty, Type::Pointer(_)), fields });
    }
    let records = own.iter().find(|operand| operand.name == "records");
    if let (Some(records), Some(inner)) = (records, element(ty)) {
        if matches!(element(&records.ty), Some(Type::Pointer(entity)) if **entity == *inner) {
            return Some(Reply::Dereferenced);
        }
        if let (Some(("service", name)), Some(record)) = (named(inner), element(&records.ty)) {
            let mut parts = members(bench.contract, &bench.models, record, "record");
            parts.extend(operands(bench.contract, &bench.models, &draft.params));
            let fields = fields_of(bench, draft, &parts, name)?;
            return Some(Reply::Structs { ty: base_text(inner), pointer: matches!(inner, Type::Pointer(_)), fields });
        }
    }
    value(bench, own, at_hand, ty).map(|value| Reply::Values(vec![value]))
}

/// Fields of a model as far as what is at hand gives them; `None` where it gives none of them.
fn fields_of(bench: &Workbench<'_>, draft: &Draft<'_>, at_hand: &[Operand], name: &str) -> Option<Vec<Mapping>> {
    let model = model(&bench.models, name)?;
    let context = draft.context();
    let mut fields = Vec::new();
    let mut is_answer = false;
    for field in &model.fields {
        let Some(ty) = Type::parse(&field.ty) else { continue };
        let found = matching::mapping(bench.contract, at_hand, &field.name, &ty, &context)
            .filter(|mapping| !mapping.conversion.is_fallible());
        if let Some(mapping) = found {
            is_answer |= !draft.params.iter().any(|param| mapping.from.split('.').next() == Some(param.name.as_str()));
            fields.push(mapping);
        } else if field.ty == "time.Time" && field.name.ends_with("At") {
            fields.push(Mapping { field: field.name.clone(), from: "time.Now().UTC()".to_owned(), conversion: Conversion::Same });
        }
    }
    is_answer.then_some(fields)
}

/// A value of exactly that type: of what the body makes, then of anything else.
fn value(bench: &Workbench<'_>, own: &[Operand], at_hand: &[Operand], ty: &Type) -> Option<Mapping> {
    let exact = own.iter().chain(at_hand).find(|operand| operand.ty == *ty && operand.expression != "record.ID");
    let mapping = |operand: &Operand, conversion| Mapping { field: String::new(), from: operand.expression.clone(), conversion };
    if let Some(operand) = exact.filter(|operand| says_enough(&operand.ty) || own.contains(operand)) {
        return Some(mapping(operand, Conversion::Same));
    }
    let is_identity = matches!(ty, Type::Named { package, name } if name == "UUID" && package.as_deref() == Some("values"));
    if is_identity || matches!(ty, Type::Named { package: None, name } if name == "string") {
        let identity = at_hand.iter().find(|operand| operand.expression == "record.ID")?;
        return Some(mapping(identity, conversion(bench.contract, &identity.ty, ty)?));
    }
    own.iter().find_map(|operand| {
        let found = conversion(bench.contract, &operand.ty, ty).filter(|conversion| !conversion.is_fallible())?;
        // A number of records is no measure of them.
        if matches!(&found, Conversion::Cast(to) if to.starts_with("float")) {
            return None;
        }
        Some(mapping(operand, found))
    })
}

/// Whether a type alone says what its value is for.
fn says_enough(ty: &Type) -> bool {
    match ty {
        Type::Slice(inner) | Type::Pointer(inner) => says_enough(inner),
        Type::Named { package: Some(package), name } => {
            matches!(package.as_str(), "values" | "domain" | "service") && !matches!(name.as_str(), "UUID" | "Money" | "Decimal")
        }
        _ => false,
    }
}

/// The text of a type without its pointer.
fn base_text(ty: &Type) -> String {
    match ty {
        Type::Pointer(inner) => inner.to_string(),
        ty => ty.to_string(),
    }
}
