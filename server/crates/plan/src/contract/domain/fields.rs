//! Fields of values, entities and events: their types, what they need, what they default to.

use specwave_golang::names;
use specwave_spec::model;

use super::draft::{Draft, find_value};
use super::{Value, ValueKind};
use crate::contract::Field;

/// Names of texts without which a thing makes no sense.
const TELLING_TEXTS: &[&str] =
    &["Name", "Title", "URL", "Key", "Code", "Slug", "TrackingNumber", "PhoneNumber", "Email", "Condition"];

/// Last words of numbers that count something.
const COUNTS: &[&str] = &[
    "age", "attempt", "attempts", "calls", "capacity", "count", "counter", "days", "duration", "events", "failures", "hours",
    "interval", "items", "length", "limit", "minutes", "ms", "number", "offset", "quantity", "records", "retries", "seconds",
    "size", "sequence", "timeout", "total", "version",
];

/// Values that a life begins with, best first.
const BEGINNINGS: &[&str] = &[
    "pending",
    "draft",
    "new",
    "created",
    "registered",
    "initial",
    "open",
    "opened",
    "queued",
    "scheduled",
    "requested",
    "submitted",
    "unverified",
    "inactive",
    "active",
    "enabled",
];

/// The field of the contract for one of the spec; `None` for what is no data, or has been seen.
///
/// A name in `methods` would clash with a method of the type and gets `Raw` in front.
pub(super) fn declared(
    draft: &mut Draft<'_>,
    field: &model::Field,
    user: &str,
    methods: &[&str],
    seen: &[Field],
) -> Option<Field> {
    let bare = field.name.trim_start_matches('*').rsplit('.').next().unwrap_or_default();
    let ascii: String = names::exported(bare).chars().filter(char::is_ascii_alphanumeric).collect();
    if !ascii.starts_with(|c: char| c.is_ascii_uppercase()) || is_machinery(&field.ty) {
        return None;
    }
    let name = if methods.contains(&ascii.as_str()) { format!("Raw{ascii}") } else { ascii };
    if seen.iter().any(|other| other.name == name) {
        return None;
    }
    let written = if field.ty.trim().is_empty() { type_by_name(&name).to_owned() } else { field.ty.to_string() };
    draft.remark = field.doc.to_string();
    let mut ty = draft.stored_type(&written, user, field.span);
    if field.optional && is_pointable(&ty) && written_as_go(&field.ty) {
        ty = format!("*{ty}");
    }
    let (minimum, maximum) = range(&name, &ty, &field.doc);
    let doc = one_line(&field.doc);
    Some(Field { key: key(&name), name, ty, required: false, minimum, maximum, doc, ..Field::default() })
}

/// Name in JSON and in the table; never a word that SQL would have to quote to understand.
pub(super) fn key(name: &str) -> String {
    names::snake(name)
}

/// Locks, channels and the like belong to an implementation, not to the domain's data.
fn is_machinery(ty: &str) -> bool {
    let ty = ty.trim().trim_start_matches('*');
    ["sync.", "atomic.", "context.", "sql.DB", "sql.Tx", "slog.", "zap.", "log.", "gorm.", "logrus."]
        .iter()
        .any(|machinery| ty.starts_with(machinery))
}

