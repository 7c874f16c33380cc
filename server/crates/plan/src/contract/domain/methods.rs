//! Methods of entities, and the patterns behind their names and signatures.

mod changes;
mod implied;
mod questions;
mod revisions;

use specwave_golang::names;
use specwave_spec::model;

use super::draft::Draft;
use super::entities::declarations;
use super::expressions::{convert, zero};
use super::operations::third_person;
use super::values::{own_sentence, sentence};
use super::{Entity, MethodPattern, Raise, Value, bodies, events, fields};
use crate::contract::{Body, Field, Operation, Param};
use changes::change;
use questions::question;

/// Names that every entity has, and names that Go's own interfaces have with other signatures.
const HAD_BY_ALL: &[&str] = &["PullEvents", "Validate", "ClearEvents", "GetEvents", "AddEvent", "Events", "DomainEvents"];

/// Gives the entities their methods.
pub(super) fn compute(draft: &mut Draft<'_>) {
    for (at, declared) in declarations(draft, draft.inputs.spec) {
        let name = draft.contract.entities[at].name.clone();
        if let Some(factory) = factory(draft, &name, declared) {
            draft.contract.entities[at].factory = Some(factory);
            draft.contract.entities[at].constructor = format!("Restore{name}");
        }
        for method in &declared.methods {
            let exported: String = names::exported(&method.name).chars().filter(char::is_ascii_alphanumeric).collect();
            let written_exported = method.name.starts_with(|c: char| c.is_uppercase());
            if !written_exported || exported.is_empty() || !is_free(&draft.contract.entities[at], &exported) {
                continue;
            }
            let operation = make(draft, &name, &exported, method);
            draft.contract.entities[at].methods.push(operation);
        }
    }
    implied::compute(draft);
}

/// Whether an entity has neither a method nor a field of that name.
fn is_free(entity: &Entity, name: &str) -> bool {
    !entity.methods.iter().any(|other| other.name == name)
        && !entity.fields.iter().any(|field| field.name == name)
        && !HAD_BY_ALL.contains(&name)
        && name != format!("New{}", entity.name)
}

/// The spec's own constructor, where its body is understood.
fn factory(draft: &mut Draft<'_>, entity: &str, declared: &model::Struct) -> Option<Operation<MethodPattern>> {
    let wanted = format!("New{}", declared.name);
    let free =
        draft.inputs.spec.functions.iter().filter(|function| function.receiver.is_none()).map(|function| &function.operation);
    let constructor =
        free.chain(&declared.methods).find(|operation| operation.name == wanted && operation.body.is_some())?.clone();
    let name = format!("New{entity}");
    let (params, results) = signature(draft, entity, &name, &constructor);
    let fits = matches!(results.as_slice(), [made, error] if made.ty == format!("*domain.{entity}") && error.ty == "error");
    let pattern = bodies::lift_factory(draft, entity, &params, &constructor).filter(|_| fits)?;
    let doc = sentence(&name, &fields::one_line(&constructor.doc), "makes a new one out of what it needs");
    let origin = draft.inputs.declared(constructor.span);
    Some(Operation { name, doc, params, results, body: Body::Pattern(pattern), origin })
}

fn make(draft: &mut Draft<'_>, entity: &str, name: &str, method: &model::Operation) -> Operation<MethodPattern> {
    let (params, results) = signature(draft, entity, name, method);
    let doc =
        own_sentence(name, &fields::one_line(&method.doc)).unwrap_or_else(|| format!("{name} {}.", described(name, entity)));
    let origin = draft.inputs.declared(method.span);
    let lifted = bodies::lift(draft, entity, &params, &results, method);
    let pattern = match lifted {
        Some(pattern) => Some(pattern),
        None => pattern(draft, entity, name, &params, &results, method),
    };
    let body = match pattern {
        Some(pattern) => Body::Pattern(pattern),
        None => Body::NotImplemented(format!("the specification names `{entity}.{name}` and does not say how it works")),
    };
    Operation { name: name.to_owned(), doc, params, results: with_error(results, &body), body, origin }
}

/// An explicit refusal needs an error to be told with.
fn with_error(mut results: Vec<Param>, body: &Body<MethodPattern>) -> Vec<Param> {
    let has_error = results.last().is_some_and(|result| result.ty == "error");
    if matches!(body, Body::NotImplemented(_)) && !has_error {
        results.push(Param { name: String::new(), ty: "error".to_owned() });
    }
    results
}

fn signature(draft: &mut Draft<'_>, entity: &str, name: &str, method: &model::Operation) -> (Vec<Param>, Vec<Param>) {
    let signature = method.signature.clone().unwrap_or_else(|| guessed_signature(name));
    let user = format!("{entity}.{name}");
    let receiver = receiver(entity);
    let mut params: Vec<Param> = Vec::new();
    for param in &signature.params {
        let ty = draft.signature_type(&param.ty, &user, method.span);
        let written = if param.name.is_empty() || param.name == "_" {
            format!("value{}", params.len() + 1)
        } else {
            param.name.to_string()
        };
        let mut unique: String = names::unexported(&written).chars().filter(char::is_ascii_alphanumeric).collect();
        let alias = draft.contract.packages.iter().any(|package| package.alias == unique);
        if unique == receiver
            || alias
            || matches!(unique.as_str(), "now" | "time" | "values" | "errors" | "fmt" | "err" | "self" | "next" | "slices")
        {
            unique.push_str("Value");
        }
        while params.iter().any(|other| other.name == unique) {
            unique.push('2');
        }
        params.push(Param { name: unique, ty });
    }
    let mut results: Vec<Param> = Vec::new();
    for result in &signature.results {
        results.push(Param { name: String::new(), ty: draft.signature_type(&result.ty, &user, method.span) });
    }
    (params, results)
}

