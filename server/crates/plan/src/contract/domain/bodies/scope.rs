//! What the names in a body of the spec stand for in the contract.

use std::collections::BTreeMap;

use specwave_golang::names;
use specwave_golang::statements::{CompositeLiteral, composite_literal};
use specwave_spec::model;

use crate::contract::domain::draft::{Draft, find_value};
use crate::contract::domain::expressions::convert;
use crate::contract::domain::{
    Assignment, Entity, FieldTest, MethodPattern, ParamCheck, ParamTest, Test, ValueKind, fields, methods, tables,
};
use crate::contract::{Body, Field, Param};

/// The names of one body.
#[derive(Clone)]
pub(super) struct Scope<'d> {
    pub(super) draft: &'d Draft<'d>,
    pub(super) entity: &'d Entity,
    /// The receiver's name in the spec.
    pub(super) receiver: String,
    /// The parameters under their names in the contract.
    pub(super) params: &'d [Param],
    /// The parameters' names in the spec.
    written: Vec<String>,
    /// Local names with what they stand for, and its type.
    bound: BTreeMap<String, (String, String)>,
}

/// Expressions for the present moment.
const NOW: &[&str] = &["time.Now()", "time.Now().UTC()", "now", "now.UTC()"];

impl<'d> Scope<'d> {
    pub(super) fn of_method(
        draft: &'d Draft<'d>,
        entity: &str,
        params: &'d [Param],
        method: &model::Operation,
        body: &str,
    ) -> Option<Self> {
        let mut scope = Self::of_function(draft, entity, params, method)?;
        scope.receiver = scope.likely_receiver(body)?;
        Some(scope)
    }

    pub(super) fn of_function(
        draft: &'d Draft<'d>,
        entity: &str,
        params: &'d [Param],
        operation: &model::Operation,
    ) -> Option<Self> {
        let signature = operation.signature.as_ref()?;
        let written = signature.params.iter().map(|param| param.name.to_string()).collect();
        Some(Self { draft, entity: draft.entity(entity)?, receiver: String::new(), params, written, bound: BTreeMap::new() })
    }