fn written_as_go(ty: &str) -> bool {
    ty.contains('.') || ty.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_pointable(ty: &str) -> bool {
    !ty.starts_with('*')
        && !ty.starts_with("[]")
        && !ty.starts_with("map[")
        && ty != "any"
        && ty != "json.RawMessage"
        && ty != "string"
}

/// A text on one line, without the marks of a comment.
pub(super) fn one_line(text: &str) -> String {
    text.trim().trim_start_matches("//").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A likely type for a field of which only the name is known.
pub(super) fn type_by_name(name: &str) -> &'static str {
    let words = names::words(name);
    let first = words.first().map(String::as_str).unwrap_or_default();
    let last = words.last().map(String::as_str).unwrap_or_default();
    match last {
        "id" => "uuid.UUID",
        "ids" => "[]uuid.UUID",
        "at" | "time" | "timestamp" | "date" | "until" | "since" => "time.Time",
        "duration" | "timeout" | "latency" | "ttl" => "time.Duration",
        "amount" | "price" | "cost" | "fee" | "revenue" | "balance" | "budget" => "Money",
        "rate" | "score" | "percentage" | "percent" | "factor" | "ratio" | "weight" | "probability" | "confidence"
        | "average" | "avg" | "latitude" | "longitude" => "float64",
        "active" | "enabled" | "allowed" | "valid" | "verified" | "success" | "approved" | "required" => "bool",
        "metadata" | "attributes" | "properties" | "parameters" | "labels" | "headers" => "map[string]string",
        "tags" | "reasons" | "errors" | "rules" | "names" | "channels" | "permissions" | "scopes" => "[]string",
        "payload" | "data" => "json.RawMessage",
        _ if COUNTS.contains(&last) => "int",
        _ if matches!(first, "is" | "has" | "can" | "should") => "bool",
        _ if matches!(first, "max" | "min" | "total" | "num") => "int",
        _ => "string",
    }
}

/// The least and the greatest number allowed: as the text says, else none below zero for what is counted.
fn range(name: &str, ty: &str, doc: &str) -> (Option<i64>, Option<i64>) {
    let number = is_integer(ty) || is_float(ty);
    if let Some((least, greatest)) = written_range(doc).filter(|_| number) {
        return (Some(least), Some(greatest));
    }
    let words = names::words(name);
    let last = words.last().map(String::as_str).unwrap_or_default();
    let first = words.first().map(String::as_str).unwrap_or_default();
    let counted = COUNTS.contains(&last) || matches!(first, "max" | "min" | "total" | "num");
    let countable = is_integer(ty) && !ty.starts_with('u') && ty != "byte" || ty == "time.Duration";
    match (counted && countable, last) {
        (true, "version") => (Some(1), None),
        (true, _) => (Some(0), None),
        _ if last == "latitude" && is_float(ty) => (Some(-90), Some(90)),
        _ if last == "longitude" && is_float(ty) => (Some(-180), Some(180)),
        _ => (None, None),
    }
}

/// `0-100`, `0.0 to 1.0`, `between 1 and 10`, `1..5` in a comment.
fn written_range(doc: &str) -> Option<(i64, i64)> {
    let spaced = doc.replace("..", " to ").replace(['–', '-'], " to ");
    let words: Vec<&str> = spaced.split(|c: char| c.is_whitespace() || "()[],;".contains(c)).filter(|w| !w.is_empty()).collect();
    words.windows(3).find_map(|window| {
        let [least, word, greatest] = window else { return None };
        let number =
            |text: &str| text.trim_end_matches(['.', '%']).parse::<f64>().ok().filter(|n| n.fract() == 0.0 && n.abs() < 1e9);
        let (least, greatest) = (number(least)?, number(greatest)?);
        (matches!(*word, "to" | "and") && least < greatest).then_some((least as i64, greatest as i64))
    })
}

/// Whether the type is a Go integer.
pub(super) fn is_integer(ty: &str) -> bool {
    matches!(
        ty,
        "int" | "int8" | "int16" | "int32" | "int64" | "uint" | "uint8" | "uint16" | "uint32" | "uint64" | "byte" | "rune"
    )
}

/// Whether the type is a Go floating-point number.
pub(super) fn is_float(ty: &str) -> bool {
    matches!(ty, "float32" | "float64")
}

/// Says for each field of a struct value whether it must be set.
pub(super) fn require_in_value(fields: &mut [Field], values: &[Value], name: &str) {
    let selects = ["Filter", "Filters", "Query", "Params", "Criteria", "Options", "Request", "Config"]
        .iter()
        .any(|end| name.ends_with(end));
    for field in fields.iter_mut() {
        let telling = field.ty == "string" && TELLING_TEXTS.contains(&field.name.as_str());
        let moment = field.ty == "time.Time" && matches!(field.name.as_str(), "Start" | "End");
        field.required |= !selects && (telling || moment || is_telling_value(values, &field.ty));
    }
}

/// Says for each field of an entity whether it must be set, and what it is where nothing is given.
pub(super) fn complete_entity(fields: &mut [Field], values: &[Value], optional: &[String]) {
    let plain_times: Vec<String> =
        fields.iter().filter(|field| field.ty == "time.Time").map(|field| field.name.clone()).collect();
    for field in fields.iter_mut() {
        let may_miss = optional.contains(&field.name);
        let words = names::words(&field.name);
        let last = words.last().map(String::as_str).unwrap_or_default();
        if field.name == "ID" {
            (field.required, field.default) = (true, Some("values.NewUUID()".to_owned()));
            continue;
        }
        // What begins a span that must be given as a whole begins with it, not now.
        let begins_span = field
            .name
            .strip_suffix("From")
            .is_some_and(|stem| ["To", "Until"].iter().any(|end| plain_times.contains(&format!("{stem}{end}"))));
        if field.ty == "time.Time" && !may_miss && is_stamp(last) && !is_future(&words) && !begins_span {
            field.default = Some("time.Now().UTC()".to_owned());
        } else if field.minimum == Some(1) && is_integer(&field.ty) {
            field.default = Some("1".to_owned());
        } else if let Some(first) = beginning(values, field) {
            field.default = Some(first);
        }
        let telling = field.ty == "string" && TELLING_TEXTS.contains(&field.name.as_str());
        let reference =
            field.ty == "values.UUID" && last != "by" && !matches!(words[0].as_str(), "parent" | "previous" | "original");
        field.required = !may_miss && (telling || reference || field.default.is_some() || is_telling_value(values, &field.ty));
    }
}

fn is_stamp(last: &str) -> bool {
    matches!(last, "at" | "timestamp" | "time" | "date" | "from" | "on")
}

/// Whether the words name a moment to come, which nobody can fill in.
pub(super) fn is_future(words: &[String]) -> bool {
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "expires" | "expiry" | "expiration" | "until" | "due" | "end" | "ends" | "deadline" | "next" | "valid"
        )
    })
}

