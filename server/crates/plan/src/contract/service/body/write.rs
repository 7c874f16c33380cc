//! Operations that store something.

use specwave_golang::{Type, names};

use super::Found;
use super::lookup::lookup;
use crate::contract::service::draft::Draft;
use crate::contract::service::matching;
use crate::contract::service::operand::{Operand, element, entity_of, named, operands};
use crate::contract::service::reply::reply;
use crate::contract::service::subject;
use crate::contract::service::words::is_plural;
use crate::contract::service::workbench::{Workbench, optional_field};
use crate::contract::{
    Body, Change, Conversion, Entity, Field, Lookup, Mapping, MethodPattern, Operation, Reply, ServicePattern, ValueKind,
};

const NO_ENTITY: &str = "no entity of the specification fits the operation";
const NO_REPLY: &str = "the specification does not say how the result is made";

/// The entity that a body has at hand as `record`.
pub(super) fn record(entity: &Entity) -> Vec<Operand> {
    Operand::new("record", &format!("*domain.{}", entity.name), "record").into_iter().collect()
}

/// Makes an entity of the parameters; what an input leaves out is added to it.
pub(super) fn create(bench: &mut Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.entity.filter(|_| draft.repository.is_some()).ok_or(NO_ENTITY)?;
    let fields = made_of(bench, draft, entity)?;
    let reply = reply(bench, draft, &record(entity)).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Create { entity: entity.name.clone(), fields, reply })
}

/// The fields of a new entity from the draft's parameters.
fn made_of(bench: &mut Workbench<'_>, draft: &Draft<'_>, entity: &Entity) -> Result<Vec<Mapping>, String> {
    let mut fields = Vec::new();
    for field in &entity.fields {
        if field.name == "ID" && !is_given_whole(bench, draft, entity) {
            continue;
        }
        let at_hand = operands(bench.contract, &bench.models, &draft.params);
        match from_hand(bench, &at_hand, field, draft) {
            Some(mapping) => fields.push(mapping),
            None if is_needed(field) => fields.push(added_to_input(bench, draft, field)?),
            None => {}
        }
    }
    Ok(fields)
}

/// Whether a parameter is the entity itself.
fn is_given_whole(bench: &Workbench<'_>, draft: &Draft<'_>, entity: &Entity) -> bool {
    draft.params.iter().any(|param| {
        Type::parse(&param.ty)
            .and_then(|ty| entity_of(bench.contract, &ty).map(|found| found.name == entity.name))
            .unwrap_or(false)
    })
}

fn from_hand(bench: &Workbench<'_>, at_hand: &[Operand], field: &Field, draft: &Draft<'_>) -> Option<Mapping> {
    let ty = Type::parse(&field.ty)?;
    matching::mapping(bench.contract, at_hand, &field.name, &ty, &draft.context()).or_else(|| in_time(at_hand, field))
}

/// A moment that is given as the time until then: `ExpiresAt` by `ExpiresInDays` or by a duration `ExpiresIn`.
fn in_time(at_hand: &[Operand], field: &Field) -> Option<Mapping> {
    let stem = names::snake(&field.name).strip_suffix("_at")?.to_owned();
    let pointer = match field.ty.as_str() {
        "time.Time" => false,
        "*time.Time" => true,
        _ => return None,
    };
    at_hand.iter().find_map(|operand| {
        let rest = names::snake(&operand.name).strip_prefix(&format!("{stem}_in"))?.trim_start_matches('_').to_owned();
        let (base, optional) = match &operand.ty {
            Type::Pointer(inner) => (inner.to_string(), true),
            ty => (ty.to_string(), false),
        };
        let unit = match (rest.as_str(), base.as_str()) {
            ("", "time.Duration") => "1",
            ("days", "int" | "int64") => "24 * time.Hour",
            ("hours", "int" | "int64") => "time.Hour",
            ("minutes", "int" | "int64") => "time.Minute",
            ("seconds" | "", "int" | "int64") => "time.Second",
            _ => return None,
        };
        let ahead = Conversion::FromNow(unit.to_owned());
        let conversion = match (optional, pointer) {
            (true, true) => Conversion::Optional(Box::new(ahead)),
            (true, false) => Conversion::Value(Box::new(ahead)),
            (false, true) => Conversion::Pointer(Box::new(ahead)),
            (false, false) => ahead,
        };
        Some(Mapping { field: field.name.clone(), from: operand.expression.clone(), conversion })
    })
}

/// Whether a new entity is invalid without the field.
pub(in crate::contract::service) fn is_needed(field: &Field) -> bool {
    field.required && field.default.is_none() && field.name != "ID"
}