    /// The name before most of the entity's fields; the model does not keep the receiver's own.
    fn likely_receiver(&self, body: &str) -> Option<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for field in &self.entity.fields {
            for (at, _) in body.match_indices(&format!(".{}", field.name)) {
                let before: String = body[..at].chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let name: String = before.chars().rev().collect();
                if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                    *counts.entry(name).or_default() += 1;
                }
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name)
    }

    /// Whether a type as written is the entity's own.
    pub(super) fn is_own(&self, ty: &str) -> bool {
        self.draft.names.get(ty) == Some(&format!("domain.{}", self.entity.name))
    }

    fn field(&self, place: &str) -> Option<&'d Field> {
        let name = place.trim_start_matches('*').strip_prefix(&format!("{}.", self.receiver))?;
        let plain = !self.receiver.is_empty() && name.chars().all(char::is_alphanumeric);
        let wanted = names::exported(name);
        self.entity.fields.iter().find(|field| plain && field.name == wanted)
    }

    fn param(&self, name: &str) -> Option<&'d Param> {
        let at = self.written.iter().position(|written| written == name && !written.is_empty())?;
        self.params.get(at)
    }

    /// The constant of an enumeration, with its canonical type.
    fn constant(&self, written: &str) -> Option<(String, String)> {
        let bare = written.rsplit('.').next().unwrap_or(written);
        let spec = self.draft.inputs.spec;
        let declared = spec.value_objects.iter().find_map(|value| {
            let found = value.values.iter().find(|allowed| allowed.constant == bare)?;
            Some((self.draft.names.get(&value.base.name)?.to_owned(), found.value.clone()))
        })?;
        let value = find_value(&self.draft.contract.values, &declared.0)?;
        let ValueKind::Enum { constants } = &value.kind else { return None };
        let constant = constants.iter().find(|constant| constant.value == declared.1)?;
        Some((declared.0, format!("{}.{}", value.package, constant.name)))
    }

    /// Gives a local name its meaning.
    pub(super) fn bind(&mut self, left: &[String], right: &[String]) -> Option<()> {
        let ([name], [value]) = (left, right) else { return None };
        if NOW.contains(&value.as_str()) {
            self.bound.insert(name.clone(), ("now".to_owned(), "time.Time".to_owned()));
            return Some(());
        }
        if is_new_identity(value) && self.receiver.is_empty() && !self.bound.values().any(|(expression, _)| expression == "id") {
            self.bound.insert(name.clone(), ("id".to_owned(), "values.UUID".to_owned()));
            return Some(());
        }
        let literal = composite_literal(value)?;
        let ty = self.draft.names.get(&literal.ty)?.to_owned();
        let expression = self.literal(&literal, &ty)?;
        self.bound.insert(name.clone(), (expression, ty));
        Some(())
    }

    /// The expression in the contract's terms, as a value of the wanted type.
    pub(super) fn value(&self, expression: &str, wanted: &str) -> Option<String> {
        let expression = expression.trim();
        if let Some((bound, ty)) = self.bound.get(expression.trim_start_matches('&')) {
            return convert(bound, ty, wanted);
        }
        if NOW.contains(&expression.trim_start_matches('&')) {
            return convert("now", "time.Time", wanted);
        }
        if let Some(param) = self.param(expression.trim_start_matches('&')) {
            return convert(&param.name, &param.ty, wanted);
        }
        if let Some(field) = self.field(expression) {
            return convert(&format!("self.{}", field.name), &field.ty, wanted);
        }
        if let Some((ty, constant)) = self.constant(expression) {
            return convert(&constant, &ty, wanted);
        }
        if is_new_identity(expression) && wanted == "values.UUID" {
            return Some("values.NewUUID()".to_owned());
        }
        if let Some(inner) =
            expression.strip_prefix("[]").and_then(|rest| rest.split_once('{')).and_then(|(_, body)| body.strip_suffix('}'))
        {
            let element = wanted.strip_prefix("[]")?;
            let parts: Option<Vec<String>> = split(inner, ",").iter().map(|part| self.value(part, element)).collect();
            // Go leaves the type of an element out, since the slice names it.
            let parts: Vec<String> =
                parts?.into_iter().map(|part| part.strip_prefix(element).map(str::to_owned).unwrap_or(part)).collect();
            return Some(format!("{wanted}{{{}}}", parts.join(", ")));
        }
        if let Some(literal) = composite_literal(expression) {
            let ty = self.draft.names.get(&literal.ty)?.to_owned();
            return convert(&self.literal(&literal, &ty)?, &ty, wanted);
        }
        self.plain_literal(expression, wanted)
    }

    fn plain_literal(&self, expression: &str, wanted: &str) -> Option<String> {
        let number = expression.parse::<i64>().is_ok() && (fields::is_integer(wanted) || fields::is_float(wanted));
        let fraction =
            expression.parse::<f64>().is_ok() && fields::is_float(wanted) && expression.starts_with(|c: char| c.is_ascii_digit());
        let text = expression.starts_with('"') && expression.ends_with('"') && wanted == "string";
        let truth = matches!(expression, "true" | "false") && wanted == "bool";
        let nothing = expression == "nil" && (wanted.starts_with(['*', 'm']) || wanted.starts_with("[]"));
        (number || fraction || text || truth || nothing).then(|| expression.to_owned())
    }

    /// A composite literal of an entity or of a struct value.
    fn literal(&self, literal: &CompositeLiteral, ty: &str) -> Option<String> {
        let name = ty.rsplit('.').next()?;
        let members = |fields: &[Field], between: &str| -> Option<String> {
            let member = |(key, value): &(String, String)| {
                let field = fields.iter().find(|field| field.name == names::exported(key))?;
                Some(format!("{}: {}", field.name, self.value(value, &field.ty)?))
            };
            let given: Option<Vec<String>> = literal.members.iter().map(member).collect();
            Some(given?.join(between))
        };
        if let Some(entity) = self.draft.entity(name).filter(|_| ty.starts_with("domain.")) {
            return Some(format!("{ty}{{\n{},\n}}", members(&entity.fields, ",\n")?));
        }
        match &find_value(&self.draft.contract.values, ty)?.kind {
            ValueKind::Struct { fields } if !fields.iter().any(|field| field.required) => {
                let package = ty.split('.').next()?;
                Some(format!("values.Must({package}.New{name}({ty}Params{{{}}}))", members(fields, ", ")?))
            }
            _ => None,
        }
    }

    /// An assignment to a field.
    pub(super) fn assignment(&self, place: &str, operator: &str, value: &str) -> Option<Assignment> {
        let field = self.field(place)?;
        let appended = value.strip_prefix(&format!("append({place}, ")).and_then(|rest| rest.strip_suffix(')'));
        let expression = match (operator, appended) {
            ("=", Some(element)) => {
                let element = self.value(element, field.ty.strip_prefix("[]")?)?;
                format!("append(self.{}, {element})", field.name)
            }
            ("=", None) => self.value(value, &field.ty)?,
            ("+=" | "-=", None) if fields::is_integer(&field.ty) || fields::is_float(&field.ty) => {
                format!("self.{} {} {}", field.name, &operator[..1], self.value(value, &field.ty)?)
            }
            _ => return None,
        };
        Some(Assignment { field: field.name.clone(), value: expression })
    }

    /// The test of a field that an expression makes.
    pub(super) fn test(&self, expression: &str) -> Option<(String, Test)> {
        let expression = unwrapped(expression);
        let named = |place: &str| self.field(place.trim()).map(|field| field.name.clone());
        let alternatives = split(expression, "||");
        if let [unset, later] = alternatives.as_slice() {
            let (first, second) = (self.test(unset)?, self.test(later)?);
            let lenient = first.0 == second.0 && first.1 == Test::Unset && second.1 == Test::Future;
            let either = match (&first.1, &second.1) {
                (Test::OneOf(one), Test::OneOf(other)) if first.0 == second.0 => Some([one.clone(), other.clone()].concat()),
                _ => None,
            };
            return if lenient {
                Some((first.0, Test::UnsetOrFuture))
            } else {
                either.map(|states| (first.0, Test::OneOf(states)))
            };
        }
        for (operator, equal) in [(" == ", true), (" != ", false)] {
            let Some((place, other)) = expression.split_once(operator) else { continue };
            if let Some(inner) = place.strip_prefix("len(").and_then(|rest| rest.strip_suffix(')')) {
                return named(inner).filter(|_| other == "0").map(|field| (field, if equal { Test::Unset } else { Test::Set }));
            }
            let field = self.field(place)?;
            if matches!(other, "nil" | "\"\"" | "uuid.Nil") {
                return Some((field.name.clone(), if equal { Test::Unset } else { Test::Set }));
            }
            let (ty, constant) = self.constant(other)?;
            let fits = field.ty.trim_start_matches('*') == ty;
            return fits
                .then(|| (field.name.clone(), if equal { Test::OneOf(vec![constant]) } else { Test::NoneOf(vec![constant]) }));
        }
        for now in NOW {
            let around = [
                (format!(".After({now})"), String::new(), Test::Future),
                (format!(".Before({now})"), String::new(), Test::Past),
                (")".to_owned(), format!("{now}.After("), Test::Past),
                (")".to_owned(), format!("{now}.Before("), Test::Future),
            ];
            for (end, start, test) in around {
                let place = expression.strip_prefix(&start).and_then(|rest| rest.strip_suffix(&end));
                if let Some(field) = place.and_then(|place| self.field(place)) {
                    return (field.ty.trim_start_matches('*') == "time.Time").then(|| (field.name.clone(), test));
                }
            }
        }
        if let Some(place) = expression.strip_suffix(".IsZero()") {
            return named(place).map(|field| (field, Test::Unset));
        }
        let (place, test) = expression.strip_prefix('!').map_or((expression, Test::Set), |place| (place, Test::Unset));
        self.field(place).filter(|field| field.ty == "bool").map(|field| (field.name.clone(), test))
    }

    /// The tests of the entity's own predicate, in `!c.IsActive()`.
    pub(super) fn predicate(&self, expression: &str) -> Option<Vec<(String, Test)>> {
        let name = expression.strip_prefix(&format!("!{}.", self.receiver))?.strip_suffix("()")?;
        let method = self.entity.methods.iter().find(|method| method.name == names::exported(name))?;
        match &method.body {
            Body::Pattern(MethodPattern::Predicate { tests }) => {
                Some(tests.iter().map(|FieldTest { field, test, .. }| (field.clone(), test.clone())).collect())
            }
            _ => None,
        }
    }

    /// The tests of parameters that must hold where `condition` refuses.
    pub(super) fn param_tests(&self, condition: &str, message: &str) -> Option<Vec<ParamTest>> {
        split(condition, "||").iter().map(|part| self.param_test(part, message)).collect()
    }

    fn param_test(&self, condition: &str, message: &str) -> Option<ParamTest> {
        let condition = unwrapped(condition);
        let (name, check) = if let Some((left, right)) = condition.split_once(" == ") {
            let inner = ["len(", "strings.TrimSpace("].iter().find_map(|call| left.strip_prefix(call)?.strip_suffix(')'));
            let given = matches!(right, "\"\"" | "nil" | "uuid.Nil" | "0");
            (given.then_some(inner.unwrap_or(left))?, ParamCheck::Given)
        } else if let Some(name) = condition.strip_suffix(" <= 0") {
            (name, ParamCheck::Positive)
        } else if let Some(name) = condition.strip_suffix(".IsZero()") {
            (name, ParamCheck::Given)
        } else {
            let plain = condition.strip_prefix('!')?;
            (plain.strip_suffix(".IsValid()").or_else(|| plain.strip_suffix(".Valid()"))?, ParamCheck::Known)
        };
        let param = self.param(name)?;
        let values = &self.draft.contract.values;
        let number = fields::is_integer(&param.ty) || fields::is_float(&param.ty) || param.ty == "time.Duration";
        let closed = matches!(find_value(values, &param.ty).map(|value| &value.kind), Some(ValueKind::Enum { .. }));
        let simple = tables::is_text(&param.ty, values) || param.ty.starts_with(['*', '[', 'm']) || number;
        let known =
            matches!(param.ty.as_str(), "values.UUID" | "time.Time" | "values.Money" | "values.PhoneNumber" | "values.Email");
        let fits = match check {
            ParamCheck::Given => simple || known,
            ParamCheck::Positive => number,
            ParamCheck::Known => closed && !param.ty.starts_with('*'),
        };
        fits.then(|| ParamTest { param: param.name.clone(), check, message: message.to_owned() })
    }

    /// The construction that a literal of the entity amounts to, where it gives all that must be given.
    pub(super) fn construction(&self, refuse: Vec<ParamTest>, literal: &CompositeLiteral) -> Option<MethodPattern> {
        let mut assign: Vec<Assignment> = Vec::new();
        for (key, value) in &literal.members {
            let field = self.entity.fields.iter().find(|field| field.name == names::exported(key))?;
            if field.name != "ID" {
                assign.push(Assignment { field: field.name.clone(), value: self.value(value, &field.ty)? });
            }
        }
        let given = |field: &Field| assign.iter().any(|assigned| assigned.field == field.name && assigned.value != "\"\"");
        let complete = self.entity.fields.iter().filter(|field| field.required && field.default.is_none()).all(given);
        let speaks_of_id = assign.iter().any(|assigned| mentions(&assigned.value, "id"));
        let hidden = self.params.iter().any(|param| matches!(param.name.as_str(), "id" | "made"));
        let clashes = self.params.iter().any(|param| param.name == methods::receiver(&self.entity.name)) && speaks_of_id;
        (complete && !(speaks_of_id && hidden) && !clashes).then_some(MethodPattern::Construct {
            refuse,
            assign,
            identity: speaks_of_id,
        })
    }
}

