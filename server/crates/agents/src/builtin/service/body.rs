//! Bodies of operations in pieces of Go, and what tests need to know about them.

use serde::Serialize;
use specwave_golang::{Type, names};
use specwave_plan::contract::{
    Body, Change, Contract, Conversion, DependencyKind, Entity, Lookup, Mapping, Operation, Reply, Repository, Requirement,
    Selector, Service, ServicePattern, Unanswered,
};

use super::dependency::{fake_field, selector};
use crate::builtin::go_conversion::Conversions;

/// The body of an operation; `kind` says which macro writes it.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct BodyView {
    kind: &'static str,
    /// Values that have to be parsed first.
    prelude: Vec<Parsed>,
    /// Go type of the entity without pointer.
    entity: String,
    /// The noun of the entity, for messages.
    noun: String,
    /// Selector of the entity's repository.
    repository: String,
    /// Names of the repository's operations.
    insert: String,
    insert_many: String,
    update: String,
    get: String,
    delete: String,
    find: String,
    count: String,
    /// The entity's constructor and the type of its parameters.
    constructor: String,
    params: String,
    /// Go type of the query specification.
    query: String,
    /// The identity, where the entity is found by it.
    id: String,
    criteria: Option<Criteria>,
    fields: Vec<Assigned>,
    /// A statement that changes `record`, and whether it returns an error.
    call: String,
    fails: bool,
    /// Condition on `record` for a positive answer.
    condition: String,
    /// Whether any of several records may meet the condition.
    picks: bool,
    items: String,
    operation: String,
    arguments: Vec<String>,
    /// Go type of what a repeated operation gives; empty where it gives nothing.
    result: String,
    counts: Vec<Count>,
    breakdowns: Vec<BreakdownView>,
    /// Selectors of the cache and of the port or audit recorder.
    cache: String,
    port: String,
    action: String,
    subject: String,
    details: String,
    filter: String,
    reply: ReplyView,
    pub(super) reason: String,
    /// What can fail: the fake and the operation that it refuses.
    steps: Vec<Step>,
    /// Statements that bring the fixture into a state in which the operation succeeds.
    fixture: Vec<String>,
    /// Whether it is known to succeed with that fixture.
    certain: bool,
}

/// A value that has to be parsed before it can be used.
#[derive(Debug, Clone, Serialize)]
struct Parsed {
    name: String,
    call: String,
}

#[derive(Debug, Clone, Serialize)]
struct Assigned {
    name: String,
    value: String,
    /// Where the value is a pointer that means "unchanged" when it is nil.
    only_if: String,
}

/// A query specification.
#[derive(Debug, Clone, Serialize)]
struct Criteria {
    given: Option<String>,
    fields: Vec<Assigned>,
    /// Expression for the identities of the records, where they are loaded one by one.
    ids: Option<String>,
    unanswered: Vec<Refused>,
}

/// A part of a question that no filter answers: what is said about it, and the condition for its being asked.
#[derive(Debug, Clone, Serialize)]
struct Refused {
    name: String,
    given: String,
}

#[derive(Debug, Clone, Serialize)]
struct Count {
    name: String,
    fields: Vec<Assigned>,
}

#[derive(Debug, Clone, Serialize)]
struct BreakdownView {
    name: String,
    filter: String,
    #[serde(rename = "type")]
    ty: String,
    /// The function that gives all constants.
    all: String,
}

#[derive(Debug, Clone, Serialize)]
struct Step {
    /// What the test of it is called.
    name: String,
    fake: String,
    operation: String,
    /// Whether it comes before anything that may fail for other reasons.
    early: bool,
}

impl Step {
    fn early(fake: impl Into<String>, operation: impl Into<String>) -> Self {
        Self { early: true, ..Self::late(fake, operation) }
    }

    fn late(fake: impl Into<String>, operation: impl Into<String>) -> Self {
        let (fake, operation) = (fake.into(), operation.into());
        let of = fake.trim_start_matches("f.").trim_end_matches("Fake");
        Self { name: names::words(&format!("{of} {operation}")).join(" "), fake, operation, early: false }
    }
}