/// The constant that the life of an entity begins with.
fn beginning(values: &[Value], field: &Field) -> Option<String> {
    let value = find_value(values, &field.ty).filter(|_| !field.ty.starts_with('*'))?;
    let ValueKind::Enum { constants } = &value.kind else { return None };
    if !is_lifecycle(&field.name) && !is_lifecycle(&value.name) {
        return None;
    }
    let of_word = |word: &str| constants.iter().find(|constant| names::words(&constant.value).join("_") == word);
    let first = BEGINNINGS.iter().find_map(|word| of_word(word)).or_else(|| constants.first())?;
    Some(format!("{}.{}", value.package, first.name))
}

/// Whether a name says where something is in its life.
pub(super) fn is_lifecycle(name: &str) -> bool {
    ["Status", "State", "Stage", "Phase"].iter().any(|end| name.ends_with(end))
}

/// Whether the zero value of a type says nothing: closed sets, texts with a form, structs that need something.
fn is_telling_value(values: &[Value], ty: &str) -> bool {
    if ty.starts_with('*') {
        return false;
    }
    match find_value(values, ty).map(|value| &value.kind) {
        Some(ValueKind::Enum { constants }) => !constants.is_empty(),
        Some(ValueKind::Struct { fields }) => fields.iter().any(|field| field.required),
        _ => matches!(ty, "values.PhoneNumber" | "values.Email"),
    }
}

#[cfg(test)]
mod tests {
    use super::{range, type_by_name};

    #[test]
    fn ranges_come_from_the_text_or_from_what_is_counted() {
        let cases = [
            ("Score", "float64", "quality, 0-100", (Some(0), Some(100))),
            ("Score", "float64", "between 0.0 and 1.0", (Some(0), Some(1))),
            ("MaxRetries", "int", "Default: 7", (Some(0), None)),
            ("Version", "int", "", (Some(1), None)),
            ("Balance", "int64", "", (None, None)),
            ("Latitude", "float64", "", (Some(-90), Some(90))),
            ("Note", "string", "1-2", (None, None)),
        ];
        for (name, ty, doc, expected) in cases {
            assert_eq!(range(name, ty, doc), expected, "{name} {doc}");
        }
    }

    #[test]
    fn a_name_alone_gives_a_likely_type() {
        for (name, ty) in
            [("CallID", "uuid.UUID"), ("RevokedAt", "time.Time"), ("IsValid", "bool"), ("RetryCount", "int"), ("Rule", "string")]
        {
            assert_eq!(type_by_name(name), ty, "{name}");
        }
    }
}
