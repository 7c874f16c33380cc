//! Tests of fields as Go conditions, with the statements that make them hold or fail.

use serde::Serialize;
use specwave_plan::contract::{Contract, Field, FieldTest, Test, ValueKind};

use super::DOMAIN;
use crate::builtin::go_values;

/// A test of a field as the templates need it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Condition {
    /// Go condition that is true when the test holds.
    pub(super) holds: String,
    /// Go condition that is true when it does not.
    pub(super) fails: String,
    /// What is said then.
    pub(super) message: String,
    /// Go statement of a test that makes it hold.
    pub(super) satisfy: String,
    /// Go statement of a test that makes it fail.
    pub(super) violate: String,
    /// Name of the field, for the name of a test.
    pub(super) field: String,
    /// Whether the condition speaks of `now`.
    pub(super) needs_now: bool,
}

/// The condition for a test of a field of `receiver`.
///
/// `tested` is what a test calls the thing that has the fields.
pub(super) fn condition(
    contract: &Contract,
    receiver: &str,
    tested: &str,
    fields: &[Field],
    test: &FieldTest,
) -> Option<Condition> {
    let field = fields.iter().find(|field| field.name == test.field)?;
    let maker =
        Maker { contract, tested, field, access: format!("{receiver}.{}", field.name), pointer: field.ty.starts_with('*') };
    let (holds, fails, satisfy, violate) = maker.make(&test.test)?;
    let needs_now = holds.contains("now");
    Some(Condition { holds, fails, message: test.message.clone(), satisfy, violate, field: field.name.clone(), needs_now })
}

struct Maker<'a> {
    contract: &'a Contract,
    tested: &'a str,
    field: &'a Field,
    access: String,
    pointer: bool,
}

