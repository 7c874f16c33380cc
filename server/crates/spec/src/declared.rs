//! The specification while it is being read: first declarations are kept, later ones complete them.

use foldhash::{HashMap, HashSet};

use specwave_source::Span;

use crate::compliance;
use crate::formats::words::squashed;
use crate::model::{
    Dialect, Duplicate, Endpoint, Field, Function, Located, Operation, Repository, Service, Shift, Spec, Struct, Table,
    ValueObject, YamlKey,
};
use crate::statements::Stated;

/// What a name is declared as. Names of different kinds do not clash here: that is a rule's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
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

/// Collects declarations. Places are indexed, so that a long text costs no more per declaration.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    pub(crate) spec: Spec,
    places: HashMap<(Kind, String), usize>,
    methods: HashMap<(Kind, usize, String), usize>,
    spellings: HashMap<(Kind, String), Located<String>>,
}

impl Declared {
    pub(crate) fn entity(&mut self, entity: Struct) {
        match self.earlier(Kind::Entity, &entity.name, self.spec.entities.len()) {
            None => self.spec.entities.push(entity),
            Some(at) => {
                let again = Again::of(&self.spec.entities[at], &entity);
                complete_struct(&mut self.spec.entities[at], entity);
                self.duplicate(Kind::Entity, again);
            }
        }
    }

    pub(crate) fn value_object(&mut self, value: ValueObject) {
        match self.earlier(Kind::ValueObject, &value.base.name, self.spec.value_objects.len()) {
            None => self.spec.value_objects.push(value),
            Some(at) => {
                let first = &mut self.spec.value_objects[at];
                let mut again = Again::of(&first.base, &value.base);
                again.same &= first.values.iter().map(|v| &v.value).eq(value.values.iter().map(|v| &v.value));
                if first.values.is_empty() {
                    first.values = value.values;
                    first.underlying = first.underlying.take().or(value.underlying);
                }
                complete_struct(&mut first.base, value.base);
                self.duplicate(Kind::ValueObject, again);
            }
        }
    }

    pub(crate) fn event(&mut self, event: Struct) {
        match self.earlier(Kind::Event, &event.name, self.spec.events.len()) {
            None => self.spec.events.push(event),
            Some(at) => {
                let again = Again::of(&self.spec.events[at], &event);
                complete_struct(&mut self.spec.events[at], event);
                self.duplicate(Kind::Event, again);
            }
        }
    }

    /// The first spelling of a name and its place: `User Account` and `UserAccount` are the same thing.
    pub(crate) fn spelled(&mut self, kind: Kind, name: Located<String>) -> Located<String> {
        self.spellings.entry((kind, squashed(&name.value))).or_insert(name).clone()
    }

    /// Whether anything is known by a name that differs in its spelling only.
    pub(crate) fn is_spelled(&self, name: &str) -> bool {
        let squashed = squashed(name);
        let kinds = [Kind::Entity, Kind::ValueObject, Kind::Service, Kind::Repository];
        kinds.into_iter().any(|kind| self.spellings.contains_key(&(kind, squashed.clone())))
    }

    /// A struct outside the domain model; a later one of the same name only completes it.
    pub(crate) fn plain_struct(&mut self, plain: Struct) {
        match self.earlier(Kind::Struct, &plain.name, self.spec.structs.len()) {
            None => self.spec.structs.push(plain),
            Some(at) => complete_struct(&mut self.spec.structs[at], plain),
        }
    }

    pub(crate) fn service(&mut self, service: Service) {
        match self.earlier(Kind::Service, &service.name, self.spec.services.len()) {
            None => self.spec.services.push(service),
            Some(at) => {
                let first = &mut self.spec.services[at];
                let again = Again {
                    name: service.name,
                    first: first.span,
                    again: service.span,
                    restated: first.dialect != service.dialect,
                    same: same_operations(&first.operations, &service.operations),
                };
                complete_operations(&mut first.operations, service.operations);
                if first.dependencies.is_empty() {
                    first.dependencies = service.dependencies;
                }
                self.duplicate(Kind::Service, again);
            }
        }
    }

