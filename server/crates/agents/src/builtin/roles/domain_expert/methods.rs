//! Methods of entities as the templates need them.

use serde::Serialize;
use specwave_golang::names;
use specwave_plan::contract::{
    Assignment, Body, Contract, Entity, Field, FieldTest, MethodPattern, Operation, Param, ParamCheck, ParamTest, Raise,
};

use super::conditions::{Condition, condition};
use super::{DOMAIN, Recorded, recorded};
use crate::builtin::go_values;
use crate::builtin::renderer::go_type;

/// A method with its pattern's parts spelt out in Go.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Method {
    name: String,
    doc: String,
    /// Name of the pattern, which chooses the template's branch.
    pattern: &'static str,
    receiver: String,
    /// Parameters as declared: `reason string`.
    params: String,
    /// Sample arguments of a call.
    arguments: String,
    /// Results as declared, with parentheses where Go wants them.
    results: String,
    /// Types of the results.
    result_types: Vec<String>,
    /// Whether the last result is an error.
    fallible: bool,
    /// Whether a body speaks of `now`.
    needs_now: bool,
    field: String,
    field_type: String,
    field_pointer: bool,
    other: String,
    other_type: String,
    other_pointer: bool,
    param: String,
    value: String,
    /// A number from which a test counts on, within the field's bounds.
    start: String,
    conditions: Vec<Condition>,
    refusals: Vec<Refusal>,
    /// Whether the fields speak of the new identity.
    identity: bool,
    /// What the constructor records itself, since an identity is given.
    created: Option<Recorded>,
    assign: Vec<Assigned>,
    raise: Option<Recorded>,
    /// Whether the element that is appended checks itself.
    checks_element: bool,
    reason: String,
    /// The moment of the last change, if the entity has one.
    touched: Option<Assigned>,
}

/// An assignment to a field.
#[derive(Debug, Clone, Serialize)]
struct Assigned {
    field: String,
    value: String,
    /// Go expression that the field must have afterwards, where that is known.
    expected: Option<String>,
    /// Go condition that is true when the field was not set, where only that is known.
    missing: Option<String>,
}

/// A parameter that must be given.
#[derive(Debug, Clone, Serialize)]
struct Refusal {
    /// Go condition that is true where it is not given.
    refused: String,
    key: String,
    message: String,
    /// Sample arguments of which this one is not given.
    arguments: String,
}

impl Method {
    pub(super) fn new(contract: &Contract, entity: &Entity, operation: &Operation<MethodPattern>) -> Self {
        let receiver = super::receiver(&entity.name);
        let maker = Maker { contract, entity, operation, receiver: receiver.clone() };
        let fallible = operation.results.last().is_some_and(|result| result.ty == "error");
        let written: Vec<String> = operation.results.iter().map(|result| go_type(contract, DOMAIN, &result.ty)).collect();
        let results = match written.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            many => format!("({})", many.join(", ")),
        };
        let params = operation.params.iter().map(|param| format!("{} {}", param.name, go_type(contract, DOMAIN, &param.ty)));
        let arguments = operation.params.iter().map(|param| maker.argument(param));
        let plain = Self {
            name: operation.name.clone(),
            doc: operation.doc.clone(),
            receiver,
            params: params.collect::<Vec<_>>().join(", "),
            arguments: arguments.collect::<Vec<_>>().join(", "),
            results,
            result_types: operation.results.iter().map(|result| result.ty.clone()).collect(),
            fallible,
            ..Self::default()
        };
        maker.with_pattern(plain)
    }
}

struct Maker<'a> {
    contract: &'a Contract,
    entity: &'a Entity,
    operation: &'a Operation<MethodPattern>,
    receiver: String,
}