impl Maker<'_> {
    fn make(&self, test: &Test) -> Option<(String, String, String, String)> {
        let access = &self.access;
        Some(match test {
            Test::OneOf(constants) => {
                let (equal, other) = self.membership(constants);
                (equal, other, self.assign(&self.local(constants.first()?)), self.assign(&self.outside(constants)))
            }
            Test::NoneOf(constants) => {
                let (equal, other) = self.membership(constants);
                (other, equal, self.assign(&self.outside(constants)), self.assign(&self.local(constants.first()?)))
            }
            Test::Set => {
                let (set, unset) = self.presence();
                (set, unset, self.assign(&self.sample()), self.assign(&self.zero()))
            }
            Test::Unset => {
                let (set, unset) = self.presence();
                (unset, set, self.assign(&self.zero()), self.assign(&self.sample()))
            }
            Test::Past if self.pointer => (
                format!("{access} != nil && !{access}.After(now)"),
                format!("{access} == nil || {access}.After(now)"),
                self.assign(&self.moment("-time.Hour")),
                self.assign(&self.moment("time.Hour")),
            ),
            Test::Past => (
                format!("!{access}.IsZero() && !{access}.After(now)"),
                format!("{access}.IsZero() || {access}.After(now)"),
                self.assign(&self.moment("-time.Hour")),
                self.assign(&self.moment("time.Hour")),
            ),
            Test::Future | Test::UnsetOrFuture => {
                let unset = if self.pointer { format!("{access} == nil") } else { format!("{access}.IsZero()") };
                let set = if self.pointer { format!("{access} != nil") } else { format!("!{access}.IsZero()") };
                let lenient = matches!(test, Test::UnsetOrFuture) || !self.pointer;
                let (holds, fails) = match lenient {
                    true => (format!("({unset} || {access}.After(now))"), format!("{set} && !{access}.After(now)")),
                    false => (format!("{set} && {access}.After(now)"), format!("{unset} || !{access}.After(now)")),
                };
                (holds, fails, self.assign(&self.moment("time.Hour")), self.assign(&self.moment("-time.Hour")))
            }
        })
    }

    /// A statement of a test.
    fn assign(&self, value: &str) -> String {
        format!("{}.{} = {value}", self.tested, self.field.name)
    }

    fn local(&self, expression: &str) -> String {
        let local = go_values::local_expression(self.contract, DOMAIN, expression, "");
        if self.pointer { format!("{}Pointer({local})", go_values::qualifier(self.contract, DOMAIN, "values")) } else { local }
    }

    /// Conditions for equal to one of the constants, and to none.
    fn membership(&self, constants: &[String]) -> (String, String) {
        let plain = if self.pointer { format!("*{}", self.access) } else { self.access.clone() };
        let local = |constant: &String| go_values::local_expression(self.contract, DOMAIN, constant, "");
        let joined = |operator: &str, by: &str| {
            constants.iter().map(|constant| format!("{plain} {operator} {}", local(constant))).collect::<Vec<_>>().join(by)
        };
        let (mut equal, other) = (joined("==", " || "), joined("!=", " && "));
        if constants.len() > 1 {
            equal = format!("({equal})");
        }
        match self.pointer {
            true => (format!("{0} != nil && {equal}", self.access), format!("({0} == nil || {other})", self.access)),
            false => (equal, other),
        }
    }

    /// A value that is none of the constants: another constant, or one that is unknown.
    fn outside(&self, constants: &[String]) -> String {
        let bare = self.field.ty.trim_start_matches('*');
        let all = self.contract.values.iter().find(|value| format!("{}.{}", value.package, value.name) == bare);
        let other = match all.map(|value| (&value.kind, &value.package)) {
            Some((ValueKind::Enum { constants: known }, package)) => {
                known.iter().map(|known| format!("{package}.{}", known.name)).find(|known| !constants.contains(known))
            }
            _ => None,
        };
        other.map_or_else(|| self.zero(), |other| self.local(&other))
    }

    fn presence(&self) -> (String, String) {
        let access = &self.access;
        let ty = self.field.ty.as_str();
        let kind =
            self.contract.values.iter().find(|value| format!("{}.{}", value.package, value.name) == ty).map(|value| &value.kind);
        let pair = |set: String, unset: String| (set, unset);
        match ty {
            "bool" => pair(access.clone(), format!("!{access}")),
            _ if ty.starts_with("[]") || ty.starts_with("map[") || ty == "json.RawMessage" => {
                pair(format!("len({access}) > 0"), format!("len({access}) == 0"))
            }
            _ if self.pointer || ty == "any" => pair(format!("{access} != nil"), format!("{access} == nil")),
            "time.Time" => pair(format!("!{access}.IsZero()"), format!("{access}.IsZero()")),
            _ => match kind {
                Some(ValueKind::Support | ValueKind::Struct { .. }) => {
                    pair(format!("!{access}.IsZero()"), format!("{access}.IsZero()"))
                }
                Some(ValueKind::Opaque) => {
                    pair(format!("!reflect.ValueOf({access}).IsZero()"), format!("reflect.ValueOf({access}).IsZero()"))
                }
                Some(ValueKind::Named { underlying }) if underlying.starts_with("[]") || underlying.starts_with("map[") => {
                    pair(format!("len({access}) > 0"), format!("len({access}) == 0"))
                }
                _ if ty.starts_with("domain.") || ty.starts_with('[') => {
                    pair(format!("!reflect.ValueOf({access}).IsZero()"), format!("reflect.ValueOf({access}).IsZero()"))
                }
                _ => {
                    let zero = self.zero();
                    pair(format!("{access} != {zero}"), format!("{access} == {zero}"))
                }
            },
        }
    }

    fn zero(&self) -> String {
        go_values::zero(self.contract, DOMAIN, &self.field.ty)
    }

    fn sample(&self) -> String {
        go_values::sample(self.contract, DOMAIN, &self.field.ty, 1)
    }

    /// A moment that far from now.
    fn moment(&self, offset: &str) -> String {
        let moment = format!("time.Now().UTC().Add({offset})");
        if self.pointer { format!("{}Pointer({moment})", go_values::qualifier(self.contract, DOMAIN, "values")) } else { moment }
    }
}
