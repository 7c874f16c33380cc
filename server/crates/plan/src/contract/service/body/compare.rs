//! What a check compares with what is given, beyond finding the entity: a check that ignored a part of the question would
//! answer another one.

use specwave_golang::{Type, names};

use super::check::versions;
use super::ignored::is_remark;
use crate::contract::service::draft::Draft;
use crate::contract::service::matching::likeness;
use crate::contract::service::operand::{Operand, element, named, operands};
use crate::contract::service::subject::constants;
use crate::contract::service::workbench::{Workbench, optional_field};
use crate::contract::{Compare, Conversion, Entity, Field, Lookup, Mapping, Requirement};

/// The comparisons for every part of the question that the lookup does not answer.
pub(super) fn compared(
    bench: &mut Workbench<'_>,
    draft: &Draft<'_>,
    entity: &Entity,
    by: &mut Lookup,
) -> Result<Vec<Requirement>, String> {
    let Lookup::First(selector) = &*by else { return Ok(Vec::new()) };
    if selector.given.is_some() {
        return Ok(Vec::new());
    }
    let at_hand = operands(bench.contract, &bench.models, &draft.params);
    let is_whole =
        |operand: &Operand| at_hand.iter().any(|part| part.expression.starts_with(&format!("{}.", operand.expression)));
    let used: Vec<String> = selector.filters.iter().map(|filter| filter.from.clone()).collect();
    let mut tests = Vec::new();
    for operand in at_hand.iter().filter(|operand| !is_whole(operand)) {
        if used.contains(&operand.expression) || is_remark(&operand.name) || is_trace(&operand.name) {
            continue;
        }
        match comparison(bench, entity, operand) {
            Some(test) => tests.push(test),
            None if names_somebody(bench, draft, entity, operand, by) => {}
            None => return Err(format!("nothing of `{}` is compared with `{}`", entity.name, operand.expression)),
        }
    }
    Ok(tests)
}

/// Whether a value only follows a question through logs.
fn is_trace(name: &str) -> bool {
    let words = names::words(name);
    matches!(
        words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["request" | "trace" | "correlation" | "span", "id"]
    )
}

/// The comparison of a field of the entity, or of the last version of it, with what is given.
fn comparison(bench: &Workbench<'_>, entity: &Entity, operand: &Operand) -> Option<Requirement> {
    let of = |holder: &Entity| holder.fields.iter().find_map(|field| field_test(bench, field, operand));
    of(entity).or_else(|| {
        let (field, element) = versions(bench, entity)?;
        Some(Requirement::Latest { field, test: Box::new(of(element)?) })
    })
}

fn field_test(bench: &Workbench<'_>, field: &Field, operand: &Operand) -> Option<Requirement> {
    let given = operand.ty.to_string();
    let is_plain = matches!(given.as_str(), "string" | "bool" | "values.UUID") || !constants(bench.contract, &given).is_empty();
    let mapping = Mapping { field: field.name.clone(), from: operand.expression.clone(), conversion: Conversion::Same };
    if !is_plain {
        return None;
    }
    if field.ty == given && likeness(&field.name, &operand.name, &[]) > 1 {
        return Some(Requirement::Equals(mapping));
    }
    let elements = Type::parse(&field.ty)?;
    let holds = element(&elements).is_some_and(|element| element.to_string() == given);
    (holds && likeness(&names::singular(&field.name), &operand.name, &[]) > 1).then_some(Requirement::Contains(mapping))
}

/// Whether a text says in other words whose identity the entity has, such as `ConsumerPhone` for `ConsumerID`. The
/// identity becomes a part of the question then.
fn names_somebody(bench: &mut Workbench<'_>, draft: &Draft<'_>, entity: &Entity, operand: &Operand, by: &mut Lookup) -> bool {
    let words = names::words(&operand.name);
    let Some((last, who)) = words.split_last().filter(|(_, who)| !who.is_empty()) else { return false };
    if !matches!(last.as_str(), "phone" | "email" | "name") {
        return false;
    }
    let identity = |field: &&Field| {
        let of = names::words(&field.name);
        field.ty == "values.UUID" && of.split_last().is_some_and(|(last, of)| last == "id" && of == who)
    };
    let Some(field) = entity.fields.iter().find(identity) else { return false };
    let filter = draft.repository.and_then(|repository| {
        repository.query.filters.iter().find(|filter| filter.field == field.name && filter.compare == Compare::Equal)
    });
    let (Some(filter), Some((param, _))) = (filter, operand.expression.split_once('.')) else { return false };
    let of_param = draft.params.iter().find(|candidate| candidate.name == param).and_then(|param| Type::parse(&param.ty));
    let Some(("service", model)) = of_param.as_ref().and_then(named) else { return false };
    let Some(model) = bench.models.iter_mut().find(|candidate| candidate.name == model) else { return false };
    let from = format!("{param}.{}", field.name);
    if !model.fields.iter().any(|other| other.name == field.name) {
        let doc = "Added: the entity is found by it.".to_owned();
        model.fields.push(Field { required: true, doc, ..optional_field(&field.name, &field.ty) });
    }
    if let Lookup::First(selector) = by
        && !selector.filters.iter().any(|other| other.field == filter.name)
    {
        let conversion = Conversion::Pointer(Box::new(Conversion::Same));
        selector.filters.push(Mapping { field: filter.name.clone(), from, conversion });
    }
    true
}
