//! Parameters and results of operations of which the spec gives the name only.

use specwave_golang::{Type, names};
use specwave_spec::model;

use super::body::bulk::single;
use super::body::write::{changes, is_needed, is_outcome};
use super::collaborators::Kind;
use super::draft::Draft;
use super::matching::likeness;
use super::responses::telling;
use super::subject;
use super::words::Verb;
use super::workbench::{Workbench, identifier, optional_field};
use crate::contract::{Body, Compare, Entity, Field, ModelRole, Operation, Param, QueryFilter, Repository, ServicePattern};

/// Most parameters that an operation takes one by one; more become an input struct.
const MOST_SCALARS: usize = 3;

/// Gives the draft the parameters and results that its name, its entity and its endpoint suggest.
pub(super) fn signature<'a>(bench: &mut Workbench<'a>, draft: &mut Draft<'a>, others: &[Operation<ServicePattern>]) {
    let (Some(entity), Some(repository)) = (draft.entity, draft.repository) else {
        return without_entity(bench, draft);
    };
    let is_read = matches!(draft.verb, Verb::Get | Verb::List | Verb::Report);
    if is_read && draft.endpoint.is_none() && subject::by_words(bench, &draft.object, "").is_none() && bench.knows(&draft.name) {
        return calculate(bench, draft);
    }
    if draft.verb == Verb::Emit && records_entity(draft, entity) {
        draft.verb = Verb::Create;
    }
    match draft.verb {
        Verb::Create if subject::method(draft, changes).is_some() => act(bench, draft, entity),
        Verb::Create => create(bench, draft, entity),
        Verb::Get => get(bench, draft, entity, repository),
        Verb::List => list(bench, draft, entity, repository),
        Verb::Update => update(bench, draft, entity),
        Verb::Delete => delete(bench, draft),
        Verb::Purge => give(draft, "int"),
        Verb::Check => check(bench, draft, entity, repository),
        Verb::Bulk => bulk(bench, draft, entity, others),
        Verb::Import => import(bench, draft, entity),
        Verb::Export => {
            take_query(bench, draft, repository);
            give(draft, "io.Reader");
        }
        Verb::Report => report(bench, draft, repository),
        Verb::Emit => emit(bench, draft),
        Verb::Warm => take_query(bench, draft, repository),
        Verb::Forget => take_identity(bench, draft),
        Verb::Calculate => calculate(bench, draft),
        Verb::Subscribe => give(draft, "<-chan any"),
        Verb::Act => act(bench, draft, entity),
    }
}

/// Whether the words behind the verb name the entity: `RecordTransaction` makes a transaction.
fn records_entity(draft: &Draft<'_>, entity: &Entity) -> bool {
    let verb = names::words(&draft.name).into_iter().next().unwrap_or_default();
    if !matches!(verb.as_str(), "record" | "log" | "track" | "observe") {
        return false;
    }
    let known = subject::telling_words(entity);
    let object: Vec<String> = draft.object.iter().map(|word| names::singular(word)).collect();
    !object.is_empty() && object.iter().all(|word| known.contains(word))
}

fn give(draft: &mut Draft<'_>, ty: &str) {
    draft.results = vec![Param { name: String::new(), ty: ty.to_owned() }];
}

fn give_record(draft: &mut Draft<'_>, entity: &Entity) {
    give(draft, &format!("*domain.{}", entity.name));
}

fn take_identity(bench: &Workbench<'_>, draft: &mut Draft<'_>) {
    draft.add_param(bench, "id", "values.UUID");
}

fn take_query(bench: &Workbench<'_>, draft: &mut Draft<'_>, repository: &Repository) {
    draft.add_param(bench, "query", &format!("domain.{}", repository.query.name));
}

fn without_entity(bench: &mut Workbench<'_>, draft: &mut Draft<'_>) {
    match draft.verb {
        Verb::Emit => emit(bench, draft),
        Verb::Calculate | Verb::Get | Verb::List | Verb::Report => calculate(bench, draft),
        _ => {}
    }
}

/// Names in the path, the query and the body of the draft's endpoint.
fn asked_for(draft: &Draft<'_>) -> Vec<model::Field> {
    let Some(endpoint) = draft.endpoint else { return Vec::new() };
    let of_path = telling_wildcards(&endpoint.path).into_iter().map(|(name, _)| model::Field {
        name: name.into(),
        ty: Default::default(),
        optional: false,
        doc: Default::default(),
        span: endpoint.span,
    });
    let of_body = endpoint.request.iter().flat_map(|request| request.fields.iter().cloned());
    of_path.chain(endpoint.query.iter().cloned()).chain(of_body).collect()
}