impl Maker<'_> {
    fn with_pattern(&self, mut method: Method) -> Method {
        let pattern = match &self.operation.body {
            Body::Pattern(pattern) => pattern,
            Body::Spec(text) => {
                (method.pattern, method.value) = ("spec", text.clone());
                return method;
            }
            Body::NotImplemented(reason) => {
                (method.pattern, method.reason) = ("not_implemented", reason.clone());
                return method;
            }
        };
        match pattern {
            MethodPattern::Construct { refuse, assign, identity } => {
                method.pattern = "construct";
                method.identity = *identity;
                let created = self.entity.created.as_ref().filter(|_| *identity);
                method.created = created.map(|raise| recorded(self.contract, raise, "made"));
                method.refusals = refuse.iter().map(|test| self.refusal(test)).collect();
                method.assign = assign.iter().map(|assignment| self.assigned(assignment)).collect();
                method.needs_now = self.speaks_of_now(&method);
            }
            MethodPattern::Get { field } => (method.pattern, method.field) = ("get", field.clone()),
            MethodPattern::Predicate { tests } => {
                method.pattern = "predicate";
                method.conditions = self.conditions(tests);
                method.needs_now = method.conditions.iter().any(|condition| condition.needs_now);
            }
            MethodPattern::Transition { refuse, guards, assign, raise } => {
                method.pattern = "transition";
                method.refusals = refuse.iter().map(|test| self.refusal(test)).collect();
                method.conditions = self.conditions(guards);
                method.assign = assign.iter().map(|assignment| self.assigned(assignment)).collect();
                method.raise = self.raise(raise.as_ref());
                method.needs_now = self.speaks_of_now(&method);
            }
            MethodPattern::Revise { field, element, version, counter, guards, assign, touch, raise } => {
                method.pattern = "revise";
                method.field.clone_from(field);
                method.other = version.clone().unwrap_or_default();
                method.value = counter.clone().unwrap_or_default();
                let fields =
                    self.contract.entities.iter().find(|entity| entity.name == *element).map(|entity| entity.fields.as_slice());
                let fields = fields.unwrap_or_default();
                let last = format!("entity.{field}[0]");
                let tests = guards.iter().filter_map(|test| condition(self.contract, "current", &last, fields, test));
                method.conditions = tests.collect();
                method.assign = assign.iter().map(|assignment| self.assigned_to(fields, "latest", assignment)).collect();
                method.touched = touch.as_ref().map(|assignment| self.assigned(assignment));
                method.raise = self.raise(raise.as_ref());
                method.needs_now = self.speaks_of_now(&method);
            }
            MethodPattern::Extend { field, by, guards, raise } => {
                method.pattern = "extend";
                self.set_field(&mut method, field);
                method.param.clone_from(by);
                method.conditions = self.conditions(guards);
                method.raise = self.raise(raise.as_ref());
                method.touched = self.touched();
            }
            MethodPattern::Assign { assign, raise } => {
                method.pattern = "assign";
                method.assign = assign.iter().map(|assignment| self.assigned(assignment)).collect();
                method.raise = self.raise(raise.as_ref());
                method.needs_now = self.speaks_of_now(&method);
            }
            MethodPattern::Append { field, param, raise } => {
                method.pattern = "append";
                self.set_field(&mut method, field);
                method.param.clone_from(param);
                method.raise = self.raise(raise.as_ref());
                let element = method.field_type.trim_start_matches("[]").trim_start_matches('*').to_owned();
                let is_entity =
                    element.strip_prefix("domain.").is_some_and(|name| self.contract.entities.iter().any(|e| e.name == name));
                method.checks_element = is_entity && method.fallible;
                method.touched = self.touched();
            }
            MethodPattern::Increment { field, by } => {
                method.pattern = "increment";
                self.set_field(&mut method, field);
                method.value.clone_from(by);
                method.start = self.start(field, by);
                method.touched = self.touched();
            }
            MethodPattern::Contains { field, param } => {
                method.pattern = "contains";
                self.set_field(&mut method, field);
                method.param.clone_from(param);
            }
            MethodPattern::Length { field } => {
                method.pattern = "length";
                self.set_field(&mut method, field);
            }
            MethodPattern::PercentChange { from, to } => {
                method.pattern = "percent_change";
                self.set_field(&mut method, from);
                method.other.clone_from(to);
            }
            MethodPattern::Elapsed { from, to } => {
                method.pattern = "elapsed";
                self.set_field(&mut method, from);
                self.set_other(&mut method, to);
            }
            MethodPattern::Convert { to, assign } => {
                method.pattern = "convert";
                method.field_type.clone_from(to);
                method.assign = assign.iter().map(|assignment| self.assigned(assignment)).collect();
            }
            MethodPattern::Describe { field } => {
                method.pattern = "describe";
                method.field = field.clone().unwrap_or_default();
                method.value = names::words(&self.entity.name).join(" ");
            }
        }
        method
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.entity.fields.iter().find(|field| field.name == name)
    }

    /// A number to which `by` can be added, or from which it can be taken.
    fn start(&self, field: &str, by: &str) -> String {
        let bounds = self.field(field).map(|field| (field.minimum.unwrap_or(i64::MIN), field.maximum.unwrap_or(i64::MAX)));
        let (least, greatest) = bounds.unwrap_or((i64::MIN, i64::MAX));
        let wanted: i64 = if by.starts_with('-') { 50 } else { 1 };
        wanted.clamp(least, greatest).to_string()
    }

    fn set_field(&self, method: &mut Method, name: &str) {
        let ty = self.field(name).map(|field| field.ty.clone()).unwrap_or_default();
        (method.field, method.field_pointer, method.field_type) = (name.to_owned(), ty.starts_with('*'), ty);
    }

    fn set_other(&self, method: &mut Method, name: &str) {
        let ty = self.field(name).map(|field| field.ty.clone()).unwrap_or_default();
        (method.other, method.other_pointer, method.other_type) = (name.to_owned(), ty.starts_with('*'), ty);
    }

    fn conditions(&self, tests: &[FieldTest]) -> Vec<Condition> {
        tests.iter().filter_map(|test| condition(self.contract, &self.receiver, "entity", &self.entity.fields, test)).collect()
    }

    fn raise(&self, raise: Option<&Raise>) -> Option<Recorded> {
        raise.map(|raise| recorded(self.contract, raise, &self.receiver))
    }

    fn local(&self, expression: &str) -> String {
        go_values::local_expression(self.contract, DOMAIN, expression, &self.receiver)
    }

    /// A sample argument, within the bounds of the field that it goes into.
    fn argument(&self, param: &Param) -> String {
        let goes_into = match &self.operation.body {
            Body::Pattern(MethodPattern::Assign { assign, .. } | MethodPattern::Transition { assign, .. }) => assign
                .iter()
                .find(|assignment| assignment.value == param.name)
                .and_then(|assignment| self.field(&assignment.field)),
            _ => None,
        };
        let bounded = goes_into.filter(|field| field.ty == param.ty);
        let sample = bounded.and_then(|field| go_values::sample_field(self.contract, DOMAIN, field, 2, 0));
        sample.unwrap_or_else(|| go_values::sample(self.contract, DOMAIN, &param.ty, 2))
    }

    fn refusal(&self, test: &ParamTest) -> Refusal {
        let ty = self.operation.params.iter().find(|param| param.name == test.param).map_or("string", |param| param.ty.as_str());
        let zero = go_values::zero(self.contract, DOMAIN, ty);
        let missing = match ty {
            "string" => format!("strings.TrimSpace({}) == \"\"", test.param),
            "values.UUID" | "time.Time" | "values.Money" | "values.PhoneNumber" | "values.Email" => {
                format!("{}.IsZero()", test.param)
            }
            _ if ty.starts_with("[]") || ty.starts_with("map[") => format!("len({}) == 0", test.param),
            _ => format!("{} == {zero}", test.param),
        };
        let (refused, bad) = match test.check {
            ParamCheck::Given => (missing, zero),
            ParamCheck::Positive => (format!("{} <= 0", test.param), "0".to_owned()),
            ParamCheck::Known => (format!("!{}.Valid()", test.param), "\"?\"".to_owned()),
        };
        let arguments =
            self.operation.params.iter().map(|param| if param.name == test.param { bad.clone() } else { self.argument(param) });
        Refusal {
            refused,
            key: names::snake(&test.param),
            message: test.message.clone(),
            arguments: arguments.collect::<Vec<_>>().join(", "),
        }
    }

    fn assigned(&self, assignment: &Assignment) -> Assigned {
        self.assigned_to(&self.entity.fields, "entity", assignment)
    }

    /// An assignment to a field of what a test calls `tested`.
    fn assigned_to(&self, fields: &[Field], tested: &str, assignment: &Assignment) -> Assigned {
        let value = self.local(&assignment.value);
        let param = self.operation.params.iter().find(|param| param.name == assignment.value);
        let fixed = !value.contains("now") && !value.contains('(') && !value.starts_with(&format!("{}.", self.receiver));
        let expected = match param {
            Some(param) => Some(self.argument(param)),
            None if fixed => Some(value.clone()),
            None => None,
        };
        let pointer = fields.iter().any(|field| field.name == assignment.field && field.ty.starts_with('*'));
        let access = format!("{tested}.{}", assignment.field);
        let missing =
            value.contains("now").then(|| if pointer { format!("{access} == nil") } else { format!("{access}.IsZero()") });
        Assigned { field: assignment.field.clone(), value, expected, missing }
    }

    fn touched(&self) -> Option<Assigned> {
        let field = self.field("UpdatedAt").filter(|field| field.ty.trim_start_matches('*') == "time.Time")?;
        let value = if field.ty.starts_with('*') { "values.Pointer(time.Now().UTC())" } else { "time.Now().UTC()" };
        Some(Assigned { field: field.name.clone(), value: self.local(value), expected: None, missing: None })
    }

    fn speaks_of_now(&self, method: &Method) -> bool {
        let word = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "now");
        let in_assign = method.assign.iter().any(|assigned| word(&assigned.value));
        let in_raise = method.raise.iter().flat_map(|raise| &raise.arguments).any(|argument| word(argument));
        let in_touch = method.touched.iter().any(|touched| word(&touched.value));
        in_assign || in_raise || in_touch || method.conditions.iter().any(|condition| condition.needs_now)
    }
}
