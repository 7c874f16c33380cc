//! Methods that no entity declares and that operations of services imply: what changes the state of an aggregate goes
//! through the aggregate, which knows from which state that is allowed and what it records.

use specwave_golang::{Type, names};
use specwave_spec::model;

use super::changes::{append, extension, transition};
use super::revisions::revision;
use super::{Context, described, is_free, signature, with_event};
use crate::contract::domain::draft::Draft;
use crate::contract::domain::expressions::stem;
use crate::contract::domain::values::own_sentence;
use crate::contract::domain::{Entity, MethodPattern, fields, verbs};
use crate::contract::{Body, Operation, Param};

/// First words of operations that read, store, tell or test, and change no state of their own.
const OTHERS: &[&str] = &[
    "calculate",
    "check",
    "count",
    "create",
    "delete",
    "evaluate",
    "export",
    "find",
    "generate",
    "get",
    "import",
    "list",
    "load",
    "log",
    "notify",
    "purge",
    "record",
    "remove",
    "search",
    "send",
    "sync",
    "validate",
    "verify",
];

/// First words of operations that change what an entity says, and not the state it is in.
const ASSIGNING: &[&str] = &["adjust", "change", "edit", "modify", "replace", "update"];

/// Gives the entities the methods that operations of services imply.
pub(super) fn compute(draft: &mut Draft<'_>) {
    let spec = draft.inputs.spec;
    for service in &spec.services {
        for operation in &service.operations {
            if let Some((entity, method)) = implied(draft, &service.name, operation)
                && let Some(found) = draft.contract.entities.iter_mut().find(|found| found.name == entity)
            {
                found.methods.push(method);
            }
        }
    }
}

fn implied(draft: &mut Draft<'_>, service: &str, operation: &model::Operation) -> Option<(String, Operation<MethodPattern>)> {
    let words = names::words(&operation.name);
    let (first, object) = words.split_first()?;
    let is_phrase = object.first().is_some_and(|word| matches!(word.as_str(), "in" | "out" | "off"));
    if OTHERS.contains(&first.as_str()) && !is_phrase || words.iter().any(|word| matches!(word.as_str(), "bulk" | "batch")) {
        return None;
    }
    let entity = subject(draft, operation, first, object)?;
    let entity = draft.entity(&entity)?.clone();
    let rest = without_entity(object, &entity);
    let name = names::exported(&std::iter::once(first.clone()).chain(rest.clone()).collect::<Vec<_>>().join("_"));
    let essence = |name: &str| without_entity(&names::words(name), &entity);
    let known = entity.methods.iter().any(|method| essence(&method.name) == essence(&name));
    if known || !is_free(&entity, &name) {
        return None;
    }
    let written = model::Operation {
        name: name.clone(),
        span: operation.span,
        doc: String::new().into(),
        signature: Some(model::Signature {
            params: parameters(draft, operation)?,
            results: vec![model::Param { name: String::new().into(), ty: "error".to_owned().into() }],
        }),
        body: None,
    };
    let (params, results) = signature(draft, &entity.name, &name, &written);
    let (verb, pattern) = pattern(draft, &entity, &names::words(&name), &params, &results)?;
    let pattern = with_event(draft, &entity.name, &verb, &params, pattern, &written);
    let text = format!("{pattern:?}");
    let is_used = |param: &Param| mentions(&text, &param.name) || is_remark(&param.name);
    if !params.iter().all(is_used) {
        return None;
    }
    let doc = own_sentence(&name, &fields::one_line(&operation.doc))
        .unwrap_or_else(|| format!("{name} {}.", described(&name, &entity.name)));
    let origin = draft.inputs.inferred(operation.span, format!("`{service}.{}` needs it", operation.name));
    Some((entity.name, Operation { name, doc, params, results, body: Body::Pattern(pattern), origin }))
}

