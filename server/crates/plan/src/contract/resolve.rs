//! Types as a spec writes them become types of the contract.

mod type_tables;

use std::collections::BTreeMap;

use specwave_golang::{Type, names};

use super::Contract;
pub(in crate::contract) use type_tables::SUPPORT;
use type_tables::{FOREIGN_TYPES, PLAIN_TYPES, PREDECLARED, STANDARD, SUPPORT_ALIASES, WRAPPERS};

/// The types that the contract has names for.
#[derive(Debug, Clone, Default)]
pub(in crate::contract) struct Names {
    known: BTreeMap<String, String>,
}

impl Names {
    /// The values and entities of a contract, with those of its services that are there already.
    pub(in crate::contract) fn of(contract: &Contract) -> Self {
        let mut names = Self::default();
        for value in &contract.values {
            names.insert(&value.name, format!("{}.{}", value.package, value.name));
        }
        for entity in &contract.entities {
            names.insert(&entity.name, format!("domain.{}", entity.name));
        }
        for repository in &contract.repositories {
            names.insert(&repository.query.name, format!("domain.{}", repository.query.name));
        }
        for (name, canonical) in &contract.aliases {
            names.insert(name, canonical.clone());
        }
        names
    }

    /// Makes `name`, as a spec writes it, stand for a canonical type.
    pub(in crate::contract) fn insert(&mut self, name: &str, canonical: impl Into<String>) {
        self.known.insert(name.to_owned(), canonical.into());
    }

    /// The canonical type behind a name, qualified or not.
    pub(in crate::contract) fn get(&self, name: &str) -> Option<&str> {
        let bare = name.rsplit('.').next().unwrap_or(name);
        self.known.get(bare).or_else(|| self.known.get(&names::exported(bare))).map(String::as_str)
    }

    /// The canonical form of a type as written; `unknown` says what a name stands for that nothing declares.
    ///
    /// Text that is no type at all gives `string`.
    pub(in crate::contract) fn resolve(&self, text: &str, unknown: &mut dyn FnMut(&str) -> String) -> String {
        self.resolve_type(text, unknown).to_string()
    }

    /// The canonical form of the type of something that is stored: without channels, functions and errors.
    pub(in crate::contract) fn resolve_stored(&self, text: &str, unknown: &mut dyn FnMut(&str) -> String) -> String {
        stored(&self.resolve_type(text, unknown)).to_string()
    }

    fn resolve_type(&self, text: &str, unknown: &mut dyn FnMut(&str) -> String) -> Type {
        let go = as_go(text);
        let parsed = Type::parse(&go).unwrap_or(Type::Named { package: None, name: "string".to_owned() });
        let mapped = parsed.map_named(&mut |package, name| self.named(package, name, unknown));
        tolerated(&mapped)
    }

    fn named(&self, package: Option<&str>, name: &str, unknown: &mut dyn FnMut(&str) -> String) -> Type {
        if let Some((outer, arguments)) = name.split_once('[') {
            return self.generic(outer, arguments.trim_end_matches(']'), unknown);
        }
        let canonical = match package {
            None if PREDECLARED.contains(&name) => return as_written(None, name),
            None => self.get(name).map(str::to_owned).or_else(|| support(name)).or_else(|| plain(name)),
            Some(package) => {
                self.of_foreign_package(package, name).or_else(|| self.get(name).map(str::to_owned)).or_else(|| support(name))
            }
        };
        let canonical = match (canonical, package) {
            (Some(canonical), _) => canonical,
            (None, Some(package)) if STANDARD.contains(&package) => return as_written(Some(package), name),
            (None, _) => unknown(&identifier(name)),
        };
        Type::parse(&canonical).unwrap_or_else(|| as_written(None, "any"))
    }

    /// Types of other modules that have a fixed meaning here; those of the standard library stay.
    fn of_foreign_package(&self, package: &str, name: &str) -> Option<String> {
        let listed = FOREIGN_TYPES.iter().find(|(p, n, _)| *p == package && *n == name);
        listed.map(|(_, _, canonical)| (*canonical).to_owned()).or_else(|| {
            let standard = STANDARD.contains(&package) && self.get(name).is_none() && support(name).is_none();
            standard.then(|| format!("{package}.{name}"))
        })
    }

    fn generic(&self, outer: &str, arguments: &str, unknown: &mut dyn FnMut(&str) -> String) -> Type {
        let bare = outer.rsplit('.').next().unwrap_or(outer);
        if let Some((_, form)) = WRAPPERS.iter().find(|(wrapper, _)| wrapper.eq_ignore_ascii_case(bare)) {
            return self.resolve_type(&format!("{form}{arguments}"), unknown);
        }
        if let (true, Some((key, value))) = (bare.eq_ignore_ascii_case("map"), arguments.split_once(',')) {
            return self.resolve_type(&format!("map[{}]{}", key.trim(), value.trim()), unknown);
        }
        self.named(None, &identifier(&format!("{bare} {arguments}")), unknown)
    }
}

