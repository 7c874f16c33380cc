//! What tests call operations with, and the state that their fixtures need.

use serde::Serialize;
use specwave_golang::Type;
use specwave_plan::contract::{
    Body, Change, Contract, Conversion, Entity, Field, FieldTest, Lookup, Mapping, MethodPattern, Operation, Param, Selector,
    ServicePattern, Test, Unanswered, ValueKind,
};

use super::body::element;
use crate::builtin::go_values;
use crate::builtin::renderer::go_type;

/// A moment behind every other one in tests, so that nothing ends before it begins.
const LATER: &str = "time.Date(2100, time.January, 1, 12, 0, 0, 0, time.UTC)";

/// Arguments of a call in a test.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Arguments {
    /// Go expressions behind `ctx`, in terms of the fixture `record` where the pattern has an entity.
    valid: Vec<String>,
    /// The same with one text that cannot be parsed, for each of them.
    malformed: Vec<Vec<String>>,
    /// The same with one part of the question that nothing answers, for each of them.
    unanswered: Vec<Vec<String>>,
    /// The entity of the fixture, if the operation has one.
    pub(super) entity: String,
    /// Whether an argument uses the fixture.
    uses_record: bool,
}

/// Arguments with which an operation can be tested.
pub(super) fn arguments(contract: &Contract, operation: &Operation<ServicePattern>) -> Arguments {
    let plan = Plan::of(contract, operation);
    let params = &operation.params[1..];
    let call = |broken: Option<&str>| -> Vec<String> { params.iter().map(|param| plan.argument(param, broken)).collect() };
    let valid = call(None);
    let malformed = plan.texts().into_iter().map(|text| call(Some(&text))).collect();
    let asked = |part: &Unanswered| {
        // A value object is given whole or not at all.
        let is_other = |other: &&Unanswered| *other != part && !(is_getter(other) && root_of(other) == root_of(part));
        let others = plan.unanswered.iter().copied().filter(is_other).collect();
        let plan = Plan { unanswered: others, ..plan.clone() };
        params.iter().map(|param| plan.argument(param, None)).collect()
    };
    let unanswered = plan.unanswered.iter().map(|part| asked(part)).collect();
    let uses_record = valid.iter().any(|argument| argument.contains("record."));
    Arguments {
        valid,
        malformed,
        unanswered,
        uses_record,
        entity: plan.entity.map(|entity| entity.name.clone()).unwrap_or_default(),
    }
}

/// Where the arguments of an operation go.
#[derive(Clone)]
struct Plan<'a> {
    contract: &'a Contract,
    entity: Option<&'a Entity>,
    /// The identity of the entity.
    id: Option<&'a Mapping>,
    /// Everything else that is made of the arguments.
    mappings: Vec<&'a Mapping>,
    /// The parameter whose elements are `item`.
    items: &'a str,
    /// The expression for the identities of the entities.
    ids: Option<&'a str>,
    /// What is left out because nothing answers it.
    unanswered: Vec<&'a Unanswered>,
}

impl<'a> Plan<'a> {
    fn of(contract: &'a Contract, operation: &'a Operation<ServicePattern>) -> Self {
        let mut plan =
            Plan { contract, entity: None, id: None, mappings: Vec::new(), items: "", ids: None, unanswered: Vec::new() };
        if let Body::Pattern(pattern) = &operation.body {
            plan.take(pattern, operation);
        }
        plan
    }

