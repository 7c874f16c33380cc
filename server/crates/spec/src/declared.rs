//! The specification while it is being read: first declarations are kept, later ones complete them.

use std::collections::HashMap;

use specwave_source::Span;

use crate::model::{Duplicate, Endpoint, Operation, Repository, Service, Spec, Struct, Table, ValueObject};

/// What a name is declared as. Names of different kinds do not clash here: that is a rule's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Entity,
    ValueObject,
    Event,
    Service,
    Repository,
    Endpoint,
    Table,
    Struct,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::ValueObject => "value object",
            Self::Event => "event",
            Self::Service => "service",
            Self::Repository => "repository",
            Self::Endpoint => "endpoint",
            Self::Table => "table",
            Self::Struct => "struct",
        }
    }
}

/// Collects declarations.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    pub(crate) spec: Spec,
    places: HashMap<(Kind, String), usize>,
}

impl Declared {
    pub(crate) fn entity(&mut self, entity: Struct) {
        match self.earlier(Kind::Entity, &entity.name, self.spec.entities.len()) {
            None => self.spec.entities.push(entity),
            Some(at) => {
                let first = &mut self.spec.entities[at];
                let same = complete_struct(first, entity.clone());
                let first = first.span;
                self.duplicate(Kind::Entity, entity.name, first, entity.span, same);
            }
        }
    }

    pub(crate) fn value_object(&mut self, value: ValueObject) {
        match self.earlier(Kind::ValueObject, &value.base.name, self.spec.value_objects.len()) {
            None => self.spec.value_objects.push(value),
            Some(at) => {
                let first = &mut self.spec.value_objects[at];
                let same = first.values.iter().map(|v| &v.value).eq(value.values.iter().map(|v| &v.value));
                if first.values.is_empty() {
                    first.values = value.values;
                    first.underlying = first.underlying.take().or(value.underlying);
                }
                let same = complete_struct(&mut first.base, value.base.clone()) && same;
                let first = first.base.span;
                self.duplicate(Kind::ValueObject, value.base.name, first, value.base.span, same);
            }
        }
    }

    pub(crate) fn event(&mut self, event: Struct) {
        match self.earlier(Kind::Event, &event.name, self.spec.events.len()) {
            None => self.spec.events.push(event),
            Some(at) => {
                let first = &mut self.spec.events[at];
                let same = complete_struct(first, event.clone());
                let first = first.span;
                self.duplicate(Kind::Event, event.name, first, event.span, same);
            }
        }
    }

    /// A struct outside the domain model; a later one of the same name is left out.
    pub(crate) fn plain_struct(&mut self, plain: Struct) {
        match self.earlier(Kind::Struct, &plain.name, self.spec.structs.len()) {
            None => self.spec.structs.push(plain),
            Some(at) => {
                complete_struct(&mut self.spec.structs[at], plain);
            }
        }
    }

    pub(crate) fn service(&mut self, service: Service) {
        match self.earlier(Kind::Service, &service.name, self.spec.services.len()) {
            None => self.spec.services.push(service),
            Some(at) => {
                let first = &mut self.spec.services[at];
                let (again, name) = (service.span, service.name);
                let same = complete_operations(&mut first.operations, service.operations);
                if first.dependencies.is_empty() {
                    first.dependencies = service.dependencies;
                }
                let first = first.span;
                self.duplicate(Kind::Service, name, first, again, same);
            }
        }
    }

    pub(crate) fn repository(&mut self, repository: Repository) {
        match self.earlier(Kind::Repository, &repository.name, self.spec.repositories.len()) {
            None => self.spec.repositories.push(repository),
            Some(at) => {
                let first = &mut self.spec.repositories[at];
                let (again, name) = (repository.span, repository.name);
                let same = complete_operations(&mut first.operations, repository.operations);
                first.indexes.extend(repository.indexes);
                let first = first.span;
                self.duplicate(Kind::Repository, name, first, again, same);
            }
        }
    }