/// The stored entity that an operation changes: the one whose identity it takes; where the text gives no parameters,
/// the one that its name names.
fn subject(draft: &Draft<'_>, operation: &model::Operation, verb: &str, object: &[String]) -> Option<String> {
    let stored = || {
        let is_stored = |entity: &&Entity| draft.contract.repositories.iter().any(|repository| repository.entity == entity.name);
        draft.contract.entities.iter().filter(is_stored)
    };
    let of = match &operation.signature {
        Some(signature) => {
            let gives_other = signature.results.iter().any(|result| {
                let bare = result.ty.trim_start_matches('*').rsplit('.').next().unwrap_or_default();
                bare != "error" && !stored().any(|entity| entity.name == bare)
            });
            let identity = names::words(&given(signature).next().filter(|_| !gives_other)?.name);
            let (_, of) = identity.split_last().filter(|(last, _)| *last == "id")?;
            if of.is_empty() { object.to_vec() } else { of.to_vec() }
        }
        // `GrantConsent` makes one; `ExpireReservations` means all that are due.
        None if verbs::creation_rank(&verbs::participle(verb)).is_some() => return None,
        None if object.iter().any(|word| names::singular(word) != *word) => return None,
        None => object.to_vec(),
    };
    let names_it = |entity: &&Entity| {
        let own = names::words(stem(&entity.name));
        own.iter().all(|word| of.contains(word))
    };
    stored().filter(names_it).max_by_key(|entity| names::words(stem(&entity.name)).len()).map(|entity| entity.name.clone())
}

/// The parameters of a signature behind the context.
fn given(signature: &model::Signature) -> impl Iterator<Item = &model::Param> {
    signature.params.iter().filter(|param| !param.ty.contains("context.Context"))
}

/// What an operation takes besides the identity; `None` where it has a type that the domain does not know.
fn parameters(draft: &Draft<'_>, operation: &model::Operation) -> Option<Vec<model::Param>> {
    let Some(signature) = &operation.signature else { return Some(Vec::new()) };
    let is_known = |param: &&model::Param| {
        let mut known = true;
        draft.names.resolve(&param.ty, &mut |_| {
            known = false;
            String::new()
        });
        known && Type::parse(&param.ty).is_some()
    };
    let params: Vec<&model::Param> = given(signature).skip(1).collect();
    params.iter().all(is_known).then(|| params.into_iter().cloned().collect())
}

/// The change of state, time or version that the words of a method mean, and the verb for it.
fn pattern(
    draft: &Draft<'_>,
    entity: &Entity,
    words: &[String],
    params: &[Param],
    results: &[Param],
) -> Option<(String, MethodPattern)> {
    let results = results.iter().map(|result| result.ty.as_str()).collect();
    let context = Context { draft, entity, words: words.to_vec(), params, results };
    let mut verbs = meant(words);
    let first = words.first().cloned().unwrap_or_default();
    if first == "add" || first == "attach" {
        return append(&context, &first).map(|appended| (first, appended));
    }
    if words[1..].iter().any(|word| names_other(draft, entity, word)) {
        // What is done to the claims of a policy is not done to the policy.
        verbs.retain(|verb| *verb != first);
    }
    if ASSIGNING.contains(&first.as_str()) {
        return revision(&context, &first).map(|revised| (first, revised));
    }
    let moved = verbs.iter().find_map(|verb| transition(&context, verb, params).map(|moved| (verb.clone(), moved)));
    moved
        .or_else(|| extension(&context).map(|extended| (first.clone(), extended)))
        .or_else(|| verbs.iter().find_map(|verb| revision(&context, verb).map(|revised| (verb.clone(), revised))))
}

/// Whether a word names another stored entity.
fn names_other(draft: &Draft<'_>, entity: &Entity, word: &str) -> bool {
    let is_named = |name: &str| names::words(stem(name)) == [names::singular(word)];
    draft.contract.repositories.iter().any(|repository| repository.entity != entity.name && is_named(&repository.entity))
}

/// The verbs, or states, that the words of a method may mean: `MarkNoShow` means `no_show`, `CheckInPatient` also
/// `checked_in_patient` and `checked_in`, `Cancel` just that.
fn meant(words: &[String]) -> Vec<String> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let rest: Vec<String> = rest.iter().filter(|word| *word != "as").cloned().collect();
    match first.as_str() {
        "mark" | "set" | "flag" | "move" => vec![rest.join("_")],
        verb => {
            let phrase = |length: &usize| format!("{}_{}", verbs::participle(verb), rest[..*length].join("_"));
            let lengths: Vec<usize> = (1..=rest.len()).rev().collect();
            lengths.iter().map(phrase).chain([verb.to_owned()]).collect()
        }
    }
}

/// Words without those of the entity's name.
fn without_entity(words: &[String], entity: &Entity) -> Vec<String> {
    let own = names::words(&entity.name);
    words.iter().filter(|word| !own.contains(&names::singular(word))).cloned().collect()
}

/// Whether a parameter may stay unsaid: why something was done, and who did it.
fn is_remark(name: &str) -> bool {
    let words = names::words(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    matches!(last, "reason" | "note" | "notes" | "comment" | "remark" | "by" | "actor")
}

/// Whether a text uses an identifier.
fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|token| token == name)
}