/// What is answered.
#[derive(Debug, Clone, Default, Serialize)]
struct ReplyView {
    kind: &'static str,
    values: Vec<String>,
    #[serde(rename = "type")]
    ty: String,
    pointer: bool,
    fields: Vec<Assigned>,
    /// Fields that need a record, where there may be none.
    late: Vec<Assigned>,
    /// Whether anything of it is in terms of these.
    uses_record: bool,
    uses_records: bool,
    uses_failures: bool,
    uses_refusal: bool,
}

struct Maker<'a> {
    contract: &'a Contract,
    service: &'a Service,
    conversions: Conversions<'a>,
    view: BodyView,
}

/// The body of an operation of `service`.
pub(super) fn body(contract: &Contract, service: &Service, operation: &Operation<ServicePattern>) -> BodyView {
    let conversions = Conversions { contract, package: "service" };
    let mut maker = Maker { contract, service, conversions, view: BodyView { certain: true, ..BodyView::default() } };
    match &operation.body {
        Body::Pattern(pattern) => maker.pattern(pattern, operation),
        Body::NotImplemented(reason) => {
            maker.view.kind = "not_implemented";
            maker.view.reason.clone_from(reason);
        }
        Body::Spec(code) => {
            maker.view.kind = "spec";
            maker.view.call.clone_from(code);
        }
    }
    maker.view
}

