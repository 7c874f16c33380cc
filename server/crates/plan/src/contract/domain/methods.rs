//! Methods of entities, and the patterns behind their names and signatures.

use specwave_golang::names;
use specwave_spec::model;

use super::conditions::Subject;
use super::draft::{Draft, find_value};
use super::entities::declarations;
use super::expressions::{Sources, convert, is_own_identity};
use super::fields::{self, is_float, is_future, is_integer};
use super::values::sentence;
use super::{Assignment, Compare, Entity, FieldTest, MethodPattern, Raise, Test, Value, ValueKind, bodies, events, verbs};
use crate::contract::{Body, Field, Operation, Param};

/// Names that every entity has, and names that Go's own interfaces have with other signatures.
const HAD_BY_ALL: &[&str] = &["PullEvents", "Validate", "ClearEvents", "GetEvents", "AddEvent", "Events", "DomainEvents"];

/// Gives the entities their methods.
pub(super) fn compute(draft: &mut Draft<'_>) {
    for (at, declared) in declarations(draft, draft.inputs.spec) {
        let name = draft.contract.entities[at].name.clone();
        if let Some(factory) = factory(draft, &name, declared) {
            draft.contract.entities[at].factory = Some(factory);
            draft.contract.entities[at].constructor = format!("Restore{name}");
        }
        for method in &declared.methods {
            let exported: String = names::exported(&method.name).chars().filter(char::is_ascii_alphanumeric).collect();
            let written_exported = method.name.starts_with(|c: char| c.is_uppercase());
            let entity = &draft.contract.entities[at];
            let taken = entity.methods.iter().any(|other| other.name == exported)
                || entity.fields.iter().any(|field| field.name == exported)
                || HAD_BY_ALL.contains(&exported.as_str())
                || exported == format!("New{name}");
            if taken || !written_exported || exported.is_empty() {
                continue;
            }
            let operation = make(draft, &name, &exported, method);
            draft.contract.entities[at].methods.push(operation);
        }
    }
}

/// The spec's own constructor, where its body is understood.
fn factory(draft: &mut Draft<'_>, entity: &str, declared: &model::Struct) -> Option<Operation<MethodPattern>> {
    let wanted = format!("New{}", declared.name);
    let free =
        draft.inputs.spec.functions.iter().filter(|function| function.receiver.is_none()).map(|function| &function.operation);
    let constructor =
        free.chain(&declared.methods).find(|operation| operation.name == wanted && operation.body.is_some())?.clone();
    let name = format!("New{entity}");
    let (params, results) = signature(draft, entity, &name, &constructor);
    let fits = matches!(results.as_slice(), [made, error] if made.ty == format!("*domain.{entity}") && error.ty == "error");
    let pattern = bodies::lift_factory(draft, entity, &params, &constructor).filter(|_| fits)?;
    let doc = sentence(&name, &fields::one_line(&constructor.doc), "makes a new one out of what it needs");
    let origin = draft.inputs.declared(constructor.span);
    Some(Operation { name, doc, params, results, body: Body::Pattern(pattern), origin })
}

fn make(draft: &mut Draft<'_>, entity: &str, name: &str, method: &model::Operation) -> Operation<MethodPattern> {
    let (params, results) = signature(draft, entity, name, method);
    let doc = sentence(name, &fields::one_line(&method.doc), &described(name, entity));
    let origin = draft.inputs.declared(method.span);
    let lifted = bodies::lift(draft, entity, &params, &results, method);
    let pattern = match lifted {
        Some(pattern) => Some(pattern),
        None => pattern(draft, entity, name, &params, &results, method),
    };
    let body = match pattern {
        Some(pattern) => Body::Pattern(pattern),
        None => Body::NotImplemented(format!("the specification names `{entity}.{name}` and does not say how it works")),
    };
    Operation { name: name.to_owned(), doc, params, results: with_error(results, &body), body, origin }
}