/// Adds a field that the spec forgot to the operation's input.
fn added_to_input(bench: &mut Workbench<'_>, draft: &Draft<'_>, field: &Field) -> Result<Mapping, String> {
    let input = draft.params.iter().find_map(|param| {
        let ty = Type::parse(&param.ty)?;
        let (package, name) = named(&ty)?;
        (package == "service").then(|| (param.name.clone(), name.to_owned()))
    });
    let missing = || format!("nothing gives `{}` of the entity its value", field.name);
    let (param, model) = input.ok_or_else(missing)?;
    let model = bench.models.iter_mut().find(|candidate| candidate.name == model).ok_or_else(missing)?;
    if model.fields.iter().any(|other| other.name == field.name) {
        return Err(format!("`{}` has a field `{}` of a type that the entity's does not take", model.name, field.name));
    }
    let doc = if field.doc.is_empty() { "Added: the entity needs it.".to_owned() } else { field.doc.clone() };
    model.fields.push(Field { required: true, doc, ..optional_field(&field.name, &field.ty) });
    Ok(Mapping { field: field.name.clone(), from: format!("{param}.{}", field.name), conversion: Conversion::Same })
}

/// Makes an entity of each element of a slice.
pub(super) fn import(bench: &mut Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.entity.filter(|_| draft.repository.is_some()).ok_or(NO_ENTITY)?;
    let mut slices = draft.params.iter().filter_map(|param| {
        let ty = Type::parse(&param.ty)?;
        Some((param.name.clone(), element(&ty)?.to_string()))
    });
    let (items, item) = slices.next_back().ok_or("no parameter has the elements")?;
    let single = Draft {
        params: vec![crate::contract::Param { name: "item".to_owned(), ty: item }],
        results: Vec::new(),
        ..draft.clone()
    };
    let fields = made_of(bench, &single, entity)?;
    if !fields.iter().any(|field| field.from.split(['.', '(']).next() == Some("item")) {
        return Err(format!("the elements of `{items}` say nothing of a `{}`", entity.name));
    }
    let own = outcome(Operand::new("records", &format!("[]*domain.{}", entity.name), "records"));
    let reply = reply(bench, draft, &own).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Import { entity: entity.name.clone(), items, fields, reply })
}

/// What is at hand after something was done for each of many: how many went well, how many did not, and why.
pub(super) fn outcome(made: Option<Operand>) -> Vec<Operand> {
    let numbers = [
        ("succeeded", "int", "succeeded"),
        ("imported", "int", "succeeded"),
        ("successful", "int", "succeeded"),
        ("success count", "int", "succeeded"),
        ("processed", "int", "succeeded"),
        ("failed", "int", "failed"),
        ("failure count", "int", "failed"),
        ("rejected", "int", "failed"),
        ("skipped", "int", "failed"),
        ("total", "int", "succeeded + failed"),
        ("total count", "int", "succeeded + failed"),
        ("failures", "[]string", "failures"),
        ("errors", "[]string", "failures"),
    ];
    let numbers = numbers.iter().filter_map(|(name, ty, expression)| Operand::new(name, ty, expression));
    made.into_iter().chain(numbers).collect()
}

/// Lets a method of the entity change it.
pub(super) fn call(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.entity.filter(|_| draft.repository.is_some()).ok_or(NO_ENTITY)?;
    let method = subject::method(draft, changes).ok_or("no method of the entity does that")?;
    let by = lookup(bench, draft).ok_or("nothing says which entity is meant")?;
    let arguments = arguments(bench, draft, &by, &method.params)?;
    let fails = method.results.last().is_some_and(|result| result.ty == "error");
    let reply = reply(bench, draft, &record(entity)).ok_or(NO_REPLY)?;
    let change = Change::Call { method: method.name.clone(), arguments, fails };
    Ok(ServicePattern::Change { entity: entity.name.clone(), by, change, reply })
}

/// Whether a method changes its entity and gives at most an error.
pub(in crate::contract::service) fn changes(method: &Operation<MethodPattern>) -> bool {
    let by_pattern = matches!(
        &method.body,
        Body::Pattern(
            MethodPattern::Transition { .. }
                | MethodPattern::Extend { .. }
                | MethodPattern::Assign { .. }
                | MethodPattern::Append { .. }
                | MethodPattern::Increment { .. }
                | MethodPattern::Revise { .. }
        ) | Body::Spec(_)
    );
    by_pattern && method.results.iter().all(|result| result.ty == "error") && method.results.len() <= 1
}

