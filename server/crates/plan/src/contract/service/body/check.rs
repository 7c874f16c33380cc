//! Operations that answer yes or no.

use specwave_golang::{Type, names};

use super::Found;
use super::lookup::lookup;
use super::write::record;
use crate::contract::service::conversion::kind;
use crate::contract::service::draft::Draft;
use crate::contract::service::operand::Operand;
use crate::contract::service::reply::reply;
use crate::contract::service::subject;
use crate::contract::service::words::singular_words;
use crate::contract::service::workbench::Workbench;
use crate::contract::{Body, Entity, Lookup, Mapping, MethodPattern, Operation, Requirement, ServicePattern, ValueKind};

/// States in which an entity counts.
const GOOD_STATES: &[&str] =
    &["active", "valid", "granted", "approved", "enabled", "confirmed", "verified", "accepted", "open", "ok", "success"];

/// Looks an entity up and tests it, or tests a parameter that can be tested by itself.
pub(super) fn check(bench: &mut Workbench<'_>, draft: &Draft<'_>) -> Found {
    if let Some(validated) = validate(bench, draft) {
        return Ok(validated);
    }
    if let Some(forwarded) = super::outside::rules(bench, draft) {
        return Ok(forwarded);
    }
    let entity =
        draft.entity.filter(|_| draft.repository.is_some()).ok_or("no entity of the specification fits the operation")?;
    let mut by = lookup(bench, draft).ok_or("nothing says which entity is meant")?;
    if is_period(&by) {
        return Err("the specification does not say what must hold for a period".to_owned());
    }
    let mut tests = requirements(bench, draft, entity)?;
    tests.extend(super::compare::compared(bench, draft, entity, &mut by)?);
    let mut own = answers();
    own.extend(record(entity));
    let reply = reply(bench, draft, &own).ok_or("the specification does not say how the result is made")?;
    Ok(ServicePattern::Check { entity: entity.name.clone(), by, tests, reply })
}

/// Whether entities are selected by nothing but a period.
fn is_period(by: &Lookup) -> bool {
    let Lookup::First(selector) = by else { return false };
    let in_period = |filter: &Mapping| filter.field.ends_with("After") || filter.field.ends_with("Before");
    selector.given.is_none() && selector.filters.iter().all(in_period)
}

/// The outcome under the names that results have for it.
fn answers() -> Vec<Operand> {
    let names =
        ["allowed", "valid", "is valid", "verified", "passed", "ok", "exists", "granted", "has consent", "approved", "compliant"];
    let outcome = names.iter().filter_map(|name| Operand::new(name, "bool", "allowed"));
    let reasons = ["reason", "message"].iter().filter_map(|name| Operand::new(name, "string", "refusal"));
    outcome.chain(reasons).collect()
}

/// The test of a parameter by itself: all there is to test is in it.
fn validate(bench: &Workbench<'_>, draft: &Draft<'_>) -> Option<ServicePattern> {
    let [param] = draft.params.as_slice() else { return None };
    if names::words(&draft.name).first().map(String::as_str) != Some("validate") {
        return None;
    }
    let ty = Type::parse(&param.ty)?;
    let method = match &ty {
        Type::Named { package: Some(package), name } => match kind(bench.contract, package, name) {
            Some(ValueKind::Enum { .. }) => "Valid",
            _ => return None,
        },
        Type::Pointer(inner) => match inner.as_ref() {
            Type::Named { package: Some(package), name } if package == "domain" && bench.entity(name).is_some() => "Validate",
            _ => return None,
        },
        _ => return None,
    };
    let reply = reply(bench, draft, &answers())?;
    Some(ServicePattern::Validate { subject: param.name.clone(), method: method.to_owned(), reply })
}