    fn take(&mut self, pattern: &'a ServicePattern, operation: &'a Operation<ServicePattern>) {
        match pattern {
            ServicePattern::Create { entity, fields, .. } => {
                self.about(entity);
                self.mappings.extend(fields);
            }
            ServicePattern::Import { entity, fields, items, .. } => {
                self.about(entity);
                self.items = items;
                self.mappings.extend(fields);
            }
            ServicePattern::Load { entity, by, .. }
            | ServicePattern::Check { entity, by, .. }
            | ServicePattern::Delete { entity, by, .. } => {
                self.about(entity);
                self.find(by);
            }
            ServicePattern::Change { entity, by, change, .. } => {
                self.about(entity);
                self.find(by);
                match change {
                    Change::Call { arguments, .. } => self.mappings.extend(arguments),
                    Change::Assign(assigned) => self.mappings.extend(assigned),
                }
            }
            ServicePattern::Ask { entity, by, arguments, .. } => {
                self.about(entity);
                self.find(by);
                self.mappings.extend(arguments);
            }
            ServicePattern::List { entity, query, .. }
            | ServicePattern::Export { entity, query, .. }
            | ServicePattern::Count { entity, query, .. } => {
                self.about(entity);
                self.select(query);
            }
            ServicePattern::Warm { entity, items, query } => {
                self.about(entity);
                self.items = items;
                self.select(query);
            }
            ServicePattern::Forget { entity, id } => {
                self.about(entity);
                self.id = Some(id);
            }
            ServicePattern::Purge { entity, .. } => self.about(entity),
            ServicePattern::ForEach { items, operation: single, .. } => {
                self.items = items;
                let service = self
                    .contract
                    .services
                    .iter()
                    .find(|service| service.operations.iter().any(|other| std::ptr::eq(other, operation)));
                let single = service.and_then(|service| service.operations.iter().find(|other| other.name == *single));
                if let Some(single) = single.filter(|single| single.name != operation.name) {
                    let inner = Plan::of(self.contract, single);
                    self.entity = inner.entity;
                }
            }
            ServicePattern::Audit { .. } | ServicePattern::Forward { .. } | ServicePattern::Validate { .. } => {}
        }
    }

    fn about(&mut self, entity: &str) {
        self.entity = self.contract.entities.iter().find(|found| found.name == entity);
    }

    fn find(&mut self, by: &'a Lookup) {
        match by {
            Lookup::Id(id) => self.id = Some(id),
            Lookup::First(selector) => self.select(selector),
        }
    }

    fn select(&mut self, selector: &'a Selector) {
        self.mappings.extend(&selector.filters);
        self.ids = selector.ids.as_deref();
        self.unanswered.extend(&selector.unanswered);
    }

    /// Expressions of the arguments that are parsed as texts.
    fn texts(&self) -> Vec<String> {
        let all = self.id.into_iter().chain(self.mappings.iter().copied());
        let parsed = all.filter(|mapping| text_function(&mapping.conversion).is_some());
        let mut texts: Vec<String> = parsed.map(|mapping| mapping.from.clone()).collect();
        texts.dedup();
        texts.retain(|text| !text.contains('('));
        texts
    }

    /// The argument for a parameter; the text `broken` is one that cannot be parsed.
    fn argument(&self, param: &Param, broken: Option<&str>) -> String {
        let field = Field { name: param.name.clone(), ty: param.ty.clone(), ..Field::default() };
        if let Some(item) = element(&param.ty).filter(|_| param.name == self.items) {
            let one = Field { name: "item".to_owned(), ty: item, ..Field::default() };
            let item = self.expression(&one, "item", broken);
            let ty = go_type(self.contract, "service", param.ty.trim_start_matches("..."));
            return if param.ty.starts_with("...") { item } else { format!("{ty}{{{item}}}") };
        }
        self.expression(&field, &param.name, broken)
    }

