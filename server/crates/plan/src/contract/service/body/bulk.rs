//! Operations that do another operation of the same service for each of many things.

use specwave_golang::Type;

use super::Found;
use super::write::outcome;
use crate::contract::service::draft::Draft;
use crate::contract::service::operand::{Operand, element};
use crate::contract::service::reply::reply;
use crate::contract::service::words::singular_words;
use crate::contract::service::workbench::Workbench;
use crate::contract::{Body, Operation, Param, ServicePattern};

/// Does the single operation for each element of the slice that is given.
pub(super) fn for_each(bench: &Workbench<'_>, draft: &Draft<'_>, others: &[Operation<ServicePattern>]) -> Found {
    let (items, item) = slice(&draft.params).ok_or("no parameter has the elements")?;
    let fits = |other: &&Operation<ServicePattern>| takes_one(other, &draft.params, &items, &item);
    let single = single(draft, others)
        .filter(|other| fits(other))
        .or_else(|| others.iter().filter(|other| has_verb_of(other, draft)).find(fits))
        .ok_or("the service has no operation for a single one")?;
    if !matches!(single.body, Body::Pattern(_)) {
        return Err(format!("`{}`, which it repeats, is not implemented", single.name));
    }
    let result = single.results.first().filter(|result| result.ty != "error" && single.results.len() == 2);
    if result.is_none() && single.results.len() != 1 {
        return Err(format!("`{}` gives more than one result", single.name));
    }
    let results = result.and_then(|result| Operand::new("results", &format!("[]{}", result.ty), "results"));
    let gives = results.is_some();
    let reply = reply(bench, draft, &outcome(results)).ok_or("the specification does not say how the result is made")?;
    let arguments = single.params[1..].iter().map(|param| argument(param, &draft.params, &items)).collect();
    Ok(ServicePattern::ForEach { items, operation: single.name.clone(), arguments, gives, reply })
}

/// Whether an operation has a body and a name that begins with one of the words of the draft's.
fn has_verb_of(other: &Operation<ServicePattern>, draft: &Draft<'_>) -> bool {
    let verb = singular_words(&other.name).into_iter().next();
    matches!(other.body, Body::Pattern(_)) && verb.is_some_and(|verb| singular_words(&draft.name).contains(&verb))
}

/// The last parameter that is a slice, and the type of its elements.
fn slice(params: &[Param]) -> Option<(String, String)> {
    params.iter().rev().find_map(|param| {
        let ty = Type::parse(&param.ty)?;
        Some((param.name.clone(), element(&ty)?.to_string()))
    })
}

/// The operation that does the same for a single one, by its name.
pub(in crate::contract::service) fn single<'a>(
    draft: &Draft<'_>,
    others: &'a [Operation<ServicePattern>],
) -> Option<&'a Operation<ServicePattern>> {
    let mut wanted: Vec<String> = draft.object.iter().map(|word| specwave_golang::names::singular(word)).collect();
    wanted.sort();
    let sorted = |name: &str| {
        let mut words = singular_words(name);
        words.sort();
        words
    };
    let common = |name: &str| sorted(name).iter().filter(|word| wanted.contains(word)).count();
    others.iter().find(|other| sorted(&other.name) == wanted).or_else(|| {
        others.iter().find(|other| {
            singular_words(&other.name).first().is_some_and(|verb| wanted.contains(verb))
                && common(&other.name) >= wanted.len().min(2)
        })
    })
}

/// Whether an operation can be called with one element and the other parameters.
fn takes_one(single: &Operation<ServicePattern>, params: &[Param], items: &str, item: &str) -> bool {
    let mut takes_item = false;
    let rest = single.params.iter().skip(1).all(|param| {
        let is_given = params.iter().any(|other| other.name != items && other.ty == param.ty && other.name == param.name);
        let is_item = !is_given && !takes_item && param.ty == item;
        takes_item |= is_item;
        is_given || is_item
    });
    rest && takes_item
}

fn argument(param: &Param, params: &[Param], items: &str) -> String {
    let same = params.iter().find(|other| other.name != items && other.ty == param.ty && other.name == param.name);
    same.map_or_else(|| "item".to_owned(), |same| same.name.clone())
}