fn is_new_identity(expression: &str) -> bool {
    matches!(
        expression,
        "uuid.New()" | "uuid.NewV4()" | "uuid.Must(uuid.NewRandom())" | "uuid.Must(uuid.NewV7())" | "values.NewUUID()"
    )
}

/// Whether an expression has an identifier in it.
fn mentions(expression: &str, identifier: &str) -> bool {
    let words = expression.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    words.into_iter().any(|word| word == identifier)
}

/// The expression without parentheses around all of it.
fn unwrapped(expression: &str) -> &str {
    let inner = expression.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut depth = 0_i32;
    match inner {
        Some(inner)
            if inner.chars().all(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                depth >= 0
            }) =>
        {
            inner.trim()
        }
        _ => expression.trim(),
    }
}

/// The parts of an expression between the operators that stand in no parentheses, braces, brackets or quotes.
pub(super) fn split(expression: &str, operator: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut depth, mut quoted) = (0_i32, false);
    let mut rest = expression;
    while let Some(c) = rest.chars().next() {
        if depth == 0 && !quoted && rest.starts_with(operator) {
            parts.push(String::new());
            rest = &rest[operator.len()..];
            continue;
        }
        quoted ^= c == '"';
        if !quoted {
            depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The test that holds where the given one does not.
pub(super) fn negated(test: Test) -> Option<Test> {
    Some(match test {
        Test::OneOf(states) => Test::NoneOf(states),
        Test::NoneOf(states) => Test::OneOf(states),
        Test::Set => Test::Unset,
        Test::Unset => Test::Set,
        Test::Past => Test::UnsetOrFuture,
        Test::UnsetOrFuture => Test::Past,
        Test::Future => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{split, unwrapped};

    #[test]
    fn expressions_split_where_nothing_encloses_the_operator() {
        assert_eq!(split("a && (b && c) && f(d && e)", "&&"), ["a", "(b && c)", "f(d && e)"]);
        assert_eq!(split("\"a,b\", []int{1, 2}, c,", ","), ["\"a,b\"", "[]int{1, 2}", "c"]);
        assert_eq!((unwrapped("(a || b)"), unwrapped("(a) || (b)")), ("a || b", "(a) || (b)"));
    }
}