    /// A valid value of a field that the operation calls `path`.
    fn expression(&self, field: &Field, path: &str, broken: Option<&str>) -> String {
        if broken == Some(path) {
            return self.broken_text(&field.ty);
        }
        if self.ids == Some(path) {
            return format!("[]{}{{record.ID}}", go_type(self.contract, "service", "values.UUID"));
        }
        if self.unanswered.iter().any(|part| part.from == path) {
            return "nil".to_owned();
        }
        if self.unanswered.iter().any(|part| is_getter(part) && root_of(part) == path) {
            return format!("{}{{}}", go_type(self.contract, "service", &field.ty));
        }
        if let Some(id) = self.id.filter(|id| id.from == path) {
            return match (&id.conversion, self.entity.is_some()) {
                (Conversion::Same, true) => "record.ID".to_owned(),
                (_, true) if field.ty == "string" => "record.ID.String()".to_owned(),
                _ => self.sample(field),
            };
        }
        if let Some((ty, fields, pointer)) = self.model(&field.ty) {
            let given: Vec<String> = fields
                .iter()
                .filter_map(|inner| {
                    let value = self.expression(inner, &format!("{path}.{}", inner.name), broken);
                    (value != "nil").then(|| format!("{}: {value}", inner.name))
                })
                .collect();
            return format!("{}{ty}{{{}}}", if pointer { "&" } else { "" }, given.join(", "));
        }
        let mapped = self.mappings.iter().find(|mapping| mapping.from == path);
        if let Some(text) = mapped.and_then(|mapping| text_function(&mapping.conversion)) {
            return self.text(field, text);
        }
        if matches!(field.ty.as_str(), "time.Time" | "*time.Time") && mapped.is_some() {
            return if field.ty == "time.Time" { LATER.to_owned() } else { format!("{}({LATER})", self.pointer()) };
        }
        // The entity's own field knows its bounds.
        let bounded = mapped
            .filter(|mapping| mapping.conversion == Conversion::Same)
            .and_then(|mapping| self.entity?.fields.iter().find(|own| own.name == mapping.field && own.ty == field.ty));
        self.sample(bounded.unwrap_or(field))
    }

    fn sample(&self, field: &Field) -> String {
        let sampled = Field { ty: field.ty.trim_start_matches("...").to_owned(), ..field.clone() };
        go_values::sample_field(self.contract, "service", &sampled, 1, 0).unwrap_or_else(|| "nil".to_owned())
    }

    /// The literal's type and the fields of a model.
    fn model(&self, ty: &str) -> Option<(String, &'a [Field], bool)> {
        let bare = ty.trim_start_matches('*');
        let name = bare.strip_prefix("service.")?;
        let model = self.contract.models.iter().find(|model| model.name == name)?;
        Some((go_type(self.contract, "service", bare), &model.fields, ty.starts_with('*')))
    }

    /// A text, or several, that a function takes.
    fn text(&self, field: &Field, function: &str) -> String {
        let text = self.text_for(function);
        match Type::parse(&field.ty) {
            Some(Type::Pointer(inner)) if inner.to_string() == "string" => format!("{}({text})", self.pointer()),
            Some(Type::Slice(inner)) if inner.to_string() == "string" => format!("[]string{{{text}}}"),
            _ if field.ty == "string" => text,
            _ => self.sample(field),
        }
    }

    fn pointer(&self) -> String {
        go_type(self.contract, "service", "values.Pointer")
    }

    /// A value that holds a text that no function takes.
    fn broken_text(&self, ty: &str) -> String {
        match ty {
            "*string" => format!("{}(\"\\x00\")", self.pointer()),
            "[]string" => "[]string{\"\\x00\"}".to_owned(),
            "string" => "\"\\x00\"".to_owned(),
            other => format!("*new({})", go_type(self.contract, "service", other)),
        }
    }

    fn text_for(&self, function: &str) -> String {
        let name = function.rsplit('.').next().unwrap_or(function);
        let of = name.strip_prefix("Parse").or_else(|| name.strip_prefix("New")).unwrap_or(name);
        match of {
            "UUID" => "\"00000000-0000-4000-8000-000000000001\"".to_owned(),
            "PhoneNumber" => "\"+14155550001\"".to_owned(),
            "Email" => "\"person1@example.com\"".to_owned(),
            "Decimal" => "\"1.25\"".to_owned(),
            "Duration" => "\"1h\"".to_owned(),
            of => {
                let value = self.contract.values.iter().find(|value| value.name == of);
                match value.map(|value| &value.kind) {
                    Some(ValueKind::Enum { constants }) => constants
                        .first()
                        .map_or_else(|| "\"\"".to_owned(), |constant| crate::builtin::go_text::go_string(&constant.value)),
                    _ => "\"sample-1\"".to_owned(),
                }
            }
        }
    }
}