/// An explicit refusal needs an error to be told with.
fn with_error(mut results: Vec<Param>, body: &Body<MethodPattern>) -> Vec<Param> {
    let has_error = results.last().is_some_and(|result| result.ty == "error");
    if matches!(body, Body::NotImplemented(_)) && !has_error {
        results.push(Param { name: String::new(), ty: "error".to_owned() });
    }
    results
}

fn signature(draft: &mut Draft<'_>, entity: &str, name: &str, method: &model::Operation) -> (Vec<Param>, Vec<Param>) {
    let signature = method.signature.clone().unwrap_or_else(|| guessed_signature(name));
    let user = format!("{entity}.{name}");
    let receiver = receiver(entity);
    let mut params: Vec<Param> = Vec::new();
    for param in &signature.params {
        let ty = draft.signature_type(&param.ty, &user, method.span);
        let written =
            if param.name.is_empty() || param.name == "_" { format!("value{}", params.len() + 1) } else { param.name.clone() };
        let mut unique: String = names::unexported(&written).chars().filter(char::is_ascii_alphanumeric).collect();
        let alias = draft.contract.packages.iter().any(|package| package.alias == unique);
        if unique == receiver
            || alias
            || matches!(unique.as_str(), "now" | "time" | "values" | "errors" | "fmt" | "err" | "self" | "next" | "slices")
        {
            unique.push_str("Value");
        }
        while params.iter().any(|other| other.name == unique) {
            unique.push('2');
        }
        params.push(Param { name: unique, ty });
    }
    let mut results: Vec<Param> = Vec::new();
    for result in &signature.results {
        results.push(Param { name: String::new(), ty: draft.signature_type(&result.ty, &user, method.span) });
    }
    (params, results)
}

/// The receiver's name in Go: the first letter of the entity's.
pub(super) fn receiver(entity: &str) -> String {
    entity.chars().next().map(|c| c.to_ascii_lowercase().to_string()).unwrap_or_default()
}

/// The signature of a method of which the text gives only the name.
fn guessed_signature(name: &str) -> model::Signature {
    let words = names::words(name);
    let ty = match words[0].as_str() {
        "is" | "has" | "can" | "should" | "was" | "needs" => "bool",
        "string" => "string",
        _ => "error",
    };
    model::Signature { params: Vec::new(), results: vec![model::Param { name: String::new(), ty: ty.to_owned() }] }
}

/// A doc comment's predicate out of a method's name.
fn described(name: &str, entity: &str) -> String {
    let words = names::words(name);
    let noun = names::words(super::expressions::stem(entity)).join(" ");
    let rest = words[1..].join(" ");
    match words[0].as_str() {
        "is" => format!("reports whether the {noun} is {rest}"),
        "has" => format!("reports whether the {noun} has {rest}"),
        "can" => format!("reports whether the {noun} can {rest}"),
        "should" => format!("reports whether the {noun} should {rest}"),
        "get" => format!("returns the {rest} of the {noun}"),
        "to" | "as" => format!("returns the {noun} as {rest}"),
        "set" | "change" | "update" => format!("changes the {rest} of the {noun}"),
        "add" => format!("adds {rest} to the {noun}"),
        verb if rest.is_empty() => {
            format!("{}s the {noun}", verb.strip_suffix('y').map_or(verb.to_owned(), |stem| format!("{stem}ie")))
        }
        verb => format!("{verb}s {rest} of the {noun}"),
    }
}

/// All that a pattern is chosen by.
struct Context<'d> {
    draft: &'d Draft<'d>,
    entity: &'d Entity,
    words: Vec<String>,
    params: &'d [Param],
    results: Vec<&'d str>,
}

impl Context<'_> {
    fn values(&self) -> &[Value] {
        &self.draft.contract.values
    }

    fn field(&self, words: &[String]) -> Option<&Field> {
        let wanted = names::exported(&words.join("_"));
        self.entity.fields.iter().find(|field| field.name == wanted)
    }

    fn gives(&self, types: &[&str]) -> bool {
        self.results == types
    }

    /// Whether the method changes the entity: it returns an error or nothing.
    fn changes(&self) -> bool {
        self.gives(&["error"]) || self.gives(&[])
    }
}

