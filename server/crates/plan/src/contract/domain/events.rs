//! Domain events of the contract: declared ones, and those that a creation or a transition makes necessary.

use specwave_golang::names;
use specwave_source::Span;
use specwave_spec::model;

use super::draft::Draft;
use super::expressions::{Sources, stem};
use super::values::{own_sentence, sentence};
use super::{Event, Raise, fields, verbs};
use crate::contract::resolve::identifier;
use crate::contract::{Field, Origin, Param};

/// Methods and fields that every event has.
const EVENT_MEMBERS: &[&str] = &["EventName", "Meta", "Metadata"];

/// Fields that the metadata of every event has already.
const METADATA: &[&str] =
    &["AggregateID", "AggregateType", "BaseEvent", "DomainEvent", "EventID", "EventMetadata", "EventVersion", "Meta", "Metadata"];

/// Declares the events of the spec.
pub(super) fn declare(draft: &mut Draft<'_>) {
    for declared in &draft.inputs.spec.events {
        let written = identifier(&declared.name);
        if draft.contract.events.iter().any(|event| event.name == written) || draft.names.get(&written).is_some() {
            continue;
        }
        let entity = entity_of(draft, declared);
        let fields = event_fields(draft, declared, entity.as_deref());
        let otherwise = || sentence(&written, "", &format!("tells that {}", happening(&written)));
        let doc = own_sentence(&written, &declared.doc).unwrap_or_else(otherwise);
        add(draft, &written, doc, fields, entity, draft.inputs.declared(declared.span));
    }
}

fn add(draft: &mut Draft<'_>, written: &str, doc: String, fields: Vec<Field>, entity: Option<String>, origin: Origin) -> String {
    let family = |name: &str| vec![name.to_owned(), format!("New{name}")];
    let name = draft.domain.claim(written, &[format!("{written}Event")], family);
    let doc = doc.replacen(written, &name, 1);
    let plain = topic(&name);
    let mut topic = plain.clone();
    while draft.contract.events.iter().any(|event| event.topic == topic) {
        topic.push_str(".event");
    }
    draft.contract.events.push(Event { name: name.clone(), topic, doc, fields, entity, origin });
    name
}

/// `ConsentGranted` and `ConsentGrantedEvent` give `consent.granted`.
fn topic(name: &str) -> String {
    let (subject, verb) = subject_and_verb(name);
    match (subject.is_empty(), verb) {
        (true, verb) => verb,
        (false, verb) => format!("{}.{verb}", subject.join("_")),
    }
}

/// The words of an event's name before its last one, and the last one.
fn subject_and_verb(name: &str) -> (Vec<String>, String) {
    let mut words = names::words(name);
    if words.len() > 1 && words.last().is_some_and(|word| word == "event") {
        words.pop();
    }
    let at = words.iter().rposition(|word| verbs::is_participle(word)).unwrap_or(words.len().saturating_sub(1));
    let verb = words.split_off(at.min(words.len())).join("_");
    (words, verb)
}

/// What happened, as a clause: `a consent was granted`.
fn happening(name: &str) -> String {
    let (subject, verb) = subject_and_verb(name);
    let noun = if subject.is_empty() { "something".to_owned() } else { subject.join(" ") };
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let noun = if subject.is_empty() || noun.ends_with('s') { noun } else { format!("{article} {noun}") };
    match (verbs::is_participle(&verb), noun.ends_with('s')) {
        (true, true) => format!("{noun} were {verb}"),
        (true, false) => format!("{noun} was {}", verb.replace('_', " ")),
        (false, _) => format!("{} {} happened", subject.join(" "), verb.replace('_', " ")).trim().to_owned(),
    }
}

/// The entity that an event is most likely about.
fn entity_of(draft: &Draft<'_>, declared: &model::Struct) -> Option<String> {
    let (subject, _) = subject_and_verb(&identifier(&declared.name));
    let score = |entity: &super::Entity| {
        let whole = names::words(&entity.name);
        let short = names::words(stem(&entity.name));
        if subject == short || subject == whole {
            100
        } else if subject.is_empty() {
            0
        } else if short.starts_with(&subject) || subject.starts_with(&short) {
            60
        } else if short.ends_with(&subject) {
            50
        } else if declared.fields.iter().any(|field| names::words(&field.name) == [short.clone(), vec!["id".to_owned()]].concat())
        {
            30
        } else if subject[0] == short[0] {
            20
        } else {
            0
        }
    };
    let best = draft.contract.entities.iter().map(|entity| (score(entity), entity)).rev().max_by_key(|(score, _)| *score);
    best.filter(|(score, _)| *score > 0).map(|(_, entity)| entity.name.clone())
}