/// The receiver's name in Go: the first letter of the entity's.
pub(super) fn receiver(entity: &str) -> String {
    entity.chars().next().map(|c| c.to_ascii_lowercase().to_string()).unwrap_or_default()
}

/// The signature of a method of which the text gives only the name.
fn guessed_signature(name: &str) -> model::Signature {
    let words = names::words(name);
    let ty = match words[0].as_str() {
        "is" | "has" | "can" | "should" | "was" | "needs" => "bool",
        "string" => "string",
        _ => "error",
    };
    model::Signature { params: Vec::new(), results: vec![model::Param { name: String::new().into(), ty: ty.to_owned().into() }] }
}

/// A doc comment's predicate out of a method's name.
fn described(name: &str, entity: &str) -> String {
    let words = names::words(name);
    let noun = names::words(super::expressions::stem(entity)).join(" ");
    let rest = words[1..].join(" ");
    match words[0].as_str() {
        "is" => format!("reports whether the {noun} is {rest}"),
        "has" => format!("reports whether the {noun} has {rest}"),
        "can" => format!("reports whether the {noun} can {rest}"),
        "should" => format!("reports whether the {noun} should {rest}"),
        "get" => format!("returns the {rest} of the {noun}"),
        "to" | "as" => format!("returns the {noun} as {rest}"),
        "set" | "change" | "update" => format!("changes the {rest} of the {noun}"),
        "add" => format!("adds {rest} to the {noun}"),
        verb if rest.is_empty() || rest == noun => format!("{} the {noun}", third_person(verb)),
        verb => format!("{} the {rest} of the {noun}", third_person(verb)),
    }
}

/// All that a pattern is chosen by.
struct Context<'d> {
    draft: &'d Draft<'d>,
    entity: &'d Entity,
    words: Vec<String>,
    params: &'d [Param],
    results: Vec<&'d str>,
}

impl Context<'_> {
    fn values(&self) -> &[Value] {
        &self.draft.contract.values
    }

    fn field(&self, words: &[String]) -> Option<&Field> {
        let wanted = names::exported(&words.join("_"));
        self.entity.fields.iter().find(|field| field.name == wanted)
    }

    fn gives(&self, types: &[&str]) -> bool {
        self.results == types
    }

    /// Whether the method changes the entity: it returns an error or nothing.
    fn changes(&self) -> bool {
        self.gives(&["error"]) || self.gives(&[])
    }
}

fn pattern(
    draft: &mut Draft<'_>,
    entity: &str,
    name: &str,
    params: &[Param],
    results: &[Param],
    method: &model::Operation,
) -> Option<MethodPattern> {
    let chosen = {
        let draft: &Draft<'_> = draft;
        let context = Context {
            draft,
            entity: draft.entity(entity)?,
            words: names::words(name),
            params,
            results: results.iter().map(|result| result.ty.as_str()).collect(),
        };
        question(&context).or_else(|| change(&context))
    }?;
    let verb = names::words(name)[0].clone();
    Some(with_event(draft, entity, &verb, params, chosen, method))
}

/// Gives a change its event.
fn with_event(
    draft: &mut Draft<'_>,
    entity: &str,
    verb: &str,
    params: &[Param],
    pattern: MethodPattern,
    method: &model::Operation,
) -> MethodPattern {
    let is_part = draft.entity(entity).is_some_and(|found| found.parent.is_some());
    let mut event = |raise: Option<Raise>| match raise {
        None if !is_part => Some(events::for_change(draft, entity, verb, params, method.span)),
        raise => raise,
    };
    match pattern {
        MethodPattern::Transition { refuse, guards, assign, raise } => {
            MethodPattern::Transition { refuse, guards, assign, raise: event(raise) }
        }
        MethodPattern::Revise { field, element, version, counter, guards, assign, touch, raise } => {
            let raise = event(raise).map(|raise| with_parts_of_next(draft, &element, raise));
            MethodPattern::Revise { field, element, version, counter, guards, assign, touch, raise }
        }
        MethodPattern::Extend { field, by, guards, raise } => MethodPattern::Extend { field, by, guards, raise: event(raise) },
        other => other,
    }
}

/// The event with what only the new version of an aggregate can give it.
fn with_parts_of_next(draft: &Draft<'_>, element: &str, mut raise: Raise) -> Raise {
    let event = draft.contract.events.iter().find(|event| event.name == raise.event);
    let Some((event, element)) = event.zip(draft.entity(element)) else { return raise };
    for (field, argument) in event.fields.iter().zip(&mut raise.arguments) {
        let part = element.fields.iter().find(|part| part.name == field.name);
        let empty = *argument == zero(&field.ty, &draft.contract.values);
        let given = part.filter(|_| empty).and_then(|part| convert(&format!("next.{}", part.name), &part.ty, &field.ty));
        *argument = given.unwrap_or_else(|| std::mem::take(argument));
    }
    raise
}
