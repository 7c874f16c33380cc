//! Changes of aggregates that keep their state in the last of a row of versions.

use specwave_golang::names;

use super::Context;
use super::changes::{plain_assignment, touched, transition};
use crate::contract::Param;
use crate::contract::domain::fields::{is_integer, is_lifecycle};
use crate::contract::domain::{Assignment, Entity, MethodPattern};

/// `RevokeConsent(reason, revokedBy)` of a consent with versions: what it does to the last version makes the next one.
pub(super) fn revision(context: &Context<'_>, verb: &str) -> Option<MethodPattern> {
    let keeps_state = |entity: &Entity| entity.fields.iter().any(|field| is_lifecycle(&field.name));
    let (field, element) = context.entity.fields.iter().find_map(|field| {
        let element = context.draft.entity(field.ty.strip_prefix("[]domain.")?)?;
        (keeps_state(element) && !keeps_state(context.entity)).then_some((field, element))
    })?;
    let inner = Context {
        draft: context.draft,
        entity: element,
        words: context.words.clone(),
        params: context.params,
        results: context.results.clone(),
    };
    let (guards, mut assign) = match transition(&inner, verb, context.params).or_else(|| plain_assignment(&inner))? {
        MethodPattern::Transition { guards, assign, .. } => (guards, assign),
        MethodPattern::Assign { assign, .. } => (Vec::new(), assign),
        _ => return None,
    };
    let made = [("CreatedAt", "time.Time", "now".to_owned()), ("CreatedBy", "values.UUID", actor(context.params))];
    for (name, ty, value) in made {
        let there = element.fields.iter().any(|field| field.name == name && field.ty == ty);
        if there && !value.is_empty() && !assign.iter().any(|assigned| assigned.field == name) {
            assign.push(Assignment { field: name.to_owned(), value });
        }
    }
    let number = |entity: &Entity, wanted: &[&str]| {
        let fits = |name: &&str| entity.fields.iter().any(|field| field.name == **name && is_integer(&field.ty));
        wanted.iter().find(|name| fits(name)).map(|name| (*name).to_owned())
    };
    let version = number(element, &["Version", "VersionNumber", "Number", "Sequence"]);
    let counter = number(context.entity, &["CurrentVersion", "LatestVersion", "Version"]).filter(|_| version.is_some());
    Some(MethodPattern::Revise {
        field: field.name.clone(),
        element: element.name.clone(),
        version,
        counter,
        guards,
        assign,
        touch: touched(context.entity),
        raise: None,
    })
}

/// The parameter that says who did it.
fn actor(params: &[Param]) -> String {
    let acts = |param: &&Param| param.ty == "values.UUID" && names::words(&param.name).last().is_some_and(|word| word == "by");
    params.iter().find(acts).map(|param| param.name.clone()).unwrap_or_default()
}