/// Names of the `{wildcards}` of a path.
pub(super) fn wildcards(path: &str) -> Vec<String> {
    let elements = path.split('/').filter_map(|element| element.strip_prefix('{')?.strip_suffix('}'));
    elements.map(|name| name.trim_end_matches("...").trim_end_matches('$').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Names of the wildcards of a path as they are meant, with their names as they are written: the `{id}` of
/// `/webhooks/{id}/deliveries` is a `webhook_id`.
pub(super) fn telling_wildcards(path: &str) -> Vec<(String, String)> {
    let elements: Vec<&str> = path.split('/').collect();
    let before = |written: &str| {
        let at = elements.iter().position(|element| element.trim_matches(['{', '}']) == written)?;
        let owner = elements.get(at.checked_sub(1)?)?;
        (!owner.is_empty() && !owner.starts_with('{')).then(|| names::snake(&names::singular(owner)))
    };
    let meant = |written: String| match before(&written) {
        Some(owner) if written == "id" => (format!("{owner}_id"), written),
        _ => (written.clone(), written),
    };
    wildcards(path).into_iter().map(meant).collect()
}

/// An input with everything that the entity needs and that the endpoint asks for.
fn create<'a>(bench: &mut Workbench<'a>, draft: &mut Draft<'a>, entity: &'a Entity) {
    let fields = input_fields(bench, draft, entity);
    let reason = draft.untold("takes");
    let origin = bench.inputs.inferred(draft.span, reason);
    let input = bench.add_model(&format!("{}Input", draft.name), ModelRole::Input, fields, origin);
    draft.add_param(bench, "input", &input);
    give_record(draft, entity);
}

/// What is given when an entity is made: neither its identity, nor what its life brings.
pub(super) fn input_fields(bench: &mut Workbench<'_>, draft: &Draft<'_>, entity: &Entity) -> Vec<Field> {
    let context = draft.context();
    let mut fields: Vec<Field> = entity
        .fields
        .iter()
        .filter(|field| field.name != "ID" && (is_needed(field) || !comes_with_life(field)))
        .map(|field| Field { default: None, required: is_needed(field), ..field.clone() })
        .collect();
    for asked in asked_for(draft) {
        let name = identifier(&asked.name);
        let known = fields.iter().any(|field| likeness(&field.name, &name, &context) > 1);
        if known || name.is_empty() {
            continue;
        }
        let of_entity = entity.fields.iter().find(|field| field.name != "ID" && likeness(&field.name, &name, &context) > 1);
        let ty = match of_entity {
            Some(field) => field.ty.clone(),
            None if asked.ty.is_empty() => "string".to_owned(),
            None => bench.resolve(&asked.ty, ModelRole::Part, asked.span),
        };
        let required = !asked.optional && !ty.starts_with('*');
        let doc = telling(&asked.doc);
        fields.push(Field { required, doc, ..optional_field(of_entity.map_or(name.as_str(), |field| &field.name), &ty) });
    }
    // What ends some time after now needs no end of its own as well.
    let relative: Vec<String> = fields
        .iter()
        .filter_map(|field| names::snake(&field.name).rsplit_once("_in_").map(|(stem, _)| format!("{stem}_at")))
        .collect();
    fields.retain(|field| field.required || !relative.contains(&names::snake(&field.name)));
    fields
}

/// Whether a field gets its value later, or by itself.
fn comes_with_life(field: &Field) -> bool {
    let words = names::words(&field.name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let is_past =
        last == "at" && words.first().is_some_and(|word| word.ends_with("ed") || word.ends_with("en") || word == "last");
    is_past
        || field.default.is_some()
        || matches!(words.join("_").as_str(), "status" | "state" | "version" | "stats" | "current_version" | "hash" | "signature")
}

/// Filters that the name of the operation says: `GetReservationsByOrder` selects by `OrderID`.
fn named_filters<'q>(draft: &Draft<'_>, repository: &'q Repository) -> Vec<(&'q QueryFilter, bool)> {
    let words = names::words(&draft.name);
    let by = words.iter().position(|word| word == "by").map(|at| &words[at + 1..]).unwrap_or_default();
    let said = by.split(|word| word == "and").filter(|part| !part.is_empty()).map(|part| part.join("_"));
    let fits = |filter: &&QueryFilter, said: &str| {
        let field = names::snake(&filter.field);
        filter.compare == Compare::Equal && (field == said || field == format!("{said}_id"))
    };
    said.filter_map(|said| repository.query.filters.iter().find(|filter| fits(filter, &said)))
        .map(|filter| (filter, false))
        .collect()
}

/// Filters that the name of the operation and those in the endpoint select by.
fn asked_filters<'q>(draft: &Draft<'_>, repository: &'q Repository) -> Vec<(&'q QueryFilter, bool)> {
    let context = draft.context();
    let mut filters = named_filters(draft, repository);
    for asked in asked_for(draft) {
        let found = repository.query.filters.iter().find(|filter| {
            filter.compare == Compare::Equal && filter.field != "ID" && likeness(&filter.field, &asked.name, &context) > 1
        });
        if let Some(filter) = found.filter(|filter| !filters.iter().any(|(other, _)| other.name == filter.name)) {
            filters.push((filter, asked.optional));
        }
    }
    filters
}

