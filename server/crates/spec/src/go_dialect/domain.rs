//! Entities, value objects and events among the Go types of a block.

use foldhash::{HashMap, HashSet};

use specwave_golang::facts::{StructField, TypeDecl, TypeKind};

use super::blocks::Block;
use super::convert;
use super::names::{base_of, has_happened, is_carrier, is_event_machinery, is_exported, may_be_thing};
use super::zone::Zone;
use crate::declared::Declared;
use crate::model::{EnumValue, Located, ValueObject};
use crate::outline::Section;

/// What a struct is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Entity,
    ValueObject,
    Event,
    /// Requests, results and the like.
    Plain,
}

/// Reads the types of a block that are no interfaces and no services.
pub(super) fn read(block: &Block<'_>, constants: &HashMap<String, Vec<EnumValue>>, out: &mut Declared) {
    let labels = Labels::of(block);
    let used = used_by_value(block);
    for ty in &block.facts.types {
        let name = ty.name.text.as_str();
        match &ty.kind {
            TypeKind::Interface { .. } => {}
            TypeKind::Struct(_) if out.service_named(name).is_some() || name == "Service" => {}
            TypeKind::Struct(fields) => {
                let structure = convert::structure(block, &ty.name, &ty.doc, fields);
                match role(block, ty, fields, labels.at(ty), &used) {
                    Role::Entity => out.entity(structure),
                    Role::Event => out.event(structure),
                    Role::ValueObject => {
                        let (underlying, values, validation) = (None, Vec::new(), String::new());
                        out.value_object(ValueObject { base: structure, underlying, values, validation });
                    }
                    Role::Plain => out.plain_struct(structure),
                }
            }
            TypeKind::Other(underlying) => named_type(block, ty, underlying, constants, out),
        }
    }
}

/// A named type that is no struct: an enumeration or a named basic value, or something else.
fn named_type(
    block: &Block<'_>,
    ty: &TypeDecl,
    underlying: &str,
    constants: &HashMap<String, Vec<EnumValue>>,
    out: &mut Declared,
) {
    let values = constants.get(ty.name.text.as_str()).cloned().unwrap_or_default();
    let in_domain = block.zone == Zone::Domain && is_basic(underlying);
    if !is_exported(&ty.name.text) || (values.is_empty() && !in_domain) {
        out.spec.other_types.push(Located { value: ty.name.text.to_string(), span: block.at(ty.name.span) });
        return;
    }
    let base = convert::structure(block, &ty.name, &ty.doc, &[]);
    out.value_object(ValueObject { base, underlying: Some(underlying.to_owned()), values, validation: String::new() });
}

fn is_basic(ty: &str) -> bool {
    // `[32]byte` is a digest.
    let ty = ty
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .filter(|(count, _)| !count.is_empty())
        .map_or(ty, |(_, of)| of);
    matches!(ty, "string" | "bool" | "byte" | "rune") || ["int", "uint", "float"].iter().any(|kind| ty.starts_with(kind))
}

fn role(block: &Block<'_>, ty: &TypeDecl, fields: &[StructField], label: Option<Role>, used: &HashSet<String>) -> Role {
    let name = ty.name.text.as_str();
    if !is_exported(name) {
        return Role::Plain;
    }
    if let Some(event) = event_role(block, name, fields) {
        return event;
    }
    let is_thing = may_be_thing(name) && has_identity(block, fields);
    let held = block.zone == Zone::Domain && (used.contains(name) || is_thing);
    if matches!(block.zone, Zone::Service | Zone::Infrastructure | Zone::Api) || block.integration || (is_carrier(name) && !held)
    {
        return Role::Plain;
    }
    let happened = name.ends_with("Event") || has_happened(name);
    if label == Some(Role::Event) && happened && !has_identity(block, fields) {
        return Role::Event;
    }
    if label.is_none() && block.zone == Zone::Domain && has_happened(name) && tells_of_another(block, fields) {
        return Role::Event;
    }
    if is_base(name) {
        return Role::Plain;
    }
    if let Some(label) = label.filter(|label| *label != Role::Event) {
        let part = label == Role::Entity && !has_identity(block, fields) && used.contains(name);
        return if part { Role::ValueObject } else { label };
    }
    if extends_existing(block, ty) {
        return Role::Entity;
    }
    if has_identity(block, fields) {
        return if is_described_actor(fields) && used.contains(name) { Role::ValueObject } else { Role::Entity };
    }
    if block.zone == Zone::Domain || used.contains(name) { Role::ValueObject } else { Role::Plain }
}