/// Whether a part of a question is read from a value object.
fn is_getter(part: &Unanswered) -> bool {
    part.from.ends_with("()")
}

/// The parameter that a part of a question is in.
fn root_of(part: &Unanswered) -> &str {
    part.from.split('.').next().unwrap_or_default()
}

/// The function that parses a text, if a conversion has one that refuses some texts.
fn text_function(conversion: &Conversion) -> Option<&str> {
    match conversion {
        Conversion::Parse(function) => Some(function),
        Conversion::Optional(inner) | Conversion::Pointer(inner) | Conversion::Value(inner) | Conversion::Each(inner) => {
            text_function(inner)
        }
        _ => None,
    }
}

/// Statements that bring the fixture `record` into a state in which `method` succeeds; `None` where nothing says which.
pub(super) fn state_for(contract: &Contract, entity: &str, method: &Operation<MethodPattern>) -> Option<Vec<String>> {
    let find = |name: &str| contract.entities.iter().find(|found| found.name == name);
    if let Body::Pattern(MethodPattern::Revise { field, element, guards, .. }) = &method.body {
        // The last version decides.
        let ty = go_type(contract, "service", &format!("domain.{element}"));
        let version = go_values::sample(contract, "service", &format!("*domain.{element}"), 1);
        let holder = format!("record.{field}[0]");
        let element = find(element)?;
        let states = guards.iter().filter_map(|guard| statement(contract, element, &holder, guard));
        return Some(std::iter::once(format!("record.{field} = []{ty}{{*{version}}}")).chain(states).collect());
    }
    let guards = match &method.body {
        Body::Pattern(MethodPattern::Transition { guards, .. } | MethodPattern::Extend { guards, .. }) => guards.as_slice(),
        Body::Pattern(MethodPattern::Increment { .. } | MethodPattern::Append { .. }) => &[],
        _ => return None,
    };
    let entity = find(entity)?;
    Some(guards.iter().filter_map(|guard| statement(contract, entity, "record", guard)).collect())
}

fn statement(contract: &Contract, entity: &Entity, holder: &str, guard: &FieldTest) -> Option<String> {
    let field = entity.fields.iter().find(|field| field.name == guard.field)?;
    let pointer = field.ty.starts_with('*');
    let values = go_type(contract, "service", "values.Pointer");
    let moment = |when: &str| if pointer { format!("{values}({when})") } else { when.to_owned() };
    let value = match &guard.test {
        Test::OneOf(constants) => go_values::local_expression(contract, "service", constants.first()?, holder),
        Test::NoneOf(refused) => another(contract, field, refused)?,
        Test::Set => go_values::sample_field(contract, "service", field, 1, 0)?,
        Test::Unset | Test::UnsetOrFuture if pointer => "nil".to_owned(),
        Test::Unset => go_values::zero(contract, "service", &field.ty),
        Test::Past => moment("time.Now().Add(-time.Hour)"),
        Test::Future | Test::UnsetOrFuture => moment(LATER),
    };
    Some(format!("{holder}.{} = {value}", guard.field))
}

/// A constant of an enumeration that is none of the refused ones.
fn another(contract: &Contract, field: &Field, refused: &[String]) -> Option<String> {
    let (package, name) = field.ty.split_once('.')?;
    let value = contract.values.iter().find(|value| value.package == package && value.name == name)?;
    let ValueKind::Enum { constants } = &value.kind else { return None };
    let free = constants.iter().find(|constant| !refused.iter().any(|refused| refused.ends_with(&constant.name)))?;
    Some(go_type(contract, "service", &format!("{package}.{}", free.name)))
}
