//! Operations that reach beyond the repositories: the audit trail, the cache, outside collaborators.

use specwave_golang::{Type, names};

use super::Found;
use super::lookup::{identity, lookup, selector};
use super::write::{arguments, create};
use crate::contract::service::collaborators::Kind;
use crate::contract::service::draft::Draft;
use crate::contract::service::operand::{Operand, element, entity_of};
use crate::contract::service::subject;
use crate::contract::service::words::Verb;
use crate::contract::service::workbench::Workbench;
use crate::contract::{Body, PortOperation, ServicePattern};

/// Stores what is told if it is an entity, writes it to the audit trail, or sends it to a collaborator.
pub(super) fn emit(bench: &mut Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity = draft.params.iter().find_map(|param| entity_of(bench.contract, &Type::parse(&param.ty)?));
    if let Some(entity) = entity.filter(|entity| bench.repository_of(&entity.name).is_some()) {
        let stored = Draft { entity: Some(entity), repository: bench.repository_of(&entity.name), ..draft.clone() };
        return create(bench, &stored);
    }
    let gives_entity =
        |result: &crate::contract::Param| Type::parse(&result.ty).is_some_and(|ty| entity_of(bench.contract, &ty).is_some());
    if draft.results.iter().any(gives_entity)
        && let Ok(created) = create(bench, draft)
    {
        return Ok(created);
    }
    if !draft.results.is_empty() {
        return forward(bench, draft, Kind::Notification)
            .ok_or_else(|| "the specification does not say how the result is made".to_owned());
    }
    let verb = names::words(&draft.name).into_iter().next().unwrap_or_default();
    if matches!(verb.as_str(), "log" | "audit") {
        return Ok(audit(draft));
    }
    let gateway = bench.gateway(draft);
    Ok(forward_to(bench, draft, gateway))
}

/// Lets whoever is outside of this module do it.
pub(super) fn beyond(bench: &mut Workbench<'_>, draft: &Draft<'_>) -> ServicePattern {
    let port = bench.collaborator(Kind::Source, &draft.name).unwrap_or_else(|| bench.gateway(draft));
    forward_to(bench, draft, port)
}

/// Writes what the parameters say to the audit trail.
fn audit(draft: &Draft<'_>) -> ServicePattern {
    let text = |ty: &str, name: &str| match ty {
        "values.UUID" => Some(format!("{name}.String()")),
        "string" => Some(name.to_owned()),
        _ => None,
    };
    let is_identity = |name: &str| names::words(name).last().is_some_and(|word| word == "id");
    let subject = draft.params.iter().find(|param| is_identity(&param.name)).and_then(|param| text(&param.ty, &param.name));
    let details = match draft.params.as_slice() {
        [] => "nil".to_owned(),
        [param] => param.name.clone(),
        params => {
            let entries: Vec<String> =
                params.iter().map(|param| format!("\"{}\": {}", names::snake(&param.name), param.name)).collect();
            format!("map[string]any{{{}}}", entries.join(", "))
        }
    };
    let object = draft.object.join("_");
    ServicePattern::Audit {
        action: names::snake(&draft.name),
        subject: subject.unwrap_or_else(|| format!("\"{object}\"")),
        details,
    }
}

/// Asks the rules of a collaborator where the name of a check says that it is about them.
pub(super) fn rules(bench: &mut Workbench<'_>, draft: &Draft<'_>) -> Option<ServicePattern> {
    let about_rules = names::words(&draft.name).iter().any(|word| {
        matches!(
            word.as_str(),
            "for" | "rule" | "rules" | "policy" | "compliance" | "permission" | "permissions" | "requirements" | "dnc" | "fraud"
        )
    });
    if !about_rules { None } else { forward(bench, draft, Kind::Approval) }
}

/// Lets a declared collaborator of that kind do it.
pub(super) fn forward(bench: &mut Workbench<'_>, draft: &Draft<'_>, kind: Kind) -> Option<ServicePattern> {
    let port = bench.collaborator(kind, &draft.name)?;
    Some(forward_to(bench, draft, port))
}

fn forward_to(bench: &mut Workbench<'_>, draft: &Draft<'_>, port: String) -> ServicePattern {
    let operation = draft.finish(Body::NotImplemented(String::new()));
    let found = bench.ports.iter_mut().find(|candidate| candidate.name == port);
    if let Some(found) = found.filter(|found| !found.operations.iter().any(|other| other.name == operation.name)) {
        found.operations.push(PortOperation {
            name: operation.name.clone(),
            doc: operation.doc.clone(),
            params: operation.params.clone(),
            results: operation.results.clone(),
        });
    }
    ServicePattern::Forward { port, operation: operation.name }
}

/// Loads entities into the cache.
pub(super) fn warm(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity =
        draft.entity.filter(|_| draft.repository.is_some()).ok_or("no entity of the specification fits the operation")?;
    let slice = draft.params.iter().find_map(|param| {
        let ty = Type::parse(&param.ty)?;
        let item = element(&ty)?.clone();
        Some((param.name.clone(), Operand { name: names::singular(&param.name), ty: item, expression: "item".to_owned() }))
    });
    let (items, item) = slice.map_or((String::new(), None), |(items, item)| (items, Some(item)));
    let query = selector(bench, draft, item);
    let selects = query.filters.iter().any(|filter| filter.from == "item") || items.is_empty();
    if !selects {
        return Err(format!("`{}` has no field that the elements of `{items}` select by", entity.name));
    }
    Ok(ServicePattern::Warm { entity: entity.name.clone(), items, query })
}

/// Takes an entity out of the cache.
pub(super) fn forget(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity =
        draft.entity.filter(|_| draft.repository.is_some()).ok_or("no entity of the specification fits the operation")?;
    let id = identity(bench, draft).ok_or("nothing says which entity is meant")?;
    Ok(ServicePattern::Forget { entity: entity.name.clone(), id })
}

/// Gives what a method of the entity works out, or what a collaborator knows.
pub(super) fn ask(bench: &mut Workbench<'_>, draft: &Draft<'_>) -> Found {
    if let Ok(asked) = ask_entity(bench, draft) {
        return Ok(asked);
    }
    let forwarded = (draft.verb == Verb::Calculate).then(|| forward(bench, draft, Kind::Source)).flatten();
    forwarded.ok_or_else(|| format!("the specification does not say how `{}` works its result out", draft.name))
}

fn ask_entity(bench: &Workbench<'_>, draft: &Draft<'_>) -> Found {
    let entity =
        draft.entity.filter(|_| draft.repository.is_some()).ok_or("no entity of the specification fits the operation")?;
    let sound = |method: &crate::contract::Operation<crate::contract::MethodPattern>| {
        !matches!(method.body, Body::NotImplemented(_)) && method.results.iter().any(|result| result.ty != "error")
    };
    let method = subject::method(draft, sound).ok_or("no method of the entity does that")?;
    let by = lookup(bench, draft).ok_or("nothing says which entity is meant")?;
    let arguments = arguments(bench, draft, &by, &method.params)?;
    let fails = method.results.last().is_some_and(|result| result.ty == "error");
    let given: Vec<&str> = method.results.iter().map(|result| result.ty.as_str()).filter(|ty| *ty != "error").collect();
    let wanted: Vec<&str> = draft.results.iter().map(|result| result.ty.as_str()).collect();
    if given != wanted {
        return Err("the method gives other results".to_owned());
    }
    Ok(ServicePattern::Ask { entity: entity.name.clone(), by, method: method.name.clone(), arguments, fails })
}