/// Whether a wildcard of the endpoint is the entity's own identity.
fn has_identity(draft: &Draft<'_>, entity: &Entity) -> bool {
    let own = subject::telling_words(entity);
    let Some(endpoint) = draft.endpoint else { return false };
    telling_wildcards(&endpoint.path).iter().any(|(name, _)| {
        let words = names::words(name);
        words.last().is_some_and(|last| last == "id") && words[..words.len() - 1].iter().all(|word| own.contains(word))
    })
}

fn get(bench: &mut Workbench<'_>, draft: &mut Draft<'_>, entity: &Entity, repository: &Repository) {
    let filters = asked_filters(draft, repository);
    if has_identity(draft, entity) || filters.is_empty() || filters.len() > MOST_SCALARS {
        take_identity(bench, draft);
    } else {
        for (filter, _) in filters {
            draft.add_param(bench, &filter.field, &filter.ty);
        }
    }
    give_record(draft, entity);
}

fn list(bench: &mut Workbench<'_>, draft: &mut Draft<'_>, entity: &Entity, repository: &Repository) {
    let filters = asked_filters(draft, repository);
    let in_path = draft.endpoint.is_some_and(|endpoint| !wildcards(&endpoint.path).is_empty() && endpoint.query.is_empty());
    let in_name = !named_filters(draft, repository).is_empty();
    if (in_path || in_name) && !filters.is_empty() && filters.len() <= MOST_SCALARS {
        for (filter, _) in filters {
            draft.add_param(bench, &filter.field, &filter.ty);
        }
    } else {
        take_query(bench, draft, repository);
    }
    give(draft, &format!("[]*domain.{}", entity.name));
}

/// An input of pointers: what is nil stays as it is.
fn update<'a>(bench: &mut Workbench<'a>, draft: &mut Draft<'a>, entity: &'a Entity) {
    if subject::method(draft, changes).is_some() {
        return act(bench, draft, entity);
    }
    take_identity(bench, draft);
    let context = draft.context();
    let asked = asked_for(draft);
    let object = draft.object.join(" ");
    let of_name = entity.fields.iter().find(|field| field.name != "ID" && likeness(&field.name, &object, &context) > 2);
    if let Some(field) = of_name.filter(|_| asked.len() < 2) {
        // `ChangePlan` takes a plan.
        draft.add_param(bench, &field.name, &field.ty);
        return give_record(draft, entity);
    }
    let fixed = ["ID", "CreatedAt", "UpdatedAt"];
    let wanted = entity.fields.iter().filter(|field| {
        let named = asked.iter().any(|asked| likeness(&field.name, &asked.name, &context) > 1);
        !fixed.contains(&field.name.as_str()) && (named || asked.len() <= 1 && !comes_with_life(field))
    });
    let pointer = |ty: &str| {
        let keeps = matches!(Type::parse(ty), Some(Type::Pointer(_) | Type::Slice(_) | Type::Map(..)))
            || ty == "any"
            || ty == "json.RawMessage";
        if keeps { ty.to_owned() } else { format!("*{ty}") }
    };
    let fields =
        wanted.map(|field| Field { doc: field.doc.clone(), ..optional_field(&field.name, &pointer(&field.ty)) }).collect();
    let reason = draft.untold("takes");
    let origin = bench.inputs.inferred(draft.span, reason);
    let input = bench.add_model(&format!("{}Input", draft.name), ModelRole::Input, fields, origin);
    draft.add_param(bench, "input", &input);
    give_record(draft, entity);
}