/// Arguments of an entity's method from the draft's parameters; who did it and why may stay unsaid.
pub(super) fn arguments(
    bench: &Workbench<'_>,
    draft: &Draft<'_>,
    by: &Lookup,
    params: &[crate::contract::Param],
) -> Result<Vec<Mapping>, String> {
    let used = |expression: &str| matches!(by, Lookup::Id(id) if id.from == expression);
    let at_hand: Vec<Operand> =
        operands(bench.contract, &bench.models, &draft.params).into_iter().filter(|operand| !used(&operand.expression)).collect();
    let wanted = params.iter().filter(|param| param.ty != "context.Context");
    wanted
        .map(|param| {
            let ty = Type::parse(&param.ty).ok_or("a parameter has no type")?;
            let found = matching::mapping(bench.contract, &at_hand, &param.name, &ty, &draft.context());
            found.or_else(|| unsaid(&param.name, &param.ty)).ok_or_else(|| format!("nothing gives `{}` its value", param.name))
        })
        .collect()
}

/// Remarks and actors, without which a method does what it does all the same.
fn unsaid(name: &str, ty: &str) -> Option<Mapping> {
    let harmless = matches!(ty, "values.UUID" | "string") || ty.starts_with('*');
    harmless.then(|| Mapping { field: name.to_owned(), from: String::new(), conversion: Conversion::Zero(ty.to_owned()) })
}

/// Assigns what the parameters give where each of them is a field of the entity: `RenameCourse(id, title)`.
pub(super) fn assign(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let found = update(bench, draft)?;
    let is_identified = super::identity(bench, draft).is_some();
    let given = draft.params.len();
    match &found {
        ServicePattern::Change { change: Change::Assign(assigned), .. } if is_identified && assigned.len() + 1 == given => {
            Ok(found)
        }
        _ => Err("not every parameter is a field of the entity".to_owned()),
    }
}

/// Whether the operation gives a new entity: it takes no identity of one and gives one.
pub(super) fn gives_new(bench: &Workbench<'_>, draft: &Draft<'_>) -> bool {
    let gives = draft.results.first().and_then(|result| Type::parse(&result.ty));
    let given = gives.as_ref().and_then(|ty| entity_of(bench.contract, ty)).map(|entity| entity.name.as_str());
    given.is_some()
        && given == draft.entity.map(|entity| entity.name.as_str())
        && !draft.params.is_empty()
        && !matches!(lookup(bench, draft), Some(Lookup::Id(_)))
}

/// Moves the entity to the state that the verb names: `activate` to `active`, `cancel` to `cancelled`.
pub(super) fn move_state(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.entity.filter(|_| draft.repository.is_some()).ok_or(NO_ENTITY)?;
    let verb = names::words(&draft.name).into_iter().next().unwrap_or_default();
    if !draft.has_signature && draft.object.last().is_some_and(|word| is_plural(word)) {
        return Err("nothing says which of many are meant".to_owned());
    }
    let by = lookup(bench, draft).ok_or("nothing says which entity is meant")?;
    let mut assigned: Vec<Mapping> = entity.fields.iter().filter_map(|field| state_for(bench, field, &verb)).collect();
    assigned.extend(entity.fields.iter().filter_map(|field| moment_for(field, &verb)));
    if assigned.is_empty() {
        return Err(format!("neither a method nor a state of `{}` says what `{verb}` does", entity.name));
    }
    let reply = reply(bench, draft, &record(entity)).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Change { entity: entity.name.clone(), by, change: Change::Assign(assigned), reply })
}

fn state_for(bench: &Workbench<'_>, field: &Field, verb: &str) -> Option<Mapping> {
    let Type::Named { package: Some(package), name } = Type::parse(&field.ty)? else { return None };
    let value = bench.contract.values.iter().find(|value| value.package == package && value.name == name)?;
    let ValueKind::Enum { constants } = &value.kind else { return None };
    let constant = constants.iter().find(|constant| is_outcome(&constant.value, verb))?;
    let constant = Conversion::Constant(format!("{package}.{}", constant.name));
    Some(Mapping { field: field.name.clone(), from: String::new(), conversion: constant })
}

fn moment_for(field: &Field, verb: &str) -> Option<Mapping> {
    let stem = names::snake(&field.name).strip_suffix("_at")?.to_owned();
    let conversion = match field.ty.as_str() {
        "*time.Time" => Conversion::Pointer(Box::new(Conversion::Same)),
        "time.Time" => Conversion::Same,
        _ => return None,
    };
    // What `expires_at` some moment did not expire at it by being told to.
    (!stem.ends_with('s') && is_outcome(&stem, verb)).then(|| Mapping {
        field: field.name.clone(),
        from: "time.Now().UTC()".to_owned(),
        conversion,
    })
}