/// `…Event` without an identity of its own, and every struct of a section about domain events.
fn event_role(block: &Block<'_>, name: &str, fields: &[StructField]) -> Option<Role> {
    if is_event_machinery(name) || block.zone == Zone::Api {
        return name.ends_with("Event").then_some(Role::Plain);
    }
    let embeds_base = fields.iter().any(|field| field.embedded && field.name.text.ends_with("Event"));
    let events_file = block.facts.path.as_ref().is_some_and(|path| path.text.contains("event"));
    let among_events = block.label.any(Section::EVENTS) || (events_file && block.zone == Zone::Domain);
    let named_by_method = block.facts.functions.iter().any(|function| {
        let names = matches!(function.name.text.as_str(), "EventName" | "EventType" | "IsEvent" | "IsDomainEvent" | "isEvent");
        names && function.receiver.as_ref().is_some_and(|receiver| receiver.ty == name)
    });
    if embeds_base || (named_by_method && !has_identity(block, fields)) {
        return Some(Role::Event);
    }
    if name.ends_with("Event") {
        return (!has_identity(block, fields) || among_events).then_some(Role::Event);
    }
    (among_events && has_happened(name) && !has_identity(block, fields)).then_some(Role::Event)
}

/// A field `ID`, unlike `ParentID`, or an embedded struct that has one: an identity of its own.
fn has_identity(block: &Block<'_>, fields: &[StructField]) -> bool {
    let declared = |name: &str| {
        block.facts.types.iter().any(|ty| match &ty.kind {
            TypeKind::Struct(fields) => ty.name.text == name && fields.iter().any(|field| field.name.text == "ID"),
            _ => false,
        })
    };
    fields.iter().any(|field| {
        let name = field.name.text.as_str();
        // Inside the domain an identity need not be exported.
        name == "ID" || name == "id" || (field.embedded && (is_base(name) || declared(name)))
    })
}

/// What entities embed to be entities.
fn is_base(name: &str) -> bool {
    matches!(
        name,
        "BaseEntity" | "Entity" | "EntityBase" | "AggregateRoot" | "BaseAggregate" | "Aggregate" | "BaseModel" | "Model"
    )
}

/// Whether a struct without an identity says what it is about: `{TripID uuid.UUID, Reason string}`.
fn tells_of_another(block: &Block<'_>, fields: &[StructField]) -> bool {
    fields.iter().any(|field| field.name.text.ends_with("ID")) && !has_identity(block, fields)
}

/// `{Type, ID string, …}` inside another struct only says who or what was meant.
fn is_described_actor(fields: &[StructField]) -> bool {
    let textual = fields.iter().any(|field| field.name.text == "ID" && field.ty == "string");
    let described = fields.iter().any(|field| ["Type", "Kind", "Role"].contains(&field.name.text.as_str()));
    let lives = |name: &str| ["Status", "Timestamp", "Version"].contains(&name) || name.ends_with("At");
    textual && described && !fields.iter().any(|field| lives(&field.name.text))
}

/// Whether the struct only shows what is added to a type that is there already.
fn extends_existing(block: &Block<'_>, ty: &TypeDecl) -> bool {
    let written = block.source.get(ty.span.start..ty.span.end).unwrap_or_default().to_lowercase();
    written.lines().any(|line| line.contains("existing") && line.trim_start().starts_with(['/', '.']))
}

/// Names of types that a struct of the block holds by value.
fn used_by_value(block: &Block<'_>) -> HashSet<String> {
    let structs = block.facts.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Struct(fields) => Some(fields),
        _ => None,
    });
    structs.flatten().filter(|field| !field.embedded).map(|field| base_of(&field.ty).1.to_owned()).collect()
}

/// What headings and comments say that the types below them are.
struct Labels {
    heading: Option<Role>,
    comments: Vec<(usize, Role)>,
}

impl Labels {
    fn of(block: &Block<'_>) -> Self {
        let (values, entities) = (block.label.any(Section::VALUE_OBJECTS), block.label.any(Section::ENTITIES));
        let heading = match (values, entities) {
            (true, false) => Some(Role::ValueObject),
            (false, true) => Some(Role::Entity),
            _ => None,
        };
        let short = |text: &str| text.split_whitespace().count() <= 4;
        let comments = block.facts.comments.iter().filter(|comment| short(&comment.text));
        let comments = comments.filter_map(|comment| Some((comment.span.start, labelled(&comment.text)?)));
        Self { heading, comments: comments.collect() }
    }

    /// The type's own comment first, then the group's, then the heading's.
    fn at(&self, ty: &TypeDecl) -> Option<Role> {
        let doc = ty.doc.to_lowercase();
        let own = if doc.contains("value object") {
            Some(Role::ValueObject)
        } else if doc.contains("root aggregate") || doc.contains("aggregate root") || doc.contains(" entity") {
            Some(Role::Entity)
        } else {
            None
        };
        let before = self.comments.partition_point(|(start, _)| *start < ty.span.start);
        own.or_else(|| self.comments[..before].last().map(|(_, role)| *role)).or(self.heading)
    }
}

/// `Value Objects`, `Core Entities`, `Domain Events`: a short comment that names a group.
fn labelled(comment: &str) -> Option<Role> {
    let comment = comment.to_lowercase();
    if comment.contains("value object") {
        Some(Role::ValueObject)
    } else if comment.contains("entities") {
        Some(Role::Entity)
    } else if comment.contains("events") {
        Some(Role::Event)
    } else {
        None
    }
}