/// What must hold for an entity so that the answer is yes; why nothing says so, where the name asks for more than that.
fn requirements(bench: &Workbench<'_>, draft: &Draft<'_>, entity: &Entity) -> Result<Vec<Requirement>, String> {
    let words = names::words(&draft.name);
    let is_about = |stem: &str| words.iter().any(|word| word.starts_with(stem));
    if is_about("expir")
        && let Some(end) = end_of_time(entity)
    {
        return Ok(vec![end]);
    }
    if is_about("exist") {
        return Ok(vec![Requirement::Exists]);
    }
    if let Some(asked) = subject::method(draft, is_predicate) {
        return Ok(vec![Requirement::Method(asked.name.clone())]);
    }
    let own = singular_words(&entity.name);
    let asked: Vec<String> = words[1..].iter().map(|word| names::singular(word)).filter(|word| !own.contains(word)).collect();
    if let Some(state) = state(bench, entity, |value| !asked.is_empty() && singular_words(value) == asked) {
        return Ok(vec![state]);
    }
    let asks_more = asked.iter().any(|word| !GENERAL.contains(&word.as_str()) && !GOOD_STATES.contains(&word.as_str()));
    if asks_more && matches!(words[0].as_str(), "is" | "has" | "can" | "allows") {
        return Err(format!("nothing says when a `{}` {}", entity.name, words.join(" ")));
    }
    if let Some((field, element)) = versions(bench, entity) {
        let of_element = good_state(bench, element).into_iter().chain(end_of_time(element));
        return Ok(of_element.map(|test| Requirement::Latest { field: field.clone(), test: Box::new(test) }).collect());
    }
    if let Some(predicate) = predicate(entity) {
        return Ok(vec![predicate]);
    }
    let counts: Vec<Requirement> = good_state(bench, entity).into_iter().chain(end_of_time(entity)).collect();
    if counts.is_empty() {
        return Ok(vec![if is_about("valid") { Requirement::Valid } else { Requirement::Exists }]);
    }
    Ok(counts)
}

/// Words in names of checks that ask for nothing in particular.
const GENERAL: &[&str] = &["status", "state", "for", "there", "any", "by", "id", "subscribed"];

/// The slice in whose last element an aggregate keeps its state, and the element.
pub(super) fn versions<'a>(bench: &Workbench<'a>, entity: &Entity) -> Option<(String, &'a Entity)> {
    let keeps_state = |entity: &Entity| good_state(bench, entity).is_some();
    entity.fields.iter().find_map(|field| {
        let element = bench.entity(field.ty.strip_prefix("[]domain.")?)?;
        (keeps_state(element) && !keeps_state(entity)).then(|| (field.name.clone(), element))
    })
}

/// Whether a method without parameters answers yes or no, and is known to do so.
fn is_predicate(method: &Operation<MethodPattern>) -> bool {
    let sound = matches!(&method.body, Body::Pattern(MethodPattern::Predicate { .. }) | Body::Spec(_));
    sound && method.params.is_empty() && method.results.len() == 1 && method.results[0].ty == "bool"
}

/// A method of the entity without parameters that says whether it counts.
pub(in crate::contract::service) fn predicate(entity: &Entity) -> Option<Requirement> {
    let tells = |name: &str| matches!(names::words(name).first().map(String::as_str), Some("is" | "can" | "has"));
    let good = |name: &str| names::words(name).iter().any(|word| GOOD_STATES.contains(&word.as_str()));
    let mut predicates = entity.methods.iter().filter(|method| is_predicate(method) && tells(&method.name));
    predicates.find(|method| good(&method.name)).map(|method| Requirement::Method(method.name.clone()))
}

fn good_state(bench: &Workbench<'_>, entity: &Entity) -> Option<Requirement> {
    state(bench, entity, |value| GOOD_STATES.contains(&names::snake(value).as_str()))
}

/// The first state of an entity that is meant.
fn state(bench: &Workbench<'_>, entity: &Entity, is_meant: impl Fn(&str) -> bool) -> Option<Requirement> {
    entity.fields.iter().find_map(|field| {
        let (constant, _) = subject::constants(bench.contract, &field.ty).into_iter().find(|(_, value)| is_meant(value))?;
        Some(Requirement::Has { field: field.name.clone(), constant })
    })
}

fn end_of_time(entity: &Entity) -> Option<Requirement> {
    let field = entity.fields.iter().find(|field| {
        matches!(field.ty.as_str(), "time.Time" | "*time.Time")
            && ["expires", "until", "expiry", "expiration", "ends"].iter().any(|word| names::snake(&field.name).contains(word))
    })?;
    Some(Requirement::NotOver { field: field.name.clone(), pointer: field.ty.starts_with('*') })
}
