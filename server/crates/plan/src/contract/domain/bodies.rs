//! The spec's own Go bodies, lifted into patterns where everything in them is understood.
//!
//! A pattern says the same as the body in the contract's terms; unlike the text, it comes with tests. A body with
//! anything that is not understood is left alone as a whole.

mod scope;

use specwave_golang::names;
use specwave_golang::statements::{Statement, call, composite_literal, statements};
use specwave_spec::model;

use super::draft::Draft;
use super::{Assignment, FieldTest, MethodPattern, ParamTest, Raise, Test, events};
use crate::contract::Param;
use scope::{Scope, negated};

/// The pattern that a method's body amounts to; `None` where a part of it is not understood.
pub(super) fn lift(
    draft: &Draft<'_>,
    entity: &str,
    params: &[Param],
    results: &[Param],
    method: &model::Operation,
) -> Option<MethodPattern> {
    let body = &method.body.as_ref()?.value;
    let scope = Scope::of_method(draft, entity, params, method, body)?;
    let steps = statements(body)?;
    let gives: Vec<&str> = results.iter().map(|result| result.ty.as_str()).collect();
    match (gives.as_slice(), steps.as_slice()) {
        (["bool"], [Statement::Return(values)]) => predicate(&scope, values.first()?),
        (["error"], steps) => transition(&scope, steps),
        _ => None,
    }
}

fn predicate(scope: &Scope<'_>, expression: &str) -> Option<MethodPattern> {
    let mut tests: Vec<FieldTest> = Vec::new();
    for part in scope::split(expression, "&&") {
        let (field, test) = scope.test(&part)?;
        tests.push(FieldTest { field, test, message: String::new() });
    }
    // A moment that has come, or is to come, is set anyway.
    let timed: Vec<String> =
        tests.iter().filter(|each| matches!(each.test, Test::Past | Test::Future)).map(|each| each.field.clone()).collect();
    tests.retain(|each| each.test != Test::Set || !timed.contains(&each.field));
    has_each_field_once(&tests).then_some(MethodPattern::Predicate { tests })
}

fn has_each_field_once(tests: &[FieldTest]) -> bool {
    (1..tests.len()).all(|at| !tests[..at].iter().any(|other| other.field == tests[at].field))
}

/// Guards, assignments, at most one event, `return nil`.
fn transition(scope: &Scope<'_>, steps: &[Statement]) -> Option<MethodPattern> {
    let mut scope = scope.clone();
    let (mut refuse, mut guards): (Vec<ParamTest>, Vec<FieldTest>) = (Vec::new(), Vec::new());
    let mut assign: Vec<Assignment> = Vec::new();
    let mut raise: Option<Raise> = None;
    let (last, steps) = steps.split_last()?;
    if *last != Statement::Return(vec!["nil".to_owned()]) {
        return None;
    }
    for step in steps {
        match step {
            Statement::If { condition, then } if assign.is_empty() => {
                let message = refusal(then)?;
                match scope.param_tests(condition, &message) {
                    Some(tests) => refuse.extend(tests),
                    None => guards.extend(guard(&scope, condition, &message)?),
                }
            }
            Statement::Define { left, right } => scope.bind(left, right)?,
            Statement::Assign { left, operator, right } => {
                assign.push(scope.assignment(left.first()?, operator, right.first()?)?)
            }
            Statement::Increment(place) => assign.push(scope.assignment(place, "+=", "1")?),
            Statement::Decrement(place) => assign.push(scope.assignment(place, "-=", "1")?),
            Statement::Expression(text) if raise.is_none() => raise = Some(event(&scope, text)?),
            _ => return None,
        }
    }
    let guards = merged(guards);
    let once = (1..assign.len()).all(|at| !assign[..at].iter().any(|other| other.field == assign[at].field));
    (once && !assign.is_empty() && has_each_field_once(&guards)).then_some(MethodPattern::Transition {
        refuse,
        guards,
        assign,
        raise,
    })
}

/// The message of a block that only returns an error: its last string literal.
fn refusal(then: &[Statement]) -> Option<String> {
    let [Statement::Return(values)] = then else { return None };
    let error = values.last().filter(|error| *error != "nil")?;
    let arguments = call(error).map(|(_, arguments)| arguments).unwrap_or_default();
    let literal =
        arguments.iter().rev().find(|argument| argument.starts_with('"') && argument.ends_with('"') && argument.len() > 2);
    let plain = literal.map(|literal| literal.trim_matches('"').replace("%w", "").replace('%', "").trim().to_owned());
    let sentinel = || names::words(error.trim_start_matches("Err").rsplit('.').next().unwrap_or_default()).join(" ");
    let message = plain.unwrap_or_else(sentinel);
    (!message.is_empty() && !message.contains(['\\', '"'])).then_some(message)
}