    pub(crate) fn repository(&mut self, repository: Repository) {
        match self.earlier(Kind::Repository, &repository.name, self.spec.repositories.len()) {
            None => self.spec.repositories.push(repository),
            Some(at) => {
                let first = &mut self.spec.repositories[at];
                let again = Again {
                    name: repository.name,
                    first: first.span,
                    again: repository.span,
                    restated: first.dialect != repository.dialect,
                    same: same_operations(&first.operations, &repository.operations),
                };
                complete_operations(&mut first.operations, repository.operations);
                first.indexes.extend(repository.indexes);
                self.duplicate(Kind::Repository, again);
            }
        }
    }

    pub(crate) fn endpoint(&mut self, endpoint: Endpoint) {
        let name = format!("{} {}", endpoint.method, endpoint.path);
        match self.earlier(Kind::Endpoint, &name, self.spec.endpoints.len()) {
            None => self.spec.endpoints.push(endpoint),
            Some(at) => {
                let first = &mut self.spec.endpoints[at];
                // A line that only names the endpoint restates it.
                let restated = endpoint.request.is_none() && endpoint.response.is_none();
                let again = Again { name, first: first.span, again: endpoint.span, restated: false, same: restated };
                first.request = first.request.take().or(endpoint.request);
                first.response = first.response.take().or(endpoint.response);
                if first.doc.is_empty() {
                    first.doc = endpoint.doc;
                }
                self.duplicate(Kind::Endpoint, again);
            }
        }
    }

    pub(crate) fn table(&mut self, table: Table) {
        match self.earlier(Kind::Table, &table.name, self.spec.tables.len()) {
            None => self.spec.tables.push(table),
            Some(at) => {
                let first = &self.spec.tables[at];
                let same = first.columns == table.columns;
                let again = Again { name: table.name, first: first.span, again: table.span, restated: false, same };
                self.duplicate(Kind::Table, again);
            }
        }
    }

    /// The table of that name, to hang an index on.
    pub(crate) fn table_named(&mut self, name: &str) -> Option<&mut Table> {
        let at = self.place(Kind::Table, name)?;
        self.spec.tables.get_mut(at)
    }

    pub(crate) fn service_named(&mut self, name: &str) -> Option<&mut Service> {
        let at = self.place(Kind::Service, name)?;
        self.spec.services.get_mut(at)
    }

    /// The struct of that name, whatever part it plays.
    pub(crate) fn struct_named(&self, name: &str) -> Option<&Struct> {
        let spec = &self.spec;
        let entity = self.place(Kind::Entity, name).and_then(|at| spec.entities.get(at));
        let value = || self.place(Kind::ValueObject, name).and_then(|at| spec.value_objects.get(at)).map(|value| &value.base);
        entity.or_else(value).or_else(|| self.place(Kind::Struct, name).and_then(|at| spec.structs.get(at)))
    }

    /// Hangs a method on the entity or value object `owner`; gives it back if there is none.
    pub(crate) fn method(&mut self, owner: &str, method: Operation) -> Option<Operation> {
        if let Some(at) = self.place(Kind::Entity, owner) {
            let methods = &mut self.spec.entities[at].methods;
            add_method(&mut self.methods, (Kind::Entity, at), methods, method);
        } else if let Some(at) = self.place(Kind::ValueObject, owner) {
            let methods = &mut self.spec.value_objects[at].base.methods;
            add_method(&mut self.methods, (Kind::ValueObject, at), methods, method);
        } else {
            return Some(method);
        }
        None
    }

    /// Hangs a method on the service `owner`; gives it back if there is none.
    pub(crate) fn service_method(&mut self, owner: &str, method: Operation) -> Option<Operation> {
        let Some(at) = self.place(Kind::Service, owner) else { return Some(method) };
        let operations = &mut self.spec.services[at].operations;
        add_method(&mut self.methods, (Kind::Service, at), operations, method);
        None
    }

    /// Gives a service or repository that plain Markdown named without its operations those that a later mention tells.
    pub(crate) fn complete_operations(&mut self, name: &str, told: Vec<Operation>) {
        let (service, repository) = (self.place(Kind::Service, name), self.place(Kind::Repository, name));
        let (dialect, known) = match (service, repository) {
            (Some(at), _) => (self.spec.services[at].dialect, &mut self.spec.services[at].operations),
            (None, Some(at)) => (self.spec.repositories[at].dialect, &mut self.spec.repositories[at].operations),
            (None, None) => return,
        };
        if dialect == Dialect::Prose && known.is_empty() {
            *known = told;
        }
    }