/// The type expression in Go for a type in any of the dialects; text behind it such as `(optional)` is left out.
fn as_go(text: &str) -> String {
    let text = text.trim().trim_matches('`').trim();
    if Type::parse(text).is_some_and(|ty| !matches!(ty, Type::Named { package: None, ref name } if plain(name).is_some())) {
        return text.to_owned();
    }
    let text = text.split(" (").next().unwrap_or(text);
    let text = text.split(" //").next().unwrap_or(text);
    let text = without_remark(text).trim();
    if let Some(inner) = text.strip_suffix('?') {
        return format!("*{}", as_go(inner));
    }
    if let Some(inner) = text.strip_suffix("[]") {
        return format!("[]{}", as_go(inner));
    }
    if let Some((alternative, _)) = text.split_once('|').filter(|_| !text.contains('<')) {
        return format!("*{}", as_go(alternative));
    }
    let angled = text.replace('<', "[").replace('>', "]");
    if let Some((outer, rest)) =
        angled.split_once('[').filter(|(outer, _)| !outer.is_empty() && *outer != "map" || text.contains('<'))
    {
        let arguments = rest.trim_end().trim_end_matches(']');
        return match (outer.trim().to_lowercase().as_str(), arguments.split_once(',')) {
            ("array" | "list" | "set" | "slice" | "arrayof", _) => format!("[]{}", as_go(arguments)),
            ("optional" | "option" | "nullable", _) => format!("*{}", as_go(arguments)),
            ("map" | "dict" | "record", Some((key, value))) => format!("map[{}]{}", as_go(key), as_go(value)),
            _ => angled,
        };
    }
    match text.split_once('(') {
        Some((before, _)) => as_go(before),
        None => text.to_owned(),
    }
}

/// The type in `string, required` and `int - the number of tries`.
fn without_remark(text: &str) -> &str {
    let bracketed = text.contains('[') || text.contains('<') || text.contains('{');
    let end = text.find(" - ").or_else(|| text.find([',', ';', '=']).filter(|_| !bracketed));
    end.map_or(text, |end| &text[..end])
}

/// The Go behind a type of the text formats.
fn plain(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    if lower != name && !name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()) && !is_capitalised_plain(name) {
        return None;
    }
    if PREDECLARED.contains(&lower.as_str()) {
        return Some(lower);
    }
    PLAIN_TYPES.iter().find(|(plain, _)| *plain == lower).map(|(_, go)| (*go).to_owned())
}

/// `String`, `Boolean` and the like, which other languages write with a capital.
fn is_capitalised_plain(name: &str) -> bool {
    matches!(
        name,
        "String"
            | "Boolean"
            | "Bool"
            | "Integer"
            | "Int"
            | "Float"
            | "Double"
            | "Number"
            | "Object"
            | "Timestamp"
            | "DateTime"
            | "Datetime"
            | "Date"
            | "Time"
            | "Duration"
            | "Long"
            | "Text"
            | "Bytes"
    )
}

fn support(name: &str) -> Option<String> {
    let alias = SUPPORT_ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, support)| *support);
    let found = alias.or_else(|| SUPPORT.iter().copied().find(|support| *support == name))?;
    Some(format!("values.{found}"))
}

fn as_written(package: Option<&str>, name: &str) -> Type {
    Type::Named { package: package.map(str::to_owned), name: name.to_owned() }
}

/// An exported Go name for a type.
pub(in crate::contract) fn identifier(name: &str) -> String {
    let ascii: String = names::exported(name).chars().filter(char::is_ascii_alphanumeric).collect();
    if ascii.starts_with(|c: char| c.is_ascii_uppercase()) { ascii } else { format!("Item{ascii}") }
}

/// The type with what cannot be checked, such as functions over unknown types, replaced by `any`.
fn tolerated(ty: &Type) -> Type {
    let boxed = |inner: &Type| Box::new(tolerated(inner));
    match ty {
        Type::Other(text) if is_harmless(text) => ty.clone(),
        Type::Other(_) => as_written(None, "any"),
        Type::Named { .. } => ty.clone(),
        Type::Pointer(inner) if matches!(tolerated(inner), Type::Named { package: None, ref name } if name == "any" || name == "error") => {
            tolerated(inner)
        }
        Type::Pointer(inner) => Type::Pointer(boxed(inner)),
        Type::Slice(inner) => Type::Slice(boxed(inner)),
        Type::Variadic(inner) => Type::Variadic(boxed(inner)),
        Type::Array(length, inner) if length.chars().all(|c| c.is_ascii_digit()) && length.len() < 5 && !length.is_empty() => {
            Type::Array(length.clone(), boxed(inner))
        }
        Type::Array(_, inner) => Type::Slice(boxed(inner)),
        Type::Map(key, value) => Type::Map(Box::new(as_key(&tolerated(key))), boxed(value)),
        Type::Channel(direction, inner) => Type::Channel(*direction, boxed(inner)),
    }
}