/// The tests that must hold where `condition` refuses.
fn guard(scope: &Scope<'_>, condition: &str, message: &str) -> Option<Vec<FieldTest>> {
    let make = |(field, test): (String, Test)| FieldTest { field, test, message: message.to_owned() };
    let all = scope::split(condition, "&&");
    if all.len() == 2 {
        // `c.ExpiresAt != nil && c.ExpiresAt.Before(now)`
        let (first, second) = (scope.test(&all[0])?, scope.test(&all[1])?);
        let timed = first.0 == second.0 && first.1 == Test::Set && second.1 == Test::Past;
        if timed {
            return Some(vec![make((second.0, Test::UnsetOrFuture))]);
        }
        let same_states = match (&first.1, &second.1) {
            (Test::NoneOf(one), Test::NoneOf(other)) if first.0 == second.0 => Some([one.clone(), other.clone()].concat()),
            _ => None,
        };
        return same_states.map(|states| vec![make((first.0, Test::OneOf(states)))]);
    }
    let mut tests = Vec::new();
    for part in scope::split(condition, "||") {
        match scope.predicate(&part) {
            Some(known) => tests.extend(known.into_iter().map(make)),
            None => {
                let (field, test) = scope.test(&part)?;
                tests.push(make((field, negated(test)?)));
            }
        }
    }
    Some(tests)
}

/// Guards on one field that both name refused states are one guard.
fn merged(guards: Vec<FieldTest>) -> Vec<FieldTest> {
    let mut merged: Vec<FieldTest> = Vec::new();
    for guard in guards {
        let known = merged.iter_mut().find(|other| other.field == guard.field);
        match (known.map(|known| &mut known.test), &guard.test) {
            (Some(Test::NoneOf(refused)), Test::NoneOf(more)) => refused.extend(more.iter().cloned()),
            _ => merged.push(guard),
        }
    }
    merged
}

/// The event of `c.addEvent(ParcelReturned{…})`.
fn event(scope: &Scope<'_>, text: &str) -> Option<Raise> {
    let (function, arguments) = call(text)?;
    let records = function.rsplit('.').next().is_some_and(|name| {
        let lower = name.to_lowercase();
        lower.contains("event") || matches!(lower.as_str(), "raise" | "record" | "emit" | "apply" | "publish")
    });
    let argument = arguments.first().filter(|_| records && function.starts_with(&format!("{}.", scope.receiver)))?;
    let literal = composite_literal(argument)?;
    let name = literal.ty.rsplit('.').next().unwrap_or_default().to_owned();
    let event = scope.draft.contract.events.iter().find(|event| event.name == names::exported(&name))?;
    let mut raise = events::raise(scope.draft, &scope.entity.name, &event.name, scope.params, "now");
    for (at, field) in event.fields.iter().enumerate() {
        let given = literal.members.iter().find(|(key, _)| names::exported(key) == field.name);
        if let Some(value) = given.and_then(|(_, value)| scope.value(value, &field.ty)) {
            raise.arguments[at] = value;
        }
    }
    Some(raise)
}

/// The pattern that the body of a constructor amounts to.
pub(super) fn lift_factory(
    draft: &Draft<'_>,
    entity: &str,
    params: &[Param],
    constructor: &model::Operation,
) -> Option<MethodPattern> {
    let steps = statements(&constructor.body.as_ref()?.value)?;
    let mut scope = Scope::of_function(draft, entity, params, constructor)?;
    let mut refuse: Vec<ParamTest> = Vec::new();
    let mut made = None;
    for step in &steps {
        match step {
            Statement::If { condition, then } => refuse.extend(scope.param_tests(condition, &refusal(then)?)?),
            Statement::Define { left, right } => {
                match composite_literal(right.first()?).filter(|literal| scope.is_own(&literal.ty)) {
                    Some(literal) => made = Some((left.first()?.clone(), literal)),
                    None => scope.bind(left, right)?,
                }
            }
            // The uniform constructor records what the spec's records here.
            Statement::Expression(text) => {
                let (function, _) = call(text)?;
                let (name, _) = made.as_ref()?;
                function.starts_with(&format!("{name}.")).then_some(())?;
            }
            Statement::Return(values) => {
                let literal = match (&made, values.as_slice()) {
                    (Some((name, literal)), [value, error]) if value == name && error == "nil" => literal.clone(),
                    (None, [value, error]) if error == "nil" => {
                        composite_literal(value).filter(|literal| scope.is_own(&literal.ty))?
                    }
                    _ => return None,
                };
                return scope.construction(refuse, &literal);
            }
            _ => return None,
        }
    }
    None
}