    /// Gives what plain Markdown named without its fields those that a later mention tells.
    pub(crate) fn complete_fields(&mut self, name: &str, told: Vec<Field>) {
        let entity = self.place(Kind::Entity, name).map(|at| (Kind::Entity, at));
        let Some((kind, at)) = entity.or_else(|| Some((Kind::Event, self.place(Kind::Event, name)?))) else { return };
        let known = if kind == Kind::Entity { &mut self.spec.entities[at] } else { &mut self.spec.events[at] };
        if known.dialect == Dialect::Prose && known.fields.is_empty() {
            known.fields = told;
        }
    }

    /// Declares what a part of the text declares that was read for itself and starts at `offset`.
    pub(crate) fn add(&mut self, part: &Spec, offset: usize) {
        part.entities.shifted_by(offset).into_iter().for_each(|entity| self.entity(entity));
        part.value_objects.shifted_by(offset).into_iter().for_each(|value| self.value_object(value));
        part.events.shifted_by(offset).into_iter().for_each(|event| self.event(event));
        part.services.shifted_by(offset).into_iter().for_each(|service| self.service(service));
        part.repositories.shifted_by(offset).into_iter().for_each(|repository| self.repository(repository));
        part.endpoints.shifted_by(offset).into_iter().for_each(|endpoint| self.endpoint(endpoint));
        let spec = &mut self.spec;
        spec.performance.extend(part.performance.shifted_by(offset));
        spec.security.extend(part.security.shifted_by(offset));
        spec.testing.extend(part.testing.shifted_by(offset));
        spec.acceptance.extend(part.acceptance.shifted_by(offset));
        spec.duplicates.extend(part.duplicates.shifted_by(offset));
        spec.problems.extend(part.problems.shifted_by(offset));
        compliance::join(&mut spec.compliance, part.compliance.shifted_by(offset));
        let first = spec.yaml_keys.len();
        spec.yaml_keys.extend(part.yaml_keys.shifted_by(offset).into_iter().map(|key| YamlKey {
            map: key.map + first,
            parent: key.parent.map(|parent| parent + first),
            ..key
        }));
    }

    /// Adds statements; where nothing says when it is accepted, what is hoped for does.
    pub(crate) fn stated(&mut self, stated: Stated) {
        let Stated { security, testing, acceptance, hoped } = stated;
        self.spec.security.extend(security);
        self.spec.testing.extend(testing);
        self.spec.acceptance.extend(acceptance);
        if self.spec.acceptance.is_empty() {
            self.spec.acceptance = hoped;
        }
    }

    pub(crate) fn function(&mut self, receiver: Option<String>, operation: Operation, package: Option<String>) {
        self.spec.functions.push(Function { receiver, operation, package });
    }

    pub(crate) fn has_event(&self, name: &str) -> bool {
        self.place(Kind::Event, name).is_some()
    }

    pub(crate) fn is_entity(&self, name: &str) -> bool {
        self.place(Kind::Entity, name).is_some()
    }

    /// Takes back an entity that plain Markdown has named, where its own section says that it is something else.
    pub(crate) fn take_named_entity(&mut self, name: &str) -> Option<Struct> {
        let at = self.place(Kind::Entity, name).filter(|at| self.spec.entities[*at].dialect == Dialect::Prose)?;
        self.places.remove(&(Kind::Entity, name.to_owned()));
        self.places
            .iter_mut()
            .filter(|((kind, _), place)| *kind == Kind::Entity && **place > at)
            .for_each(|(_, place)| *place -= 1);
        Some(self.spec.entities.remove(at))
    }

    /// The names that types of fields are made of: `list of RuleViolation`, `[]*Line`.
    pub(crate) fn types_of_fields(&self) -> HashSet<String> {
        let spec = &self.spec;
        let values = spec.value_objects.iter().map(|value| &value.base);
        let all = spec.entities.iter().chain(values).chain(&spec.events).chain(&spec.structs);
        type_names(all.flat_map(|of| &of.fields))
    }

    /// The names that types of fields of entities are made of.
    pub(crate) fn types_of_entities(&self) -> HashSet<String> {
        type_names(self.spec.entities.iter().flat_map(|of| &of.fields))
    }

    /// Whether the name is an entity, a value object or a service already.
    pub(crate) fn is_modelled(&self, name: &str) -> bool {
        [Kind::Entity, Kind::ValueObject, Kind::Service].iter().any(|kind| self.place(*kind, name).is_some())
    }

