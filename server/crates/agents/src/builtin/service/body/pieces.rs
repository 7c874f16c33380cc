//! Pieces that several patterns have: the stored entity, how it is found, what is assigned and what must hold.

use specwave_golang::names;
use specwave_plan::contract::{
    Change, Conversion, Dependency, DependencyKind, Entity, Lookup, Mapping, Repository, RepositoryBase, Requirement, Selector,
    Unanswered,
};

use super::{Assigned, Criteria, Maker, Parsed, Refused, Step};
use crate::builtin::service::arguments::state_for;
use crate::builtin::service::dependency::{fake_field, selector};

impl Maker<'_> {
    fn entity_of(&self, name: &str) -> Option<&Entity> {
        self.contract.entities.iter().find(|entity| entity.name == name)
    }

    fn repository_of(&self, entity: &str) -> Option<&Repository> {
        self.contract.repositories.iter().find(|repository| repository.entity == entity)
    }

    /// Notes the names around a stored entity.
    pub(super) fn stored(&mut self, kind: &'static str, entity: &str) {
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

    pub(super) fn step(&mut self, operation: impl Fn(&RepositoryBase) -> &String, entity: &str) {
        let Some(repository) = self.repository_of(entity) else { return };
        let base = &repository.base;
        let operation = operation(base).clone();
        let early = self.view.steps.is_empty() && (operation == base.get || operation == base.find);
        let fake = format!("f.{}", fake_field(&repository.name));
        let step = if early { Step::early(fake, operation) } else { Step::late(fake, operation) };
        self.view.steps.push(step);
    }

    /// Records are selected by their identities or by a query.
    pub(super) fn step_select(&mut self, query: &Selector, entity: &str) {
        if query.ids.is_some() {
            self.step(|base| &base.get, entity);
        } else {
            self.step(|base| &base.find, entity);
        }
    }

    pub(super) fn step_tx(&mut self) {
        self.view.steps.push(Step::early("f.tx", "WithinTx"));
    }

    pub(super) fn approve(&mut self) {
        for approval in &self.service.approvals {
            let last = approval.rsplit('.').next().unwrap_or(approval);
            let port = self.service.dependencies.iter().find_map(|dependency| port_named(dependency, last));
            if let Some(port) = port {
                self.view.steps.push(Step::late(format!("f.{}", fake_field(&port)), "Approve"));
            }
        }
    }

    pub(super) fn cache(&mut self) {
        self.view.cache = selector(self.service, |kind| *kind == DependencyKind::Cache).unwrap_or_default();
    }

    pub(super) fn lookup(&mut self, entity: &str, by: &Lookup) {
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

    pub(super) fn criteria(&mut self, selector: &Selector, limit: Option<&str>) {
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

    pub(super) fn assigned(&mut self, mappings: &[Mapping]) -> Vec<Assigned> {
        mappings
            .iter()
            .map(|mapping| Assigned { name: mapping.field.clone(), value: self.value(mapping), only_if: String::new() })
            .collect()
    }

    /// The expression of a mapping; what may fail is parsed before.
    pub(super) fn value(&mut self, mapping: &Mapping) -> String {
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

    pub(super) fn change(&mut self, entity: &str, change: &Change) {
        match change {
            Change::Call { method, arguments, fails } => {
                let arguments: Vec<String> = arguments.iter().map(|argument| self.value(argument)).collect();
                self.view.call = format!("record.{method}({})", arguments.join(", "));
                self.view.fails = *fails;
                let found = self.entity_of(entity).and_then(|entity| entity.methods.iter().find(|found| found.name == *method));
                let fixture = found.and_then(|method| state_for(self.contract, entity, method));
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
    pub(super) fn condition(&mut self, holder: &str, test: &Requirement) -> Option<String> {
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

    /// `values.AllStatuses`
    pub(super) fn all_of(&self, ty: &str) -> String {
        let (package, name) = ty.split_once('.').unwrap_or(("values", ty));
        self.conversions.go(&format!("{package}.All{}", names::plural(name)))
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

/// The port of the dependency with that name, if it is one or has one in its bundle.
fn port_named(dependency: &Dependency, name: &str) -> Option<String> {
    match &dependency.kind {
        DependencyKind::Port(port) if dependency.name == name => Some(port.clone()),
        DependencyKind::Bundle(inner) => inner.iter().find_map(|inner| port_named(inner, name)),
        _ => None,
    }
}