/// A key that maps and JSON take.
fn as_key(key: &Type) -> Type {
    match key {
        Type::Named { package: None, name } if !name.starts_with("float") && !name.starts_with("complex") && name != "any" => {
            key.clone()
        }
        Type::Named { package: Some(_), .. } => key.clone(),
        _ => as_written(None, "string"),
    }
}

/// Whether a function, struct or interface type names nothing but predeclared types and those of the standard library.
fn is_harmless(text: &str) -> bool {
    if text.starts_with("interface") || text.starts_with("struct") && text.replace(' ', "") != "struct{}" {
        return false;
    }
    let tokens = text.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '_').filter(|token| !token.is_empty());
    tokens.into_iter().all(|token| match token.split_once('.') {
        Some((package, _)) => STANDARD.contains(&package),
        None => PREDECLARED.contains(&token) || matches!(token, "func" | "struct" | "map" | "chan"),
    })
}

/// The type of something that is stored, as JSON or in a column.
fn stored(ty: &Type) -> Type {
    let boxed = |inner: &Type| Box::new(stored(inner));
    match ty {
        Type::Named { package: None, name } if name == "error" || name.starts_with("complex") || name == "uintptr" => {
            as_written(None, "string")
        }
        Type::Named { package: Some(package), name } if STANDARD.contains(&package.as_str()) => {
            let storable = matches!(
                (package.as_str(), name.as_str()),
                ("time", "Time" | "Duration" | "Month" | "Weekday") | ("json", "RawMessage")
            );
            if storable { ty.clone() } else { as_written(None, "string") }
        }
        Type::Other(_) => as_written(None, "string"),
        Type::Named { .. } => ty.clone(),
        Type::Channel(_, inner) | Type::Variadic(inner) => Type::Slice(boxed(inner)),
        Type::Pointer(inner) => match stored(inner) {
            inner @ (Type::Pointer(_) | Type::Slice(_) | Type::Map(..)) => inner,
            Type::Named { package: Some(package), name } if package == "json" => as_written(Some(&package), &name),
            Type::Named { package: None, name } if name == "any" => as_written(None, "any"),
            inner => Type::Pointer(Box::new(inner)),
        },
        Type::Slice(inner) => Type::Slice(boxed(inner)),
        Type::Array(length, inner) => Type::Array(length.clone(), boxed(inner)),
        Type::Map(key, value) => Type::Map(Box::new(stored(key)), boxed(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn resolve(text: &str) -> String {
        let mut names = Names::default();
        names.insert("Channel", "values.Channel");
        names.insert("Consent", "domain.Consent");
        names.resolve(text, &mut |name| format!("values.{name}"))
    }

    #[test]
    fn types_of_all_dialects_become_canonical() {
        let cases = [
            ("uuid.UUID", "values.UUID"),
            ("*uuid.UUID", "*values.UUID"),
            ("Money", "values.Money"),
            ("interface{}", "any"),
            ("map[string]interface{}", "map[string]any"),
            ("array[ConsentResponse]", "[]values.ConsentResponse"),
            ("array[string]", "[]string"),
            ("object", "map[string]any"),
            ("string (optional)", "string"),
            ("int (if exists)", "int"),
            ("boolean", "bool"),
            ("number", "float64"),
            ("decimal.Decimal", "values.Decimal"),
            ("json.RawMessage", "json.RawMessage"),
            ("[]consent.Channel", "[]values.Channel"),
            ("*domain.Consent", "*domain.Consent"),
            ("values.PhoneNumber", "values.PhoneNumber"),
            ("context.Context", "context.Context"),
            ("io.Reader", "io.Reader"),
            ("time.Month", "time.Month"),
            ("sql.NullString", "*string"),
            ("VARCHAR(50)", "string"),
            ("string?", "*string"),
            ("List<Consent>", "[]domain.Consent"),
            ("Map<string, int>", "map[string]int"),
            ("map<string, Consent>", "map[string]domain.Consent"),
            ("string | null", "*string"),
            ("string, required", "string"),
            ("enum(active, revoked)", "string"),
            ("Optional[string]", "*string"),
            ("Page[Consent]", "values.PageConsent"),
            ("func(int) error", "func(int) error"),
            ("func(uuid.UUID) error", "any"),
            ("<-chan MetricUpdate", "<-chan values.MetricUpdate"),
            ("[sha256.Size]byte", "[]byte"),
            ("[16]byte", "[16]byte"),
            ("*interface{}", "any"),
            ("", "string"),
            ("%%%", "string"),
        ];
        for (text, expected) in cases {
            assert_eq!(resolve(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_stored_has_neither_channels_nor_functions_nor_errors() {
        let stored = |text: &str| Names::default().resolve_stored(text, &mut |name| format!("values.{name}"));
        for (text, expected) in [
            ("chan int", "[]int"),
            ("func(int) error", "string"),
            ("error", "string"),
            ("*http.Request", "*string"),
            ("*[]string", "[]string"),
            ("map[string]chan Update", "map[string][]values.Update"),
            ("**string", "*string"),
        ] {
            assert_eq!(stored(text), expected, "{text:?}");
        }
    }
}