impl Maker<'_> {
    fn pattern(&mut self, pattern: &ServicePattern, operation: &Operation<ServicePattern>) {
        match pattern {
            ServicePattern::Create { entity, fields, reply } => {
                self.stored("create", entity);
                self.view.fields = self.assigned(fields);
                self.approve();
                self.step_tx();
                self.step(|base| &base.insert, entity);
                self.reply(reply);
            }
            ServicePattern::Load { entity, by, reply } => {
                self.stored("load", entity);
                self.lookup(entity, by);
                self.cache();
                self.reply(reply);
            }
            ServicePattern::List { entity, query, reply } => {
                self.stored("list", entity);
                self.criteria(query, None);
                self.step_select(query, entity);
                self.reply(reply);
            }
            ServicePattern::Change { entity, by, change, reply } => {
                self.stored("change", entity);
                self.lookup(entity, by);
                self.change(entity, change);
                self.approve();
                self.cache();
                self.step_tx();
                self.step(|base| &base.update, entity);
                self.reply(reply);
            }
            ServicePattern::Delete { entity, by, reply } => {
                self.stored("delete", entity);
                self.lookup(entity, by);
                if matches!(by, Lookup::Id(_)) && *reply == Reply::Nothing {
                    // What is found by its identity is removed without being loaded.
                    self.view.steps.clear();
                }
                self.cache();
                self.step_tx();
                self.step(|base| &base.delete, entity);
                self.reply(reply);
            }
            ServicePattern::Purge { entity, filter, reply } => {
                self.stored("purge", entity);
                self.view.filter.clone_from(filter);
                self.step_tx();
                self.step(|base| &base.find, entity);
                self.step(|base| &base.delete, entity);
                self.reply(reply);
            }
            ServicePattern::Check { entity, by, tests, reply } => {
                self.stored("check", entity);
                self.lookup(entity, by);
                let conditions: Vec<String> = tests.iter().filter_map(|test| self.condition("record", test)).collect();
                self.view.condition = conditions.join(if conditions.len() > 2 { " &&\n" } else { " && " });
                self.view.picks = self.view.criteria.is_some() && !conditions.is_empty() && *reply != Reply::Nothing;
                if self.view.picks {
                    // Any of those that are found may be the one.
                    self.view.criteria.iter_mut().for_each(|criteria| criteria.fields.retain(|field| field.name != "Limit"));
                }
                self.reply(reply);
            }
            ServicePattern::Validate { subject, method, reply } => {
                self.view.kind = "validate";
                self.view.subject.clone_from(subject);
                self.view.condition =
                    if method == "Valid" { format!("{subject}.Valid()") } else { format!("{subject}.{method}() == nil") };
                self.reply(reply);
            }
            ServicePattern::ForEach { items, operation: single, arguments, gives, reply } => {
                self.for_each(items, single, arguments, *gives, reply);
            }
            ServicePattern::Import { entity, items, fields, reply } => {
                self.stored("import", entity);
                self.view.items.clone_from(items);
                self.view.fields = self.assigned(fields);
                self.step_tx();
                self.step(|base| &base.insert_many, entity);
                self.reply(reply);
            }
            ServicePattern::Export { entity, query, reply } => {
                self.stored("export", entity);
                self.criteria(query, None);
                self.step_select(query, entity);
                self.reply(reply);
            }
            ServicePattern::Count { entity, query, counts, breakdowns, reply } => {
                self.stored("count", entity);
                self.criteria(query, None);
                self.view.counts = counts
                    .iter()
                    .map(|count| Count { name: count.name.clone(), fields: self.assigned(&count.filters) })
                    .collect();
                self.view.breakdowns = breakdowns
                    .iter()
                    .map(|breakdown| BreakdownView {
                        name: breakdown.name.clone(),
                        filter: breakdown.filter.clone(),
                        ty: self.conversions.go(&breakdown.ty),
                        all: self.all_of(&breakdown.ty),
                    })
                    .collect();
                self.step(|base| &base.count, entity);
                self.reply(reply);
            }
            ServicePattern::Audit { action, subject, details } => {
                self.view.kind = "audit";
                self.view.port = selector(self.service, |kind| *kind == DependencyKind::Audit).unwrap_or_default();
                self.view.action.clone_from(action);
                self.view.subject.clone_from(subject);
                self.view.details.clone_from(details);
                self.view.steps.push(Step::early("f.audit", "Record"));
            }
            ServicePattern::Forward { port, operation: forwarded } => {
                self.view.kind = "forward";
                self.view.port = selector(self.service, |kind| *kind == DependencyKind::Port(port.clone())).unwrap_or_default();
                self.view.operation.clone_from(forwarded);
                let argument = |param: &specwave_plan::contract::Param| {
                    if param.ty.starts_with("...") { format!("{}...", param.name) } else { param.name.clone() }
                };
                self.view.arguments = operation.params.iter().map(argument).collect();
                self.view.steps.push(Step::early(format!("f.{}", fake_field(port)), forwarded.clone()));
            }
            ServicePattern::Warm { entity, items, query } => {
                self.stored("warm", entity);
                self.view.items.clone_from(items);
                self.criteria(query, None);
                self.cache();
                self.step(|base| &base.find, entity);
                self.view.steps.push(Step::late("f.cache", "Set"));
            }
            ServicePattern::Forget { entity, id } => {
                self.stored("forget", entity);
                self.view.id = self.value(id);
                self.cache();
                self.view.steps.push(Step::early("f.cache", "Delete"));
            }
            ServicePattern::Ask { entity, by, method, arguments, fails } => {
                self.stored("ask", entity);
                self.lookup(entity, by);
                let arguments: Vec<String> = arguments.iter().map(|argument| self.value(argument)).collect();
                self.view.call = format!("record.{method}({})", arguments.join(", "));
                self.view.fails = *fails;
                self.view.certain = !fails;
            }
        }
    }

    fn entity_of(&self, name: &str) -> Option<&Entity> {
        self.contract.entities.iter().find(|entity| entity.name == name)
    }

    fn repository_of(&self, entity: &str) -> Option<&Repository> {
        self.contract.repositories.iter().find(|repository| repository.entity == entity)
    }

    /// Notes the names around a stored entity.
    fn stored(&mut self, kind: &'static str, entity: &str) {
        self.view.kind = kind;
        self.view.noun = names::words(entity).join(" ");
        self.view.entity = self.conversions.go(&format!("domain.{entity}"));
        let constructor = self.entity_of(entity).map(|found| format!("domain.{}", found.constructor)).unwrap_or_default();
        self.view.constructor = self.conversions.go(&constructor);
        self.view.params = self.conversions.go(&format!("domain.{entity}Params"));
        let Some(repository) = self.repository_of(entity) else { return };
        let (base, query, name) = (repository.base.clone(), format!("domain.{}", repository.query.name), repository.name.clone());
        self.view.query = self.conversions.go(&query);
        self.view.repository =
            selector(self.service, |kind| *kind == DependencyKind::Repository(name.clone())).unwrap_or_default();
        self.view.insert = base.insert;
        self.view.insert_many = base.insert_many;
        self.view.update = base.update;
        self.view.get = base.get;
        self.view.delete = base.delete;
        self.view.find = base.find;
        self.view.count = base.count;
    }

    fn step(&mut self, operation: impl Fn(&specwave_plan::contract::RepositoryBase) -> &String, entity: &str) {
        let Some(repository) = self.repository_of(entity) else { return };
        let base = &repository.base;
        let operation = operation(base).clone();
        let early = self.view.steps.is_empty() && (operation == base.get || operation == base.find);
        let fake = format!("f.{}", fake_field(&repository.name));
        let step = if early { Step::early(fake, operation) } else { Step::late(fake, operation) };
        self.view.steps.push(step);
    }

    /// Records are selected by their identities or by a query.
    fn step_select(&mut self, query: &Selector, entity: &str) {
        if query.ids.is_some() {
            self.step(|base| &base.get, entity);
        } else {
            self.step(|base| &base.find, entity);
        }
    }

    fn step_tx(&mut self) {
        self.view.steps.push(Step::early("f.tx", "WithinTx"));
    }

    fn approve(&mut self) {
        for approval in &self.service.approvals {
            let last = approval.rsplit('.').next().unwrap_or(approval);
            let port = self.service.dependencies.iter().find_map(|dependency| port_named(dependency, last));
            if let Some(port) = port {
                self.view.steps.push(Step::late(format!("f.{}", fake_field(&port)), "Approve"));
            }
        }
    }

    fn cache(&mut self) {
        self.view.cache = selector(self.service, |kind| *kind == DependencyKind::Cache).unwrap_or_default();
    }

    fn lookup(&mut self, entity: &str, by: &Lookup) {
        match by {
            Lookup::Id(id) => {
                self.view.id = self.value(id);
                self.step(|base| &base.get, entity);
            }
            Lookup::First(selector) => {
                self.criteria(selector, Some("1"));
                self.step(|base| &base.find, entity);
            }
        }
    }

    fn criteria(&mut self, selector: &Selector, limit: Option<&str>) {
        let mut fields: Vec<Assigned> = selector.filters.iter().map(|filter| self.filter(filter)).collect();
        let set = |name: &str, value: &str| Assigned { name: name.to_owned(), value: value.to_owned(), only_if: String::new() };
        if let Some(limit) = limit.or(selector.limit.as_deref()) {
            fields.push(set("Limit", limit));
        }
        if let Some(offset) = &selector.offset {
            fields.push(set("Offset", offset));
        }
        let unanswered = selector.unanswered.iter().map(refused).collect();
        self.view.criteria = Some(Criteria { given: selector.given.clone(), fields, ids: selector.ids.clone(), unanswered });
    }

    /// A filter is a pointer. What was given as a parameter of its own always restricts, even when it is empty.
    fn filter(&mut self, mapping: &Mapping) -> Assigned {
        let is_certain = !mapping.from.contains('.') || mapping.from.starts_with("item");
        let value = match &mapping.conversion {
            Conversion::Pointer(inner) if is_certain && inner.is_fallible() => {
                let parsed = self.parsed(&mapping.field, &mapping.from, inner);
                format!("{}({parsed})", self.conversions.go("values.Pointer"))
            }
            _ => self.value(mapping),
        };
        Assigned { name: mapping.field.clone(), value, only_if: String::new() }
    }

    fn assigned(&mut self, mappings: &[Mapping]) -> Vec<Assigned> {
        mappings
            .iter()
            .map(|mapping| Assigned { name: mapping.field.clone(), value: self.value(mapping), only_if: String::new() })
            .collect()
    }

    /// The expression of a mapping; what may fail is parsed before.
    fn value(&mut self, mapping: &Mapping) -> String {
        if mapping.conversion.is_fallible() {
            return self.parsed(&mapping.field, &mapping.from, &mapping.conversion);
        }
        self.conversions.expression(&mapping.from, &mapping.conversion)
    }

    fn parsed(&mut self, field: &str, from: &str, conversion: &Conversion) -> String {
        let name = format!("parsed{}", names::exported(field));
        if !self.view.prelude.iter().any(|parsed| parsed.name == name) {
            self.view.prelude.push(Parsed { name: name.clone(), call: self.conversions.fallible(from, conversion) });
        }
        name
    }

    fn change(&mut self, entity: &str, change: &Change) {
        match change {
            Change::Call { method, arguments, fails } => {
                let arguments: Vec<String> = arguments.iter().map(|argument| self.value(argument)).collect();
                self.view.call = format!("record.{method}({})", arguments.join(", "));
                self.view.fails = *fails;
                let found = self.entity_of(entity).and_then(|entity| entity.methods.iter().find(|found| found.name == *method));
                let fixture = found.and_then(|method| super::arguments::state_for(self.contract, entity, method));
                self.view.certain = fixture.is_some();
                self.view.fixture = fixture.unwrap_or_default();
            }
            Change::Assign(assigned) => {
                self.view.fields = assigned.iter().map(|mapping| self.assignment(entity, mapping)).collect();
            }
        }
    }

    /// What comes from a pointer to a field that is none is assigned where it is given.
    fn assignment(&mut self, entity: &str, mapping: &Mapping) -> Assigned {
        let field = self.entity_of(entity).and_then(|entity| entity.fields.iter().find(|field| field.name == mapping.field));
        let is_pointer = field.is_some_and(|field| field.ty.starts_with('*'));
        match &mapping.conversion {
            Conversion::Value(inner) if !is_pointer => {
                let from = format!("*{}", mapping.from);
                let value = self.value(&Mapping { field: mapping.field.clone(), from, conversion: (**inner).clone() });
                Assigned { name: mapping.field.clone(), value, only_if: format!("{} != nil", mapping.from) }
            }
            Conversion::Same
                if is_pointer || field.is_some_and(|field| field.ty.starts_with("[]") || field.ty.starts_with("map[")) =>
            {
                let only_if = if mapping.from.contains('.') { format!("{} != nil", mapping.from) } else { String::new() };
                Assigned { name: mapping.field.clone(), value: mapping.from.clone(), only_if }
            }
            _ => Assigned { name: mapping.field.clone(), value: self.value(mapping), only_if: String::new() },
        }
    }

    /// The condition for what must hold for `holder`; none where it is enough that it is there.
    fn condition(&mut self, holder: &str, test: &Requirement) -> Option<String> {
        Some(match test {
            Requirement::Exists => return None,
            Requirement::Method(method) => format!("{holder}.{method}()"),
            Requirement::Valid => format!("{holder}.Validate() == nil"),
            Requirement::Has { field, constant } => format!("{holder}.{field} == {}", self.conversions.go(constant)),
            Requirement::NotOver { field, pointer: true } => {
                format!("({holder}.{field} == nil || {holder}.{field}.After(time.Now()))")
            }
            Requirement::NotOver { field, pointer: false } => format!("{holder}.{field}.After(time.Now())"),
            Requirement::Equals(mapping) => format!("{holder}.{} == {}", mapping.field, self.value(mapping)),
            Requirement::Contains(mapping) => format!("slices.Contains({holder}.{}, {})", mapping.field, self.value(mapping)),
            Requirement::Latest { field, test } => return self.condition(&format!("latest({holder}.{field})"), test),
        })
    }

    fn for_each(&mut self, items: &str, single: &str, arguments: &[String], gives: bool, reply: &Reply) {
        self.view.kind = "for_each";
        self.view.items = items.to_owned();
        self.view.operation = single.to_owned();
        self.view.arguments = arguments.to_vec();
        let found = self.service.operations.iter().find(|operation| operation.name == single);
        if let Some(found) = found.filter(|_| gives) {
            self.view.result = self.conversions.go(&found.results[0].ty);
        }
        if let Some(found) = found {
            let inner = body(self.contract, self.service, found);
            self.view.certain = inner.certain;
            self.view.fixture = inner.fixture;
            self.view.steps = inner.steps;
        }
        self.reply(reply);
    }

    /// `values.AllStatuses`
    fn all_of(&self, ty: &str) -> String {
        let (package, name) = ty.split_once('.').unwrap_or(("values", ty));
        self.conversions.go(&format!("{package}.All{}", names::plural(name)))
    }

    fn reply(&mut self, reply: &Reply) {
        let mut view = match reply {
            Reply::Nothing => ReplyView { kind: "nothing", ..ReplyView::default() },
            Reply::Values(values) => {
                let values = values.iter().map(|value| self.conversions.expression(&value.from, &value.conversion)).collect();
                ReplyView { kind: "values", values, ..ReplyView::default() }
            }
            Reply::Struct { ty, pointer, fields } => {
                let (late, fields): (Vec<&Mapping>, Vec<&Mapping>) =
                    fields.iter().partition(|field| self.view.kind == "check" && field.from.starts_with("record"));
                let assigned = |mapping: &&Mapping| Assigned {
                    name: mapping.field.clone(),
                    value: self.conversions.expression(&mapping.from, &mapping.conversion),
                    only_if: String::new(),
                };
                ReplyView {
                    kind: "struct",
                    ty: self.conversions.go(ty),
                    pointer: *pointer,
                    fields: fields.iter().map(assigned).collect(),
                    late: late.iter().map(assigned).collect(),
                    ..ReplyView::default()
                }
            }
            Reply::Structs { ty, pointer, fields } => ReplyView {
                kind: "structs",
                ty: self.conversions.go(ty),
                pointer: *pointer,
                fields: fields
                    .iter()
                    .map(|mapping| Assigned {
                        name: mapping.field.clone(),
                        value: self.conversions.expression(&mapping.from, &mapping.conversion),
                        only_if: String::new(),
                    })
                    .collect(),
                ..ReplyView::default()
            },
            Reply::Dereferenced => ReplyView { kind: "dereferenced", uses_records: true, ..ReplyView::default() },
        };
        let texts: Vec<&String> =
            view.values.iter().chain(view.fields.iter().chain(&view.late).map(|field| &field.value)).collect();
        let uses = |word: &str| texts.iter().any(|text| mentions(text, word));
        let (record, records) = (uses("record"), uses("records"));
        let (failures, refusal) = (uses("failures") || uses("failed"), uses("refusal"));
        view.uses_record = record;
        view.uses_records |= records || view.kind == "structs";
        view.uses_failures = failures;
        view.uses_refusal = refusal;
        self.view.reply = view;
    }
}