fn pattern(
    draft: &mut Draft<'_>,
    entity: &str,
    name: &str,
    params: &[Param],
    results: &[Param],
    method: &model::Operation,
) -> Option<MethodPattern> {
    let chosen = {
        let draft: &Draft<'_> = draft;
        let context = Context {
            draft,
            entity: draft.entity(entity)?,
            words: names::words(name),
            params,
            results: results.iter().map(|result| result.ty.as_str()).collect(),
        };
        question(&context).or_else(|| change(&context))
    }?;
    let verb = names::words(name)[0].clone();
    Some(with_event(draft, entity, &verb, params, chosen, method))
}

/// Gives a change its event.
fn with_event(
    draft: &mut Draft<'_>,
    entity: &str,
    verb: &str,
    params: &[Param],
    pattern: MethodPattern,
    method: &model::Operation,
) -> MethodPattern {
    let is_part = draft.entity(entity).is_some_and(|found| found.parent.is_some());
    let mut event = |raise: Option<Raise>| match raise {
        None if !is_part => Some(events::for_change(draft, entity, verb, params, method.span)),
        raise => raise,
    };
    match pattern {
        MethodPattern::Transition { refuse, guards, assign, raise } => {
            MethodPattern::Transition { refuse, guards, assign, raise: event(raise) }
        }
        MethodPattern::Extend { field, by, guards, raise } => MethodPattern::Extend { field, by, guards, raise: event(raise) },
        other => other,
    }
}

/// Methods that answer and change nothing.
fn question(context: &Context<'_>) -> Option<MethodPattern> {
    let words = &context.words;
    let first = words[0].as_str();
    if context.gives(&["bool"]) {
        return match context.params {
            [] => predicate(context),
            [param] => contains(context, param),
            _ => None,
        };
    }
    if !context.params.is_empty() {
        return None;
    }
    if context.gives(&["string"]) && words.as_slice() == ["string"] {
        let telling = context
            .entity
            .fields
            .iter()
            .find(|field| field.ty == "string" && matches!(field.name.as_str(), "Name" | "Title" | "Code" | "URL"));
        return Some(MethodPattern::Describe { field: telling.map(|field| field.name.clone()) });
    }
    let named = if first == "get" { &words[1..] } else { &words[..] };
    if let Some(field) = context.field(named).filter(|field| context.gives(&[&field.ty])) {
        return Some(MethodPattern::Get { field: field.name.clone() });
    }
    let counted = words.iter().any(|word| matches!(word.as_str(), "count" | "number" | "total" | "length" | "size"));
    if context.gives(&["int"]) && counted {
        let collection = |field: &&Field| field.ty.starts_with("[]") || field.ty.starts_with("map[");
        let about = |field: &&Field| {
            words.iter().any(|word| names::words(&names::singular(&field.name)).last() == Some(&names::singular(word)))
        };
        let field = context.entity.fields.iter().filter(collection).find(about)?;
        return Some(MethodPattern::Length { field: field.name.clone() });
    }
    if context.gives(&["float64"]) && words.iter().any(|word| word.starts_with("percent") || word == "ratio" || word == "change")
    {
        return percent_change(context);
    }
    if context.gives(&["time.Duration"]) {
        return elapsed(context);
    }
    if matches!(first, "to" | "as" | "into")
        || words.iter().any(|word| matches!(word.as_str(), "snapshot" | "view" | "summary" | "record"))
    {
        return conversion(context);
    }
    None
}