fn event_fields(draft: &mut Draft<'_>, declared: &model::Struct, entity: Option<&str>) -> Vec<Field> {
    let mut made: Vec<Field> = Vec::new();
    for field in &declared.fields {
        let name = names::exported(&field.name);
        if METADATA.contains(&name.as_str()) || METADATA.iter().any(|embedded| field.ty.ends_with(embedded)) {
            continue;
        }
        let known = field.ty.trim().is_empty().then(|| known_type(draft, &name, entity)).flatten();
        let user = format!("{}.{}", declared.name, field.name);
        if let Some(mut field) = fields::declared(draft, field, &user, EVENT_MEMBERS, &made) {
            (field.minimum, field.maximum) = (None, None);
            field.ty = known.unwrap_or(field.ty);
            made.push(field);
        }
    }
    match entity.and_then(|name| draft.entity(name)) {
        Some(entity) if made.is_empty() => inferred_fields(entity),
        _ => made,
    }
}

/// The type that a field of this name has in the event's entity, or else in any.
fn known_type(draft: &Draft<'_>, field: &str, entity: Option<&str>) -> Option<String> {
    let first = entity.and_then(|name| draft.entity(name));
    let mut entities = first.into_iter().chain(&draft.contract.entities);
    entities.find_map(|entity| entity.fields.iter().find(|other| other.name == field)).map(|found| found.ty.clone())
}

/// The identity of the entity and of what it belongs to.
fn inferred_fields(entity: &super::Entity) -> Vec<Field> {
    let own = format!("{}ID", stem(&entity.name));
    let field =
        |name: &str| Field { name: name.to_owned(), ty: "values.UUID".to_owned(), key: fields::key(name), ..Field::default() };
    let references = entity.fields.iter().filter(|field| field.name != "ID" && field.name != own && field.ty == "values.UUID");
    std::iter::once(field(&own)).chain(references.map(|reference| field(&reference.name))).collect()
}

/// Gives every entity that is no part of another one the event that its creation records.
pub(super) fn raise_creations(draft: &mut Draft<'_>) {
    for at in 0..draft.contract.entities.len() {
        let entity = draft.contract.entities[at].clone();
        if entity.parent.is_some() {
            continue;
        }
        let rank = |event: &&Event| verbs::creation_rank(&subject_and_verb(&event.name).1);
        let own = draft.contract.events.iter().filter(|event| event.entity.as_deref() == Some(&entity.name));
        let found = own.filter(|event| rank(event).is_some()).min_by_key(|event| rank(event)).map(|event| event.name.clone());
        let event = found.unwrap_or_else(|| infer(draft, &entity.name, "created", "its creation is recorded", &entity.origin));
        draft.contract.entities[at].created = Some(raise(draft, &entity.name, &event, &[], "time.Now().UTC()"));
    }
}

/// The event that a change of an entity records: a declared one, else an inferred one.
pub(super) fn for_change(draft: &mut Draft<'_>, entity: &str, verb: &str, params: &[Param], span: Span) -> Raise {
    let participle = verbs::participle(verb);
    let fits = |event: &&Event| event.entity.as_deref() == Some(entity) && subject_and_verb(&event.name).1 == participle;
    let event = match draft.contract.events.iter().find(fits) {
        Some(event) => event.name.clone(),
        None => {
            let origin = draft.inputs.declared(span);
            infer(draft, entity, &participle, &format!("`{entity}` can be {participle}"), &origin)
        }
    };
    raise(draft, entity, &event, params, "now")
}

/// Declares an event for what happens to an entity.
fn infer(draft: &mut Draft<'_>, entity: &str, participle: &str, why: &str, because: &Origin) -> String {
    let written = format!("{}{}", stem(entity), names::exported(participle));
    let mut made = draft.entity(entity).map(inferred_fields).unwrap_or_default();
    if verbs::is_final(participle) || participle == "suspended" {
        made.push(Field { name: "Reason".to_owned(), ty: "string".to_owned(), key: "reason".to_owned(), ..Field::default() });
    }
    let doc = sentence(&written, "", &format!("tells that {}", happening(&written)));
    let origin = Origin { line: because.line, inferred: Some(format!("no event is declared, and {why}")) };
    add(draft, &written, doc, made, Some(entity.to_owned()), origin)
}

/// The expressions for the fields of an event that an entity records.
pub(super) fn raise(draft: &Draft<'_>, entity: &str, event: &str, params: &[Param], now: &str) -> Raise {
    let found = draft.entity(entity).zip(draft.contract.events.iter().find(|found| found.name == event));
    let arguments = found.map(|(entity, event)| {
        let sources = Sources { entity: &entity.name, fields: &entity.fields, params, values: &draft.contract.values, now };
        event.fields.iter().map(|field| sources.find_or_zero(field)).collect()
    });
    Raise { event: event.to_owned(), arguments: arguments.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::{happening, topic};

    #[test]
    fn topics_name_the_subject_and_what_happened() {
        for (event, expected) in [
            ("ConsentGranted", "consent.granted"),
            ("PricingStrategyCreated", "pricing_strategy.created"),
            ("ConsentRevokedEvent", "consent.revoked"),
            ("ABTestStarted", "ab_test.started"),
            ("Alert", "alert"),
        ] {
            assert_eq!(topic(event), expected);
        }
        assert_eq!(happening("ConsentGranted"), "a consent was granted");
        assert_eq!(happening("PointsEarned"), "points were earned");
    }
}
