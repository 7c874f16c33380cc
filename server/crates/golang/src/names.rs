//! Names as Go writes them: words, initialisms, exported and unexported forms, file and column names.

/// Initialisms that Go code writes in one case, from the list of Go's own review comments.
const INITIALISMS: &[&str] = &[
    "ACL", "API", "ASCII", "CPU", "CSS", "DNC", "DNS", "EOF", "GDPR", "GUID", "HMAC", "HTML", "HTTP", "HTTPS", "ID", "IP",
    "JSON", "JWT", "ML", "PII", "QPS", "RAM", "RPC", "SLA", "SMS", "SMTP", "SQL", "SSH", "SSL", "TCP", "TCPA", "TLS", "TTL",
    "UDP", "UI", "UID", "URI", "URL", "UTF8", "UUID", "VM", "XML", "XSS",
];

/// Go's keywords; none can be an identifier.
pub const KEYWORDS: &[&str] = &[
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// The words of a name in any style: `ConsentID`, `consent_id`, `consent-id` and `Consent ID` give the same.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()) {
        let (mut start, mut before) = (0, None);
        for (at, c) in part.char_indices() {
            if at > start && c.is_uppercase() && begins_word(before, &part[at + c.len_utf8()..]) {
                words.push(lower(&part[start..at]));
                start = at;
            }
            before = Some(c);
        }
        if start < part.len() {
            words.push(lower(&part[start..]));
        }
    }
    words
}

/// Names are hardly ever anything but ASCII, for which no tables are needed.
fn lower(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_lowercase() }
}

/// Whether an upper-case letter between `before` and `rest` begins a word. The `s` in `IDs` only makes an initialism
/// plural.
fn begins_word(before: Option<char>, rest: &str) -> bool {
    let mut rest = rest.chars();
    let next = rest.next();
    let is_plural_tail = next == Some('s') && rest.next().is_none_or(char::is_uppercase);
    before.is_some_and(|c| !c.is_uppercase()) || next.is_some_and(char::is_lowercase) && !is_plural_tail
}

/// The exported form: `call_id` → `CallID`.
#[must_use]
pub fn exported(name: &str) -> String {
    let joined: String = words(name).iter().map(|word| capital(word)).collect();
    match joined.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("N{joined}"),
        _ => joined,
    }
}

/// The unexported form: `CallID` → `callID`, `ID` → `id`; a keyword gets a trailing `Value`.
#[must_use]
pub fn unexported(name: &str) -> String {
    let mut words = words(name).into_iter();
    let first = words.next().unwrap_or_default();
    let joined = first + &words.map(|word| capital(&word)).collect::<String>();
    if KEYWORDS.contains(&joined.as_str()) { format!("{joined}Value") } else { joined }
}

/// The name of a column, a JSON key or a file stem: `CallID` → `call_id`.
#[must_use]
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// The name of a path segment: `ConsentRecord` → `consent-record`.
#[must_use]
pub fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// A package name: lower-case letters and digits only.
#[must_use]
pub fn package(name: &str) -> String {
    words(name).concat()
}

/// The plural of an English noun in any case style.
#[must_use]
pub fn plural(noun: &str) -> String {
    let lower = noun.to_lowercase();
    let ends = |ending: &str| lower.ends_with(ending);
    if ends("history") || ends("data") || ends("metadata") || ends("ss") && ends("access") {
        return noun.to_owned();
    }
    if ends("y") && !["ay", "ey", "oy", "uy"].iter().any(|e| lower.ends_with(e)) {
        return format!("{}ies", &noun[..noun.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|e| lower.ends_with(e)) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

/// The singular of an English noun in any case style.
#[must_use]
pub fn singular(noun: &str) -> String {
    let lower = noun.to_lowercase();
    if lower.ends_with("ies") && lower.len() > 4 {
        return format!("{}y", &noun[..noun.len() - 3]);
    }
    if ["sses", "xes", "zes", "ches", "shes", "uses"].iter().any(|e| lower.ends_with(e)) {
        return noun[..noun.len() - 2].to_owned();
    }
    if lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && !lower.ends_with("is") {
        return noun[..noun.len() - 1].to_owned();
    }
    noun.to_owned()
}

/// One word as it stands inside an exported name.
fn capital(word: &str) -> String {
    let upper = if word.is_ascii() { word.to_ascii_uppercase() } else { word.to_uppercase() };
    if INITIALISMS.contains(&upper.as_str()) {
        return upper;
    }
    if let Some(stem) = upper.strip_suffix('S').filter(|stem| INITIALISMS.contains(stem)) {
        return format!("{stem}s");
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{exported, kebab, package, plural, singular, snake, unexported};

    #[test]
    fn names_change_their_style_and_keep_initialisms() {
        let cases = [
            ("ConsentID", "ConsentID", "consentID", "consent_id"),
            ("call_id", "CallID", "callID", "call_id"),
            ("MLModelService", "MLModelService", "mlModelService", "ml_model_service"),
            ("consentIDs", "ConsentIDs", "consentIDs", "consent_ids"),
            ("ip-address", "IPAddress", "ipAddress", "ip_address"),
            ("type", "Type", "typeValue", "type"),
            ("A/B test", "ABTest", "aBTest", "a_b_test"),
        ];
        for (name, public, private, column) in cases {
            assert_eq!((exported(name), unexported(name), snake(name)), (public.into(), private.into(), column.into()));
        }
        assert_eq!((kebab("ConsentRecord"), package("dynamic-pricing")), ("consent-record".into(), "dynamicpricing".into()));
    }

    #[test]
    fn plurals_and_singulars_meet() {
        for (one, many) in [("Consent", "Consents"), ("Strategy", "Strategies"), ("Batch", "Batches"), ("delivery", "deliveries")]
        {
            assert_eq!((plural(one), singular(many)), (many.into(), one.into()));
        }
    }
}