/// `IsValid`, `IsExpired`, `HasProofs`, `CanRetry`.
fn predicate(context: &Context<'_>) -> Option<MethodPattern> {
    let words = &context.words;
    let subject = Subject::new(context.draft, &context.entity.name)?;
    let rest = &words[1..];
    let state = if rest.is_empty() { words.join("_") } else { rest.join("_") };
    let test = |field: &str, test: Test| FieldTest { field: field.to_owned(), test, message: String::new() };
    let found = |tests: Vec<FieldTest>| (!tests.is_empty()).then_some(MethodPattern::Predicate { tests });
    if let Some(field) = context.field(words).or_else(|| context.field(rest)) {
        return found(vec![test(&field.name, Test::Set)]);
    }
    let expiry = || context.entity.fields.iter().find(|field| is_moment(field) && is_future(&names::words(&field.name)));
    match state.as_str() {
        "expired" if expiry().is_some() => {
            return found(expiry().map(|field| test(&field.name, Test::Past)).into_iter().collect());
        }
        "active" | "valid" | "current" | "live" | "effective" | "enabled" | "usable" => {
            let living = subject.living().into_iter().filter_map(|condition| {
                let kind = match condition.compare {
                    Compare::Null => Test::Unset,
                    Compare::NullOrGreater => Test::UnsetOrFuture,
                    Compare::Greater => Test::Future,
                    Compare::LessOrEqual => Test::Past,
                    Compare::Equal if condition.ty == "bool" => Test::Set,
                    Compare::Equal => Test::OneOf(vec![condition.value?]),
                    _ => return None,
                };
                Some(test(&condition.field, kind))
            });
            let tests: Vec<FieldTest> = living.collect();
            if !tests.is_empty() {
                return found(tests);
            }
        }
        _ => {}
    }
    if let Some((field, constant)) = subject.state(&state) {
        return found(vec![test(&field, Test::OneOf(vec![constant]))]);
    }
    if let Some(field) =
        context.entity.fields.iter().find(|field| is_moment(field) && field.name == names::exported(&format!("{state}_at")))
    {
        return found(vec![test(&field.name, Test::Set)]);
    }
    let transition = match words[0].as_str() {
        "can" if rest.len() == 1 => transition(context, &rest[0], &[]),
        _ => None,
    };
    match transition {
        Some(MethodPattern::Transition { guards, .. }) => found(guards),
        _ => None,
    }
}

fn is_moment(field: &Field) -> bool {
    field.ty.trim_start_matches('*') == "time.Time"
}

/// `HasChannel(channel)`, `Supports(event)`.
fn contains(context: &Context<'_>, param: &Param) -> Option<MethodPattern> {
    let comparable = find_value(context.values(), &param.ty)
        .is_none_or(|value| !matches!(value.kind, ValueKind::Struct { .. } | ValueKind::Opaque));
    let slice = format!("[]{}", param.ty);
    let holds = |field: &&Field| field.ty == slice || field.ty.starts_with(&format!("map[{}]", param.ty));
    let field = context.entity.fields.iter().filter(|_| comparable && !param.ty.starts_with(['*', '[', 'm'])).find(holds)?;
    Some(MethodPattern::Contains { field: field.name.clone(), param: param.name.clone() })
}

/// `GetAdjustmentPercentage` of `OriginalPrice` and `AdjustedPrice`.
fn percent_change(context: &Context<'_>) -> Option<MethodPattern> {
    let number = |field: &Field| field.ty == "values.Money" || is_integer(&field.ty) || is_float(&field.ty);
    let of = |earlier: &[&str]| {
        context.entity.fields.iter().find(|field| number(field) && earlier.contains(&names::words(&field.name)[0].as_str()))
    };
    let from = of(&["original", "base", "old", "previous", "initial", "list", "before", "expected", "planned"])?;
    let to = of(&["adjusted", "new", "final", "current", "actual", "after", "discounted", "effective"])
        .filter(|to| to.ty == from.ty)?;
    Some(MethodPattern::PercentChange { from: from.name.clone(), to: to.name.clone() })
}