/// Whether a state is what a verb leads to: `revoke` to `revoked`, `activate` to `active`.
pub(in crate::contract::service) fn is_outcome(state: &str, verb: &str) -> bool {
    let state = names::words(state).concat();
    let stem = verb.trim_end_matches("ate").trim_end_matches('e').trim_end_matches('y');
    let irregular = [
        ("begin", "begun"),
        ("deactivate", "inactive"),
        ("disable", "inactive"),
        ("enable", "active"),
        ("lose", "lost"),
        ("pay", "paid"),
        ("reactivate", "active"),
        ("restore", "active"),
        ("resume", "active"),
        ("send", "sent"),
        ("unsuspend", "active"),
        ("win", "won"),
    ];
    stem.len() > 2 && state.starts_with(stem) && state.len() <= verb.len() + 3 || irregular.contains(&(verb, state.as_str()))
}

/// Assigns what the parameters give to the entity's fields.
pub(super) fn update(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.entity.filter(|_| draft.repository.is_some()).ok_or(NO_ENTITY)?;
    let id = super::identity(bench, draft);
    let by = id.map(Lookup::Id).or_else(|| lookup(bench, draft)).ok_or("nothing says which entity is meant")?;
    let at_hand = operands(bench.contract, &bench.models, &draft.params);
    let fixed = ["ID", "CreatedAt", "UpdatedAt"];
    let changeable = entity.fields.iter().filter(|field| !fixed.contains(&field.name.as_str()));
    let assigned: Vec<Mapping> = changeable.filter_map(|field| assignment(bench, &at_hand, field, draft)).collect();
    if assigned.is_empty() {
        return Err(format!("no parameter is a field of `{}`", entity.name));
    }
    let reply = reply(bench, draft, &record(entity)).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Change { entity: entity.name.clone(), by, change: Change::Assign(assigned), reply })
}

fn assignment(bench: &Workbench<'_>, at_hand: &[Operand], field: &Field, draft: &Draft<'_>) -> Option<Mapping> {
    let found = from_hand(bench, at_hand, field, draft)?;
    let is_identity = super::identity(bench, draft).is_some_and(|id| id.from == found.from);
    (!is_identity).then_some(found)
}

/// Removes the entity.
pub(super) fn delete(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.entity.filter(|_| draft.repository.is_some()).ok_or(NO_ENTITY)?;
    let by = lookup(bench, draft).ok_or("nothing says which entity is meant")?;
    let reply = reply(bench, draft, &record(entity)).ok_or(NO_REPLY)?;
    Ok(ServicePattern::Delete { entity: entity.name.clone(), by, reply })
}

/// Removes what has expired.
pub(super) fn purge(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.entity.ok_or(NO_ENTITY)?;
    let repository = draft.repository.ok_or(NO_ENTITY)?;
    let ends = |name: &str| {
        ["expires", "expiry", "valid", "until", "ends"].iter().any(|word| names::words(name).iter().any(|w| w == word))
    };
    let filter = repository
        .query
        .filters
        .iter()
        .find(|filter| filter.name.ends_with("Before") && filter.ty == "time.Time" && ends(&filter.field));
    let filter = filter.ok_or("no field of the entity says when its time is over")?;
    let own: Vec<Operand> = Operand::new("removed", "int", "removed").into_iter().collect();
    let reply = reply(bench, draft, &own).unwrap_or(Reply::Nothing);
    if matches!(reply, Reply::Nothing) && !draft.results.is_empty() {
        return Err(NO_REPLY.to_owned());
    }
    Ok(ServicePattern::Purge { entity: entity.name.clone(), filter: filter.name.clone(), reply })
}

#[cfg(test)]
mod tests {
    use super::is_outcome;

    #[test]
    fn a_verb_leads_to_its_state() {
        for (verb, state) in [
            ("revoke", "revoked"),
            ("activate", "active"),
            ("activate", "activated"),
            ("cancel", "cancelled"),
            ("expire", "Expired"),
            ("send", "sent"),
            ("deny", "denied"),
            ("stop", "stopped"),
        ] {
            assert!(is_outcome(state, verb), "{verb} {state}");
        }
        for (verb, state) in [("revoke", "active"), ("get", "getting ready"), ("set", "settled"), ("act", "actuary state")] {
            assert!(!is_outcome(state, verb), "{verb} {state}");
        }
    }
}