fn delete(bench: &Workbench<'_>, draft: &mut Draft<'_>) {
    take_identity(bench, draft);
}

/// What selects the entity, and an answer with the fields that the endpoint's response has.
fn check<'a>(bench: &mut Workbench<'a>, draft: &mut Draft<'a>, entity: &'a Entity, repository: &Repository) {
    if let Some(value) = validated_value(bench, draft) {
        draft.add_param(bench, value.rsplit('.').next().unwrap_or("value"), &value);
        return;
    }
    let about_rules = draft.object.iter().any(|word| word == "for") && bench.collaborator(Kind::Approval, &draft.name).is_some();
    let filters = asked_filters(draft, repository);
    if about_rules || has_identity(draft, entity) || filters.is_empty() {
        take_identity(bench, draft);
    } else if filters.len() <= MOST_SCALARS {
        for (filter, _) in filters {
            draft.add_param(bench, &filter.field, &filter.ty);
        }
    } else {
        let field = |(filter, optional): &(&QueryFilter, bool)| {
            let ty = if *optional { format!("*{}", filter.ty) } else { filter.ty.clone() };
            Field { required: !optional, ..optional_field(&filter.field, &ty) }
        };
        let fields = filters.iter().map(field).collect();
        let reason = draft.untold("takes");
        let origin = bench.inputs.inferred(draft.span, reason);
        let input = bench.add_model(&format!("{}Input", draft.name), ModelRole::Input, fields, origin);
        draft.add_param(bench, "input", &input);
    }
    if names::words(&draft.name).first().is_some_and(|verb| matches!(verb.as_str(), "validate" | "ensure")) {
        return;
    }
    let answer = draft.endpoint.and_then(|endpoint| endpoint.response.as_ref()).filter(|response| response.fields.len() > 1);
    match answer {
        Some(response) => {
            let fields = answer_fields(draft, entity, &response.fields);
            let reason = draft.untold("gives");
            let origin = bench.inputs.inferred(draft.span, reason);
            let result = bench.add_model(&format!("{}Result", draft.name), ModelRole::Result, fields, origin);
            give(draft, &format!("*{result}"));
        }
        None => give(draft, "bool"),
    }
}

/// An enumeration that the name of a check names: `ValidateConsentMethod` tests a `ConsentMethod`.
fn validated_value(bench: &Workbench<'_>, draft: &Draft<'_>) -> Option<String> {
    if names::words(&draft.name).first().map(String::as_str) != Some("validate") {
        return None;
    }
    let value = bench.contract.values.iter().find(|value| {
        matches!(value.kind, crate::contract::ValueKind::Enum { .. }) && names::words(&value.name) == draft.object
    })?;
    Some(format!("{}.{}", value.package, value.name))
}

/// The fields of an answer: yes or no, and what is known of the entity.
fn answer_fields(draft: &Draft<'_>, entity: &Entity, wanted: &[model::Field]) -> Vec<Field> {
    let context = draft.context();
    let field = |asked: &model::Field| {
        let name = identifier(&asked.name);
        let of_entity = entity.fields.iter().find(|field| likeness(&field.name, &name, &context) > 1);
        let is_bool = asked.ty.starts_with("bool");
        let ty = match of_entity.filter(|_| !is_bool) {
            Some(field) if field.ty.starts_with('*') => field.ty.clone(),
            Some(field) => format!("*{}", field.ty),
            None if is_bool => "bool".to_owned(),
            None => "string".to_owned(),
        };
        Field { doc: telling(&asked.doc), ..optional_field(&name, &ty) }
    };
    wanted.iter().filter(|field| !identifier(&field.name).is_empty()).map(field).collect()
}

/// Inputs of the single operation in a slice, and its results in another.
fn bulk<'a>(bench: &mut Workbench<'a>, draft: &mut Draft<'a>, entity: &'a Entity, others: &[Operation<ServicePattern>]) {
    let Some(single) = single(draft, others) else {
        return import(bench, draft, entity);
    };
    let result = single.results.first().filter(|result| result.ty != "error").map(|result| format!("[]{}", result.ty));
    match &single.params[1..] {
        [only] => {
            let name = if only.ty.starts_with("service.") { "inputs".to_owned() } else { names::plural(&only.name) };
            draft.add_param(bench, &name, &format!("[]{}", only.ty));
        }
        params => {
            // The first one tells the elements apart; the others are the same for all.
            let Some((first, rest)) = params.split_first() else { return };
            draft.add_param(bench, &names::plural(&first.name), &format!("[]{}", first.ty));
            for param in rest {
                draft.add_param(bench, &param.name, &param.ty);
            }
        }
    }
    if let Some(result) = result {
        give(draft, &result);
    }
}

