//! Patterns of methods that change the entity.

use specwave_golang::names;

use super::Context;
use super::questions::is_moment;
use super::revisions::revision;
use crate::contract::domain::conditions::Subject;
use crate::contract::domain::draft::find_value;
use crate::contract::domain::expressions::{convert, is_own_identity};
use crate::contract::domain::fields::{is_float, is_future, is_integer};
use crate::contract::domain::{Assignment, Entity, EnumConstant, FieldTest, MethodPattern, Test, ValueKind, verbs};
use crate::contract::{Field, Param};

/// Methods that change the entity.
pub(super) fn change(context: &Context<'_>) -> Option<MethodPattern> {
    if !context.changes() {
        return None;
    }
    let verb = context.words[0].as_str();
    extension(context)
        .or_else(|| assignment(context, verb))
        .or_else(|| append(context, verb))
        .or_else(|| increment(context, verb))
        .or_else(|| transition(context, &marked(&context.words), context.params))
        .or_else(|| plain_assignment(context))
        .or_else(|| revision(context, &marked(&context.words)))
}

/// The verb that `MarkDelivered` and `MarkAsFailed` stand for is in their last word.
fn marked(words: &[String]) -> String {
    match words[0].as_str() {
        "mark" | "set" => words.last().cloned().unwrap_or_default(),
        verb => verb.to_owned(),
    }
}

/// `Renew(duration)`, `Extend(by)`.
pub(super) fn extension(context: &Context<'_>) -> Option<MethodPattern> {
    let [param] = context.params else { return None };
    if param.ty != "time.Duration" || !context.gives(&["error"]) {
        return None;
    }
    let ends = |field: &&Field| is_moment(field) && is_future(&names::words(&field.name));
    let field = context.entity.fields.iter().find(ends)?;
    let ended = |field: &&Field| {
        let words = names::words(&field.name);
        field.ty == "*time.Time" && words.len() == 2 && words[1] == "at" && verbs::is_final(&words[0])
    };
    let guards = context.entity.fields.iter().filter(ended).map(|field| FieldTest {
        field: field.name.clone(),
        test: Test::Unset,
        message: format!("it was {}", names::words(&field.name)[0]),
    });
    Some(MethodPattern::Extend { field: field.name.clone(), by: param.name.clone(), guards: guards.collect(), raise: None })
}

/// `SetPriority(priority)`, `ChangeTier(tier)`, `Rename(name)`.
fn assignment(context: &Context<'_>, verb: &str) -> Option<MethodPattern> {
    let sets = matches!(
        verb,
        "set"
            | "change"
            | "update"
            | "assign"
            | "rename"
            | "replace"
            | "adjust"
            | "configure"
            | "reschedule"
            | "move"
            | "transition"
    );
    if sets { plain_assignment(context) } else { None }
}

/// Every parameter goes into the field that it is named after.
pub(super) fn plain_assignment(context: &Context<'_>) -> Option<MethodPattern> {
    if context.params.is_empty() || !context.gives(&["error"]) {
        return None;
    }
    let mut assign: Vec<Assignment> = Vec::new();
    for param in context.params {
        let by_param = || context.entity.fields.iter().find(|field| field.name == names::exported(&param.name));
        let by_method = || context.field(&context.words[1..]).filter(|_| context.params.len() == 1);
        let named = match (context.words[0].as_str(), context.words.len()) {
            ("rename", 1) => context.field(&["name".to_owned()]),
            _ => by_method().or_else(by_param).or_else(|| only_of_type(context, &param.ty)),
        };
        let reason = matches!(param.name.as_str(), "reason" | "note" | "by" | "actor" | "updatedBy" | "changedBy");
        match named.and_then(|field| convert(&param.name, &param.ty, &field.ty).map(|value| (field, value))) {
            Some((field, value)) => assign.push(Assignment { field: field.name.clone(), value }),
            None if reason => {}
            None => return None,
        }
    }
    assign.extend(touched(context.entity));
    (assign.iter().any(|assigned| assigned.field != "UpdatedAt")).then_some(MethodPattern::Assign { assign, raise: None })
}

fn only_of_type<'c>(context: &'c Context<'_>, ty: &str) -> Option<&'c Field> {
    let telling = find_value(context.values(), ty).is_some_and(|value| !matches!(value.kind, ValueKind::Support))
        || ty.starts_with("[]values.");
    let mut of_type = context.entity.fields.iter().filter(|field| telling && field.ty.trim_start_matches('*') == ty);
    of_type.next().filter(|_| of_type.next().is_none())
}

/// The moment of the last change, if the entity has one.
pub(super) fn touched(entity: &Entity) -> Option<Assignment> {
    let field = entity.fields.iter().find(|field| field.name == "UpdatedAt" && is_moment(field))?;
    let value = if field.ty.starts_with('*') { "values.Pointer(now)" } else { "now" };
    Some(Assignment { field: field.name.clone(), value: value.to_owned() })
}

/// `AddRule(rule)`, `RecordAttempt(attempt)`.
pub(super) fn append(context: &Context<'_>, verb: &str) -> Option<MethodPattern> {
    let [param] = context.params else { return None };
    let adds = matches!(verb, "add" | "append" | "attach" | "record" | "register" | "include" | "push" | "log");
    let slice = format!("[]{}", param.ty.replace("...", ""));
    if !adds || param.ty.starts_with("...") {
        return None;
    }
    let mut fits = context.entity.fields.iter().filter(|field| field.ty == slice);
    let named = || {
        let named_after = |field: &&Field| names::singular(&names::snake(&field.name)) == names::snake(&param.name);
        context.entity.fields.iter().filter(|field| field.ty == slice).find(named_after)
    };
    let field = named().or_else(|| fits.next().filter(|_| fits.next().is_none() && !is_basic(&param.ty)))?;
    Some(MethodPattern::Append { field: field.name.clone(), param: param.name.clone(), raise: None })
}

