//! The files of the cache builder: the store, one in memory, and a cache per entity that is stored.

use serde::Serialize;
use specwave_plan::contract::{Contract, DependencyKind, Endpoint, Entity, Event, Field};

use crate::builtin::File;
use crate::builtin::renderer::{RenderError, Renderer};
use crate::builtin::storage::{Noun, Packages, has_json_form, stem};

/// Files that are the same for every feature.
const GENERIC: &[&str] = &["store.go", "memory_store.go", "memory_store_test.go", "codec.go", "codec_test.go", "fixture_test.go"];

/// How long an entity is kept where the spec says nothing.
const DEFAULT_TTL: &str = "5 * time.Minute";

/// Fields that say until when an entity is good.
const EXPIRY_FIELDS: &[&str] =
    &["ExpiresAt", "ExpireAt", "ExpiresOn", "ExpiryDate", "ExpirationDate", "ValidUntil", "ValidTo", "ActiveUntil"];

#[derive(Serialize)]
struct Context<'a> {
    #[serde(flatten)]
    packages: Packages<'a>,
    entity: &'a Entity,
    /// The entity's name in this package.
    name: String,
    noun: Noun,
    key_prefix: String,
    ttl: Ttl,
    expiry: Option<Expiry<'a>>,
    /// Fields that the tests fill.
    fields: Vec<&'a Field>,
    has_events: bool,
    /// An event that the tests can make.
    event: Option<&'a Event>,
}

/// How long an entity is kept, and why.
#[derive(Serialize)]
struct Ttl {
    expression: String,
    reason: String,
}

/// The field with the end of an entity's own life.
#[derive(Serialize)]
struct Expiry<'a> {
    field: &'a str,
    pointer: bool,
}

pub(super) fn files(contract: &Contract, renderer: &Renderer) -> Result<Vec<File>, RenderError> {
    let packages = Packages::of(contract);
    let dir = packages.directory("cache");
    let mut files = Vec::new();
    for name in generic_files(contract) {
        files.push(File::new(format!("{dir}/{name}"), renderer.go(&format!("cache_builder/{name}.j2"), "cache", packages)?));
    }
    for entity in cached_entities(contract) {
        let context = context(contract, packages, entity);
        let stem = stem(entity);
        for (name, template) in [("cache.go", "entity_cache.go.j2"), ("cache_test.go", "entity_cache_test.go.j2")] {
            let text = renderer.go(&format!("cache_builder/{template}"), "cache", &context)?;
            files.push(File::new(format!("{dir}/{stem}_{name}"), text));
        }
    }
    Ok(files)
}

/// The codec serves the caches of entities alone, so it comes with the first of them.
fn generic_files(contract: &Contract) -> impl Iterator<Item = &'static str> {
    let has_entities = cached_entities(contract).next().is_some();
    GENERIC.iter().copied().filter(move |name| has_entities || !name.starts_with("codec"))
}

/// Entities with a repository: the others live inside of them.
fn cached_entities(contract: &Contract) -> impl Iterator<Item = &Entity> {
    contract.entities.iter().filter(|entity| contract.repositories.iter().any(|repository| repository.entity == entity.name))
}

fn context<'a>(contract: &'a Contract, packages: Packages<'a>, entity: &'a Entity) -> Context<'a> {
    let of_entity = |event: &&Event| event.entity.as_deref() == Some(entity.name.as_str());
    let is_data = |event: &&Event| event.fields.iter().all(|field| has_json_form(contract, &field.ty));
    Context {
        packages,
        entity,
        name: entity.shared_name(),
        noun: Noun::of(&entity.name),
        key_prefix: specwave_golang::names::snake(&entity.shared_name()),
        ttl: ttl(contract, entity),
        expiry: expiry(entity),
        fields: entity.fields.iter().filter(|field| has_json_form(contract, &field.ty)).collect(),
        has_events: contract.events.iter().any(|event| of_entity(&event)),
        event: contract.events.iter().filter(of_entity).find(is_data),
    }
}

/// The shortest time that the spec lets a response with this entity be kept.
fn ttl(contract: &Contract, entity: &Entity) -> Ttl {
    let cached = contract.endpoints.iter().filter(|endpoint| serves(contract, endpoint, entity));
    let shortest =
        cached.filter_map(|endpoint| Some((endpoint.cache_seconds.filter(|s| *s > 0)?, endpoint))).min_by_key(|(s, _)| *s);
    match shortest {
        Some((seconds, endpoint)) => Ttl {
            expression: format!("{seconds} * time.Second"),
            reason: format!(", as the specification has it for {} {}", endpoint.method, endpoint.path),
        },
        None => Ttl { expression: DEFAULT_TTL.to_owned(), reason: " unless it changes".to_owned() },
    }
}

/// Whether the service behind an endpoint works on the entity first of all.
fn serves(contract: &Contract, endpoint: &Endpoint, entity: &Entity) -> bool {
    let service = contract.services.iter().find(|service| service.name == endpoint.service);
    let repository = service.and_then(|service| {
        service.dependencies.iter().find_map(|dependency| match &dependency.kind {
            DependencyKind::Repository(name) => Some(name),
            _ => None,
        })
    });
    repository.is_some_and(|name| contract.repositories.iter().any(|r| r.name == *name && r.entity == entity.name))
}

fn expiry(entity: &Entity) -> Option<Expiry<'_>> {
    let field = entity.fields.iter().find(|field| EXPIRY_FIELDS.contains(&field.name.as_str()))?;
    let pointer = match field.ty.as_str() {
        "time.Time" => false,
        "*time.Time" => true,
        _ => return None,
    };
    Some(Expiry { field: &field.name, pointer })
}