/// `Age`, `Duration`, `TimeUntilExpiry`.
fn elapsed(context: &Context<'_>) -> Option<MethodPattern> {
    let moment = |wanted: &[&str]| {
        let named =
            |field: &&Field| is_moment(field) && names::words(&field.name).iter().any(|word| wanted.contains(&word.as_str()));
        context.entity.fields.iter().find(named).map(|field| field.name.clone())
    };
    let remaining = context.words.iter().any(|word| matches!(word.as_str(), "remaining" | "until" | "left" | "to"));
    if remaining {
        let to = moment(&["expires", "expiry", "expiration", "until", "due", "end", "ends", "deadline", "next", "scheduled"])?;
        return Some(MethodPattern::Elapsed { from: String::new(), to });
    }
    let from = moment(&["started", "start", "created", "opened", "received", "queued", "scheduled", "recorded"])?;
    let age = context.words.iter().any(|word| matches!(word.as_str(), "age" | "since"));
    let to = if age { None } else { moment(&["ended", "end", "completed", "finished", "closed", "delivered", "resolved"]) };
    Some(MethodPattern::Elapsed { from, to: to.unwrap_or_default() })
}

/// `ToAuditRecord` where the result is a struct value.
fn conversion(context: &Context<'_>) -> Option<MethodPattern> {
    let [to] = context.results.as_slice() else { return None };
    let wanted = super::repositories::struct_fields(context.draft, to).filter(|_| !to.starts_with('*'))?;
    let sources = Sources {
        entity: &context.entity.name,
        fields: &context.entity.fields,
        params: &[],
        values: context.values(),
        now: "time.Now().UTC()",
    };
    let assign: Vec<Assignment> = wanted
        .iter()
        .filter_map(|field| {
            let found = sources.find(field).or_else(|| described_by(context, field));
            found.map(|value| Assignment { field: field.name.clone(), value })
        })
        .collect();
    let complete =
        wanted.iter().filter(|field| field.required).all(|field| assign.iter().any(|assigned| assigned.field == field.name));
    (complete && !assign.is_empty()).then(|| MethodPattern::Convert { to: (*to).to_owned(), assign })
}

/// What a field that speaks of entities in general is for this one.
fn described_by(context: &Context<'_>, field: &Field) -> Option<String> {
    match (field.name.as_str(), field.ty.as_str()) {
        ("EntityType" | "Kind" | "Name" | "Type", "string") => Some(format!("\"{}\"", names::snake(&context.entity.name))),
        ("EntityID", "values.UUID") => Some("self.ID".to_owned()),
        ("EntityID", "string") => Some("self.ID.String()".to_owned()),
        _ => None,
    }
}

/// Methods that change the entity.
fn change(context: &Context<'_>) -> Option<MethodPattern> {
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
}

/// The verb that `MarkDelivered` and `MarkAsFailed` stand for is in their last word.
fn marked(words: &[String]) -> String {
    match words[0].as_str() {
        "mark" | "set" => words.last().cloned().unwrap_or_default(),
        verb => verb.to_owned(),
    }
}

/// `Renew(duration)`, `Extend(by)`.
fn extension(context: &Context<'_>) -> Option<MethodPattern> {
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
fn plain_assignment(context: &Context<'_>) -> Option<MethodPattern> {
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
fn append(context: &Context<'_>, verb: &str) -> Option<MethodPattern> {
    let [param] = context.params else { return None };
    let adds = matches!(verb, "add" | "append" | "attach" | "record" | "register" | "include" | "push" | "log");
    let slice = format!("[]{}", param.ty.replace("...", ""));
    let field = context.entity.fields.iter().find(|field| field.ty == slice).filter(|_| adds && !param.ty.starts_with("..."))?;
    Some(MethodPattern::Append { field: field.name.clone(), param: param.name.clone(), raise: None })
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
fn transition(context: &Context<'_>, verb: &str, params: &[Param]) -> Option<MethodPattern> {
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
        let with_state = states.iter().map(|state| names::exported(&format!("{state}_{}", param.name)));
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
    let closed = |constant: &&super::EnumConstant| {
        name(&constant.name) == target || verbs::is_final(&constant.value) && !verbs::revives(verb)
    };
    let refused: Vec<String> = constants.iter().filter(closed).map(|constant| name(&constant.name)).collect();
    let message = format!("it cannot be {} from its present {}", verbs::participle(verb), names::words(field).join(" "));
    Some(FieldTest { field: field.to_owned(), test: Test::NoneOf(refused), message })
}
