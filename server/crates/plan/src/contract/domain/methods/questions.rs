//! Patterns of methods that answer and change nothing.

use specwave_golang::names;

use super::Context;
use super::changes::transition;
use crate::contract::domain::conditions::Subject;
use crate::contract::domain::draft::find_value;
use crate::contract::domain::expressions::Sources;
use crate::contract::domain::fields::{is_float, is_future, is_integer};
use crate::contract::domain::repositories::struct_fields;
use crate::contract::domain::{Assignment, Compare, FieldTest, MethodPattern, Test, ValueKind};
use crate::contract::{Field, Param};

/// Methods that answer and change nothing.
pub(super) fn question(context: &Context<'_>) -> Option<MethodPattern> {
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

pub(super) fn is_moment(field: &Field) -> bool {
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
    let wanted = struct_fields(context.draft, to).filter(|_| !to.starts_with('*'))?;
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