fn import<'a>(bench: &mut Workbench<'a>, draft: &mut Draft<'a>, entity: &'a Entity) {
    let fields = input_fields(bench, draft, entity);
    let reason = draft.untold("takes");
    let origin = bench.inputs.inferred(draft.span, reason);
    let input = bench.add_model(&format!("{}Input", draft.name), ModelRole::Input, fields, origin);
    draft.verb = Verb::Import;
    draft.add_param(bench, "inputs", &format!("[]{input}"));
    let result = bench.result_type("BulkImportResult", draft.span);
    give(draft, &format!("*{result}"));
}

/// How many there are in all and in each state.
fn report(bench: &mut Workbench<'_>, draft: &mut Draft<'_>, repository: &Repository) {
    take_query(bench, draft, repository);
    let fields = report_fields(bench, repository);
    let reason = draft.untold("gives");
    let origin = bench.inputs.inferred(draft.span, reason);
    let name = draft.name.trim_start_matches("Get").trim_start_matches("Generate").to_owned();
    let result = bench.add_model(&name, ModelRole::Result, fields, origin);
    give(draft, &format!("*{result}"));
}

/// Fields for the number of all, and for the numbers of each constant of each enumeration.
pub(super) fn report_fields(bench: &Workbench<'_>, repository: &Repository) -> Vec<Field> {
    let mut fields = vec![Field { doc: "Number of all that the query selects.".to_owned(), ..optional_field("Total", "int") }];
    for filter in repository.query.filters.iter().filter(|filter| filter.compare == Compare::Equal) {
        let is_enum = bench.contract.values.iter().any(|value| {
            filter.ty == format!("{}.{}", value.package, value.name)
                && matches!(value.kind, crate::contract::ValueKind::Enum { .. })
        });
        let name = format!("By{}", filter.field);
        if is_enum && !fields.iter().any(|field| field.name == name) {
            fields.push(optional_field(&name, &format!("map[{}]int", filter.ty)));
        }
    }
    fields.push(optional_field("GeneratedAt", "time.Time"));
    fields
}

fn emit(bench: &Workbench<'_>, draft: &mut Draft<'_>) {
    draft.add_param(bench, "subject", "string");
    draft.add_param(bench, "attributes", "map[string]string");
}

/// What a method of the entity works out; else figures about a subject, from whoever knows them.
fn calculate(bench: &mut Workbench<'_>, draft: &mut Draft<'_>) {
    let gives = |method: &Operation<crate::contract::MethodPattern>| {
        !matches!(method.body, Body::NotImplemented(_)) && method.results.iter().any(|result| result.ty != "error")
    };
    if let Some(method) = subject::method(draft, gives) {
        take_identity(bench, draft);
        for param in method.params.iter().filter(|param| param.ty != "context.Context") {
            draft.add_param(bench, &param.name, &param.ty);
        }
        draft.results = method.results.iter().filter(|result| result.ty != "error").cloned().collect();
        return;
    }
    draft.verb = Verb::Calculate;
    draft.add_param(bench, "subject", "string");
    give(draft, "map[string]float64");
}

/// The entity's identity and what its method takes.
fn act<'a>(bench: &mut Workbench<'a>, draft: &mut Draft<'a>, entity: &'a Entity) {
    take_identity(bench, draft);
    if let Some(method) = subject::method(draft, changes) {
        for param in method.params.iter().filter(|param| param.ty != "context.Context") {
            draft.add_param(bench, &param.name, &param.ty);
        }
    } else if is_creation(draft, entity) {
        draft.params.clear();
        draft.verb = Verb::Create;
        return create(bench, draft, entity);
    }
    give_record(draft, entity);
}

/// Whether an act without method and state is the beginning of its entity: `start` of a test with `StartedAt`.
fn is_creation(draft: &Draft<'_>, entity: &Entity) -> bool {
    let Some(verb) = names::words(&draft.name).into_iter().next() else { return false };
    let required_moment = |field: &Field| {
        let stem = names::snake(&field.name).strip_suffix("_at").map(str::to_owned);
        // What `expires_at` some moment was not begun by expiring.
        field.ty == "time.Time" && stem.is_some_and(|stem| !stem.ends_with('s') && is_outcome(&stem, &verb))
    };
    entity.fields.iter().any(required_moment)
}