    /// Whether anything of the domain model, or a struct, service or repository, has the name already.
    pub(crate) fn is_declared(&self, name: &str) -> bool {
        self.is_modelled(name)
            || [Kind::Event, Kind::Repository, Kind::Struct].iter().any(|kind| self.place(*kind, name).is_some())
    }

    fn place(&self, kind: Kind, name: &str) -> Option<usize> {
        self.places.get(&(kind, name.to_owned())).copied()
    }

    /// The place of an earlier declaration; remembers `next` as the place if there is none.
    fn earlier(&mut self, kind: Kind, name: &str, next: usize) -> Option<usize> {
        let earlier = self.place(kind, name);
        if earlier.is_none() {
            self.places.insert((kind, name.to_owned()), next);
        }
        earlier
    }

    fn duplicate(&mut self, kind: Kind, again: Again) {
        if again.first != again.again && !again.restated {
            let Again { name, first, again, same, .. } = again;
            self.spec.duplicates.push(Duplicate { kind: kind.words().to_owned(), name, first, again, same });
        }
    }
}

fn type_names<'a>(fields: impl Iterator<Item = &'a Field>) -> HashSet<String> {
    let words = fields.flat_map(|field| field.ty.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_owned).collect()
}

/// A later declaration next to the first one.
struct Again {
    name: String,
    first: Span,
    again: Span,
    /// Whether the two are meant to stand side by side: a declaration in YAML and its Go.
    restated: bool,
    same: bool,
}

impl Again {
    fn of(first: &Struct, later: &Struct) -> Self {
        Self {
            name: later.name.clone(),
            first: first.span,
            again: later.span,
            restated: first.dialect != later.dialect && first.dialect == Dialect::Yaml,
            // Where one of the two only names it, there is nothing that they could disagree about.
            same: first.fields.is_empty()
                || later.fields.is_empty()
                || first.fields.iter().map(|field| &field.name).eq(later.fields.iter().map(|field| &field.name)),
        }
    }
}

fn add_method(
    known: &mut HashMap<(Kind, usize, String), usize>,
    (kind, owner): (Kind, usize),
    methods: &mut Vec<Operation>,
    method: Operation,
) {
    let key = |name: &str| (kind, owner, name.to_owned());
    let declared = known.get(&key(&method.name)).copied();
    // Methods that were declared together with their owner are met here for the first time.
    let declared =
        declared.or_else(|| methods.iter().take(DECLARED_TOGETHER).position(|operation| operation.name == method.name));
    match declared.and_then(|at| methods.get_mut(at)) {
        Some(first) => complete_operation(first, method),
        None => {
            known.insert(key(&method.name), methods.len());
            methods.push(method);
        }
    }
}

/// How many methods of an owner are compared one by one before the index alone is asked.
const DECLARED_TOGETHER: usize = 256;

fn same_operations(first: &[Operation], later: &[Operation]) -> bool {
    first.iter().map(|operation| &operation.name).eq(later.iter().map(|operation| &operation.name))
}

/// Adds what only the later declaration says.
fn complete_struct(first: &mut Struct, later: Struct) {
    let new: Vec<_> = {
        let known: std::collections::HashSet<&str> = first.fields.iter().map(|field| field.name.as_str()).collect();
        later.fields.into_iter().filter(|field| !known.contains(field.name.as_str())).collect()
    };
    first.fields.extend(new);
    complete_operations(&mut first.methods, later.methods);
    first.package = first.package.take().or(later.package);
    if first.doc.is_empty() {
        first.doc = later.doc;
    }
}

/// Adds operations, signatures and bodies that only the later declaration has.
fn complete_operations(first: &mut Vec<Operation>, later: Vec<Operation>) {
    let places: HashMap<String, usize> = first.iter().enumerate().map(|(at, operation)| (operation.name.clone(), at)).collect();
    for operation in later {
        match places.get(&operation.name) {
            Some(at) => complete_operation(&mut first[*at], operation),
            None => first.push(operation),
        }
    }
}

fn complete_operation(first: &mut Operation, later: Operation) {
    first.signature = first.signature.take().or(later.signature);
    first.body = first.body.take().or(later.body);
    if first.doc.is_empty() {
        first.doc = later.doc;
    }
}