/// Whether a type says nothing about what its values are.
fn is_basic(ty: &str) -> bool {
    !ty.contains('.') || ty == "values.UUID"
}

/// `IncrementAttempts()`, `AddPoints(points)`.
fn increment(context: &Context<'_>, verb: &str) -> Option<MethodPattern> {
    let up = matches!(verb, "increment" | "add" | "increase" | "credit" | "bump" | "earn");
    let down = matches!(verb, "decrement" | "decrease" | "deduct" | "debit" | "reduce" | "consume" | "redeem");
    if !up && !down {
        return None;
    }
    let number = |field: &&Field| is_integer(&field.ty) || is_float(&field.ty);
    let mut numbers = context.entity.fields.iter().filter(number);
    let rest = &context.words[1..];
    let named = context.field(rest).filter(number);
    let related = || {
        let last = rest.last()?;
        context
            .entity
            .fields
            .iter()
            .filter(number)
            .find(|field| names::words(&field.name).iter().any(|word| names::singular(word) == names::singular(last)))
    };
    let balance = || numbers.find(|field| field.name.ends_with("Balance"));
    let field = named.or_else(related).or_else(balance)?;
    let by = match context.params {
        [] => "1".to_owned(),
        [param] if param.ty == field.ty => param.name.clone(),
        _ => return None,
    };
    let by = if down { format!("-{by}") } else { by };
    Some(MethodPattern::Increment { field: field.name.clone(), by })
}

/// `Revoke(reason)`, `Activate()`: to the state that the verb leads to, unless that or an end was reached before.
pub(super) fn transition(context: &Context<'_>, verb: &str, params: &[Param]) -> Option<MethodPattern> {
    let subject = Subject::new(context.draft, &context.entity.name)?;
    let mut states = verbs::outcomes(verb);
    states.push(verb.to_owned());
    let mut assign: Vec<Assignment> = Vec::new();
    let mut guards: Vec<FieldTest> = Vec::new();
    if let Some((field, constant)) = states.iter().find_map(|state| subject.state(state)) {
        guards.push(guard_of_state(context, &field, &constant, verb)?);
        assign.push(Assignment { field, value: constant });
    }
    for state in &states {
        let stamp = names::exported(&format!("{state}_at"));
        if let Some(field) = context.entity.fields.iter().find(|field| field.name == stamp && is_moment(field)) {
            let pointer = field.ty.starts_with('*');
            if assign.is_empty() && pointer && !verbs::revives(verb) {
                guards.push(FieldTest {
                    field: field.name.clone(),
                    test: Test::Unset,
                    message: format!("it was {state} before"),
                });
            }
            let value = if pointer { "values.Pointer(now)" } else { "now" };
            assign.push(Assignment { field: field.name.clone(), value: value.to_owned() });
            break;
        }
    }
    let flag = match verb {
        "activate" | "reactivate" | "resume" => Some(("Active", "true")),
        "deactivate" | "suspend" | "pause" => Some(("Active", "false")),
        "enable" => Some(("Enabled", "true")),
        "disable" => Some(("Enabled", "false")),
        _ => None,
    };
    let holder = flag.and_then(|(name, value)| {
        context
            .entity
            .fields
            .iter()
            .find(|field| field.ty == "bool" && (field.name == name || field.name == format!("Is{name}")))
            .map(|field| (field, value))
    });
    if let Some((field, value)) = holder {
        assign.push(Assignment { field: field.name.clone(), value: value.to_owned() });
    }
    if assign.is_empty() {
        return None;
    }
    for param in params {
        let exact = names::exported(&param.name);
        let with_state = states.iter().map(|state| names::exported(&format!("{state}_{}", names::snake(&param.name))));
        let candidates: Vec<String> = with_state.chain([exact]).collect();
        let field = context
            .entity
            .fields
            .iter()
            .find(|field| candidates.contains(&field.name) && !is_own_identity(&context.entity.name, &field.name));
        let value = field.and_then(|field| convert(&param.name, &param.ty, &field.ty).map(|value| (field, value)));
        if let Some((field, value)) = value.filter(|(field, _)| !assign.iter().any(|other| other.field == field.name)) {
            assign.push(Assignment { field: field.name.clone(), value });
        }
    }
    assign.extend(touched(context.entity).filter(|touch| !assign.iter().any(|other| other.field == touch.field)));
    Some(MethodPattern::Transition { refuse: Vec::new(), guards, assign, raise: None })
}

/// The states from which no way leads to the wanted one.
fn guard_of_state(context: &Context<'_>, field: &str, target: &str, verb: &str) -> Option<FieldTest> {
    let ty = &context.entity.fields.iter().find(|found| found.name == field)?.ty;
    let value = find_value(context.values(), ty)?;
    let ValueKind::Enum { constants } = &value.kind else { return None };
    let name = |constant: &str| format!("{}.{constant}", value.package);
    let closed =
        |constant: &&EnumConstant| name(&constant.name) == target || verbs::is_final(&constant.value) && !verbs::revives(verb);
    let refused: Vec<String> = constants.iter().filter(closed).map(|constant| name(&constant.name)).collect();
    let becomes = verbs::participle(verb).replace('_', " ");
    let message = format!("it cannot be {becomes} from its present {}", names::words(field).join(" "));
    Some(FieldTest { field: field.to_owned(), test: Test::NoneOf(refused), message })
}