    pub(crate) fn endpoint(&mut self, endpoint: Endpoint) {
        let name = format!("{} {}", endpoint.method, endpoint.path);
        match self.earlier(Kind::Endpoint, &name, self.spec.endpoints.len()) {
            None => self.spec.endpoints.push(endpoint),
            Some(at) => {
                let first = &mut self.spec.endpoints[at];
                let (again, bare) = (endpoint.span, endpoint.request.is_none() && endpoint.response.is_none());
                first.request = first.request.take().or(endpoint.request);
                first.response = first.response.take().or(endpoint.response);
                if first.doc.is_empty() {
                    first.doc = endpoint.doc;
                }
                let first = first.span;
                self.duplicate(Kind::Endpoint, name, first, again, bare);
            }
        }
    }

    pub(crate) fn table(&mut self, table: Table) {
        match self.earlier(Kind::Table, &table.name, self.spec.tables.len()) {
            None => self.spec.tables.push(table),
            Some(at) => {
                let first = &self.spec.tables[at];
                let (span, same) = (first.span, first.columns == table.columns);
                self.duplicate(Kind::Table, table.name, span, table.span, same);
            }
        }
    }

    /// The table of that name, to hang an index on.
    pub(crate) fn table_named(&mut self, name: &str) -> Option<&mut Table> {
        let at = *self.places.get(&(Kind::Table, name.to_owned()))?;
        self.spec.tables.get_mut(at)
    }

    pub(crate) fn entity_named(&mut self, name: &str) -> Option<&mut Struct> {
        let at = *self.places.get(&(Kind::Entity, name.to_owned()))?;
        self.spec.entities.get_mut(at)
    }

    pub(crate) fn value_named(&mut self, name: &str) -> Option<&mut ValueObject> {
        let at = *self.places.get(&(Kind::ValueObject, name.to_owned()))?;
        self.spec.value_objects.get_mut(at)
    }

    pub(crate) fn service_named(&mut self, name: &str) -> Option<&mut Service> {
        let at = *self.places.get(&(Kind::Service, name.to_owned()))?;
        self.spec.services.get_mut(at)
    }

    pub(crate) fn has_event(&self, name: &str) -> bool {
        self.places.contains_key(&(Kind::Event, name.to_owned()))
    }

    /// Whether the name is an entity, a value object or a service already.
    pub(crate) fn is_modelled(&self, name: &str) -> bool {
        [Kind::Entity, Kind::ValueObject, Kind::Service].iter().any(|kind| self.places.contains_key(&(*kind, name.to_owned())))
    }

    /// The place of an earlier declaration; remembers `next` as the place if there is none.
    fn earlier(&mut self, kind: Kind, name: &str, next: usize) -> Option<usize> {
        let key = (kind, name.to_owned());
        if let Some(at) = self.places.get(&key) {
            return Some(*at);
        }
        self.places.insert(key, next);
        None
    }

    fn duplicate(&mut self, kind: Kind, name: String, first: Span, again: Span, same: bool) {
        if first != again {
            self.spec.duplicates.push(Duplicate { kind: kind.words().to_owned(), name, first, again, same });
        }
    }
}

/// Adds what only the later declaration says; tells whether both have the same fields.
fn complete_struct(first: &mut Struct, later: Struct) -> bool {
    let same = first.fields.iter().map(|field| &field.name).eq(later.fields.iter().map(|field| &field.name));
    for field in later.fields {
        if !first.fields.iter().any(|known| known.name == field.name) {
            first.fields.push(field);
        }
    }
    complete_operations(&mut first.methods, later.methods);
    first.package = first.package.take().or(later.package);
    if first.doc.is_empty() {
        first.doc = later.doc;
    }
    same
}

/// Adds operations, signatures and bodies that only the later declaration has; tells whether both have
/// the same operations.
pub(crate) fn complete_operations(first: &mut Vec<Operation>, later: Vec<Operation>) -> bool {
    let same = first.iter().map(|operation| &operation.name).eq(later.iter().map(|operation| &operation.name));
    for operation in later {
        match first.iter_mut().find(|known| known.name == operation.name) {
            None => first.push(operation),
            Some(known) => {
                known.signature = known.signature.take().or(operation.signature);
                known.body = known.body.take().or(operation.body);
            }
        }
    }
    same
}
