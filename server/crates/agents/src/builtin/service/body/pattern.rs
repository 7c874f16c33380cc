//! The body of each pattern.

use specwave_plan::contract::{DependencyKind, Lookup, Operation, Reply, ServicePattern};

use super::{BreakdownView, Count, Maker, Step, body};
use crate::builtin::service::dependency::{fake_field, selector};

impl Maker<'_> {
    pub(super) fn pattern(&mut self, pattern: &ServicePattern, operation: &Operation<ServicePattern>) {
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
}