/// What is said about a part of a question that nothing answers, and when it is said.
fn refused(part: &Unanswered) -> Refused {
    let given = match part.ty.as_str() {
        "string" => format!("{} != \"\"", part.from),
        "time.Time" => format!("!{}.IsZero()", part.from),
        ty if ty.starts_with('*') => format!("{} != nil", part.from),
        _ => format!("len({}) > 0", part.from),
    };
    let name = part.from.rsplit('.').next().unwrap_or_default().trim_end_matches("()");
    Refused { name: names::words(name).join(" "), given }
}

/// Whether an expression uses an identifier.
fn mentions(expression: &str, word: &str) -> bool {
    expression.split(|c: char| !c.is_alphanumeric() && c != '_').any(|token| token == word)
}

/// The port of the dependency with that name, if it is one or has one in its bundle.
fn port_named(dependency: &specwave_plan::contract::Dependency, name: &str) -> Option<String> {
    match &dependency.kind {
        DependencyKind::Port(port) if dependency.name == name => Some(port.clone()),
        DependencyKind::Bundle(inner) => inner.iter().find_map(|inner| port_named(inner, name)),
        _ => None,
    }
}

/// The type of a slice's elements.
pub(super) fn element(ty: &str) -> Option<String> {
    match Type::parse(ty)? {
        Type::Slice(inner) | Type::Variadic(inner) => Some(inner.to_string()),
        _ => None,
    }
}
