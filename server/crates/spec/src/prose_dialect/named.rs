//! A name that plain Markdown declares.

use ecow::EcoString;
use specwave_source::Span;

use super::body::Body;
use crate::declared::Declared;
use crate::go_dialect::names_event;
use crate::kinds::Kind;
use crate::model::{Dialect, EnumValue, Field, Repository, Service, Shift, Struct, ValueObject};

/// A name, what it is, and what is said about it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) doc: String,
    pub(super) body: Body,
}

impl Shift for Named {
    fn shift(&mut self, offset: usize) {
        self.span.shift(offset);
        self.body.shift(offset);
    }
}

impl Named {
    /// Whether the text says what the name is, or shows it by what stands below; a mere description does neither.
    pub(super) fn says_what_it_is(&self) -> bool {
        self.kind != Kind::Model || !self.body.fields.is_empty() || !self.body.words.is_empty()
    }

    /// Adds the declaration, unless code has made it already.
    pub(super) fn declare(self, out: &mut Declared) {
        if out.is_declared(&self.name) {
            return self.complete(out);
        }
        match self.kind {
            Kind::Entity => out.entity(self.structure()),
            Kind::Event => out.event(self.structure()),
            Kind::ValueObject => out.value_object(self.value_object()),
            Kind::Model if has_identity(&self.body.fields) => out.entity(self.structure()),
            Kind::Model => out.value_object(self.value_object()),
            Kind::Service => out.service(Service {
                name: self.name,
                span: self.span,
                dialect: Dialect::Prose,
                doc: self.doc,
                package: None,
                operations: self.body.operations,
                dependencies: self.body.dependencies,
            }),
            Kind::Repository => out.repository(Repository {
                name: self.name,
                span: self.span,
                dialect: Dialect::Prose,
                doc: self.doc,
                package: None,
                operations: self.body.operations,
                indexes: Vec::new(),
            }),
        }
    }

    /// Adds what an earlier mention in plain Markdown left out.
    fn complete(self, out: &mut Declared) {
        let name = self.name.clone();
        match self.kind {
            Kind::Service | Kind::Repository => out.complete_operations(&name, self.body.operations),
            _ => out.complete_fields(&name, self.structure().fields),
        }
    }

    fn structure(self) -> Struct {
        let mut fields = self.body.fields;
        // Words that stand alone are fields whose type is not told.
        fields.extend(self.body.words.into_iter().map(|word| Field {
            name: word.value.into(),
            ty: EcoString::new(),
            optional: false,
            doc: EcoString::new(),
            span: word.span,
        }));
        Struct {
            name: self.name,
            span: self.span,
            dialect: Dialect::Prose,
            doc: self.doc,
            package: None,
            fields,
            methods: self.body.operations,
        }
    }

    fn value_object(mut self) -> ValueObject {
        let words = std::mem::take(&mut self.body.words);
        let validation = std::mem::take(&mut self.body.validation);
        let values: Vec<EnumValue> = if self.body.fields.is_empty() {
            words.into_iter().map(|word| EnumValue { constant: String::new(), value: word.value, span: word.span }).collect()
        } else {
            Vec::new()
        };
        let underlying = self.body.fields.is_empty().then(|| "string".to_owned());
        ValueObject { base: self.structure(), underlying, values, validation }
    }
}

pub(super) fn has_identity(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.name.eq_ignore_ascii_case("id"))
}

/// Words that head parts of a declaration and name nothing themselves.
const PARTS: &[&str] = &[
    "attributes",
    "behavior",
    "behaviors",
    "behaviour",
    "behaviours",
    "constraints",
    "definition",
    "dependencies",
    "description",
    "entities",
    "events",
    "example",
    "examples",
    "fields",
    "indexes",
    "interface",
    "interfaces",
    "invariants",
    "key",
    "lifecycle",
    "methods",
    "note",
    "notes",
    "operations",
    "overview",
    "payload",
    "policy",
    "properties",
    "purpose",
    "relationships",
    "repositories",
    "responsibilities",
    "responsibility",
    "rules",
    "schema",
    "services",
    "summary",
    "transitions",
    "types",
    "validation",
    "values",
];

/// The name that `written` is, if it is one: `OrderLine`, `Order`, `Order Line`.
pub(super) fn name(written: &str) -> Option<String> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_ascii_alphanumeric())
            && !PARTS.contains(&word.to_lowercase().as_str())
    };
    let named = (1..=3).contains(&words.len()) && words.iter().all(is_word);
    let name = words.concat();
    (named && name.contains(|c: char| c.is_ascii_lowercase())).then_some(name)
}

/// The name of an event that is written as what it is sent as: `order.placed`.
pub(super) fn topic(written: &str) -> Option<String> {
    let parts: Vec<&str> = written.split('.').collect();
    let is_part = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_lowercase()) && part.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    };
    let words = parts.iter().flat_map(|part| part.split(['_', '-']));
    let camel = words.filter_map(|word| Some(word.get(..1)?.to_uppercase() + &word[1..])).collect::<String>();
    ((2..=4).contains(&parts.len()) && parts.iter().all(is_part) && names_event(&camel)).then(|| written.to_owned())
}

/// Whether a name is made of several words: `OrderLine`, `order.placed`.
pub(super) fn is_compound(name: &str) -> bool {
    let mut before = ' ';
    name.contains('.')
        || name.chars().any(|c| {
            let hump = before.is_ascii_lowercase() && c.is_ascii_uppercase();
            before = c;
            hump
        })
}

/// Whether a name can be one of that kind: services and repositories are called so.
pub(super) fn fits(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Service => name.ends_with("Service") && name.len() > "Service".len(),
        Kind::Repository => name.ends_with("Repository") && name.len() > "Repository".len(),
        Kind::Entity | Kind::ValueObject | Kind::Event | Kind::Model => {
            !name.ends_with("Service") && !name.ends_with("Repository")
        }
    }
}

/// The text without marks of emphasis and code.
pub(super) fn bare(written: &str) -> &str {
    written.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_' | ':'))
}
