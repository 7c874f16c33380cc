//! What the contract pins, as names in Go: held against the code, and found again from a place in it.

use std::collections::HashMap;
use std::path::Path;

use specwave_golang::facts::{Func, Parameter, TypeDecl, TypeKind};
use specwave_plan::contract::{Contract, Field, Operation, Origin, Param};

use crate::links::same;
use crate::types::{same_type, same_types, signature};
use crate::{GoFile, Tree};

/// One thing that the contract pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// What it is called in messages, such as `entity` or `endpoint`.
    pub kind: &'static str,
    /// Its name in messages: the Go name, or verb and path of an endpoint.
    pub name: String,
    /// The Go name: of a type, or of the method that answers an endpoint.
    pub go_name: String,
    /// The package's directory below the module root.
    pub dir: String,
    /// The file that the contract gives it; empty where it names none.
    pub file: String,
    /// The line of the specification that asks for it, from 1 in its joined text.
    pub line: Option<u32>,
    fields: Vec<AgreedField>,
    operations: Vec<AgreedOperation>,
    constructor: Option<String>,
}

/// A field with its type, which has the contract's package keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AgreedField {
    pub(crate) name: String,
    pub(crate) ty: String,
}

/// An operation with the types of its signature, which have the contract's package keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AgreedOperation {
    pub(crate) name: String,
    params: Vec<Parameter>,
    results: Vec<Parameter>,
    line: Option<u32>,
}

impl AgreedOperation {
    /// Whether a method takes and gives the same types.
    pub(crate) fn is_kept_by(&self, method: &Func) -> bool {
        same_types(method.params(), &self.params) && same_types(method.results(), &self.results)
    }

    /// Its signature as it stands behind its name.
    pub(crate) fn signature(&self) -> String {
        signature(&self.params, &self.results)
    }
}

impl Agreed {
    pub(crate) fn field(&self, name: &str) -> Option<&AgreedField> {
        self.fields.iter().find(|field| same(&field.name, name))
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&AgreedOperation> {
        self.operations.iter().find(|operation| same(&operation.name, name))
    }
}

/// A part of the contract that the code does not have as it was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack<'a> {
    /// What it is a part of.
    pub item: &'a Agreed,
    /// Where it is, or should be, below the module root.
    pub path: String,
    /// The line there, from 1; 0 where there is none.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// The line of the specification that asks for it.
    pub asked_at: Option<u32>,
}

/// What a place of the code was asked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The line of the specification, from 1 in its joined text.
    pub line: u32,
    /// What stands there: `entity Invoice`, `endpoint POST /api/v1/invoices`.
    pub what: String,
}

/// Everything that the contract pins and that this feature writes.
#[must_use]
pub fn agreed(contract: &Contract) -> Vec<Agreed> {
    let dir = |key: &str| contract.package(key).map(|package| package.dir.clone()).unwrap_or_default();
    let item = |kind, name: &str, key: &str, file: &str, origin: &Origin| Agreed {
        kind,
        name: name.to_owned(),
        go_name: name.to_owned(),
        dir: dir(key),
        file: file.to_owned(),
        line: origin.line,
        fields: Vec::new(),
        operations: Vec::new(),
        constructor: None,
    };
    let mut all = Vec::new();
    for value in contract.values.iter().filter(|value| !value.exists) {
        all.push(item("value object", &value.name, &value.package, &value.file, &value.origin));
    }
    for entity in &contract.entities {
        all.push(Agreed {
            fields: fields(&entity.fields),
            operations: operations(&entity.methods),
            constructor: Some(entity.constructor.clone()),
            ..item("entity", &entity.name, "domain", &entity.file, &entity.origin)
        });
    }
    for event in &contract.events {
        all.push(Agreed { fields: fields(&event.fields), ..item("event", &event.name, "domain", "", &event.origin) });
    }
    for repository in &contract.repositories {
        let operations = operations(&repository.operations);
        all.push(Agreed { operations, ..item("repository", &repository.name, "domain", "", &repository.origin) });
    }
    for service in &contract.services {
        let operations = operations(&service.operations);
        all.push(Agreed { operations, ..item("service", &service.name, "service", &service.file, &service.origin) });
    }
    for model in &contract.models {
        all.push(Agreed { fields: fields(&model.fields), ..item("model", &model.name, "service", "", &model.origin) });
    }
    for port in &contract.ports {
        all.push(item("port", &port.name, "service", "", &port.origin));
    }
    for dto in &contract.dtos {
        let fields = fields(dto.fields.iter().map(|field| &field.field));
        all.push(Agreed { fields, ..item("DTO", &dto.name, "rest", &dto.file, &dto.origin) });
    }
    for endpoint in &contract.endpoints {
        let name = format!("{} {}", endpoint.method, endpoint.path);
        all.push(Agreed { name, ..item("endpoint", &endpoint.handler, "rest", "", &endpoint.origin) });
    }
    all
}

fn fields<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Vec<AgreedField> {
    fields.into_iter().map(|field| AgreedField { name: field.name.clone(), ty: field.ty.clone() }).collect()
}

fn operations<P>(operations: &[Operation<P>]) -> Vec<AgreedOperation> {
    let types = |params: &[Param]| {
        params.iter().map(|param| Parameter { name: param.name.as_str().into(), ty: param.ty.as_str().into() }).collect()
    };
    let pinned = |operation: &Operation<P>| AgreedOperation {
        name: operation.name.clone(),
        params: types(&operation.params),
        results: types(&operation.results),
        line: operation.origin.line,
    };
    operations.iter().map(pinned).collect()
}

/// What the code lacks of these items, or has otherwise.
#[must_use]
pub fn lacks<'a>(agreed: &'a [Agreed], tree: &Tree) -> Vec<Lack<'a>> {
    let declared = Declared::of(tree);
    let mut lacks = Vec::new();
    for item in agreed {
        if item.kind == "endpoint" {
            if !declared.methods.keys().any(|(dir, _, method)| *dir == item.dir && *method == item.go_name) {
                lacks.push(lack(item, None, format!("no method `{}` answers {}", item.go_name, item.name), item.line));
            }
            continue;
        }
        match declared.types.get(&(item.dir.as_str(), item.go_name.as_str())) {
            None => {
                let message = format!("{} `{}` is not declared in package {}", item.kind, item.go_name, item.dir);
                lacks.push(lack(item, None, message, item.line));
            }
            Some((file, ty)) => declared.lacks_of(item, file, ty, &mut lacks),
        }
    }
    lacks
}

/// What asked for the code around a line of a file: the item that the declaration there belongs to, or that its test is about.
#[must_use]
pub fn asked_at(agreed: &[Agreed], tree: &Tree, path: &str, line: u32) -> Option<Asked> {
    let file = tree.file(Path::new(path))?;
    let dir = path.rsplit_once('/').map_or("", |(dir, _)| dir);
    let in_dir = || agreed.iter().filter(move |item| item.dir == dir);
    let function = file.facts.functions.iter().find(|function| holds(file, function.span, line));
    if let Some(function) = function {
        let of_type = function.receiver.as_ref().and_then(|receiver| in_dir().find(|item| item.go_name == receiver.ty));
        let operation = of_type.and_then(|item| item.operations.iter().find(|operation| operation.name == function.name.text));
        if let Some((item, line)) = of_type.zip(operation).and_then(|(item, operation)| Some((item, operation.line?))) {
            return Some(Asked { line, what: format!("operation {} of {} {}", function.name.text, item.kind, item.name) });
        }
        let endpoint = in_dir().find(|item| item.kind == "endpoint" && item.go_name == function.name.text);
        let about = || longest(in_dir(), |item| function.name.text.contains(&item.go_name));
        if let Some(asked) = endpoint.or(of_type).or_else(about).and_then(asked) {
            return Some(asked);
        }
    }
    let ty = file.facts.types.iter().find(|ty| holds(file, ty.span, line));
    let declared = ty.and_then(|ty| in_dir().find(|item| item.go_name == ty.name.text)).and_then(asked);
    declared.or_else(|| {
        let subject = path.strip_suffix("_test.go").map(|stem| format!("{stem}.go")).unwrap_or_else(|| path.to_owned());
        in_dir().find(|item| item.file == subject).and_then(asked)
    })
}

fn longest<'a>(items: impl Iterator<Item = &'a Agreed>, is_meant: impl Fn(&Agreed) -> bool) -> Option<&'a Agreed> {
    items.filter(|item| is_meant(item)).max_by_key(|item| item.go_name.len())
}

fn asked(item: &Agreed) -> Option<Asked> {
    Some(Asked { line: item.line?, what: format!("{} {}", item.kind, item.name) })
}

fn holds(file: &GoFile, span: specwave_source::Span, line: u32) -> bool {
    (file.lines().line(span.start)..=file.lines().line(span.end)).contains(&line)
}

fn lack<'a>(item: &'a Agreed, place: Option<(&GoFile, usize)>, message: String, asked_at: Option<u32>) -> Lack<'a> {
    let (path, line) = match place {
        Some((file, offset)) => (file.path.to_string_lossy().into_owned(), file.lines().line(offset)),
        None if item.file.is_empty() => (item.dir.clone(), 0),
        None => (item.file.clone(), 0),
    };
    Lack { item, path, line, message, asked_at }
}

/// The types, methods and functions of a module, tests aside, by directory and name.
struct Declared<'t> {
    types: HashMap<(&'t str, &'t str), (&'t GoFile, &'t TypeDecl)>,
    /// By directory, type and name.
    methods: HashMap<(&'t str, &'t str, &'t str), (&'t GoFile, &'t Func)>,
    functions: HashMap<(&'t str, &'t str), (&'t GoFile, &'t Func)>,
}

impl<'t> Declared<'t> {
    fn of(tree: &'t Tree) -> Self {
        let mut declared = Self { types: HashMap::new(), methods: HashMap::new(), functions: HashMap::new() };
        for file in tree.files().filter(|file| !file.is_test()) {
            let dir = file.directory().to_str().unwrap_or_default();
            for ty in &file.facts.types {
                declared.types.insert((dir, &ty.name.text), (file, ty));
            }
            for function in &file.facts.functions {
                match &function.receiver {
                    Some(receiver) => drop(declared.methods.insert((dir, &receiver.ty, &function.name.text), (file, function))),
                    None => drop(declared.functions.insert((dir, &function.name.text), (file, function))),
                }
            }
        }
        declared
    }

    fn lacks_of<'a>(&self, item: &'a Agreed, file: &GoFile, ty: &TypeDecl, lacks: &mut Vec<Lack<'a>>) {
        let here = Some((file, ty.name.span.start));
        let dir = item.dir.as_str();
        if let TypeKind::Struct(fields) = &ty.kind {
            for AgreedField { name, ty: agreed } in &item.fields {
                match fields.iter().find(|field| field.name.text == *name) {
                    None => {
                        let message = format!("{} `{}` has no field `{name}`", item.kind, item.go_name);
                        lacks.push(lack(item, here, message, item.line));
                    }
                    Some(field) if !same_type(&field.ty, agreed) => {
                        let message = format!("field `{name}` has the type `{}`; the contract has `{agreed}`", field.ty);
                        lacks.push(lack(item, Some((file, field.name.span.start)), message, item.line));
                    }
                    Some(_) => {}
                }
            }
        }
        if let Some(name) = item.constructor.as_deref().filter(|name| !self.functions.contains_key(&(dir, *name))) {
            lacks.push(lack(item, here, format!("{} `{}` has no constructor `{name}`", item.kind, item.go_name), item.line));
        }
        for operation in &item.operations {
            let asked_at = operation.line.or(item.line);
            match self.method(dir, ty, &operation.name) {
                Method::Unknown => {}
                Method::Missing => {
                    let message = format!("{} `{}` has no method `{}`", item.kind, item.go_name, operation.name);
                    lacks.push(lack(item, here, message, asked_at));
                }
                Method::Declared(method) => {
                    if !operation.is_kept_by(method) {
                        let message = format!(
                            "method `{}` has the signature `{}`; the contract has `{}`",
                            operation.name,
                            signature(method.params(), method.results()),
                            operation.signature()
                        );
                        let own = self.methods.get(&(dir, &ty.name.text, &operation.name));
                        let place = own.map(|(file, method)| (*file, method.name.span.start)).or(here);
                        lacks.push(lack(item, place, message, asked_at));
                    }
                }
            }
        }
    }

    fn method<'m>(&'m self, dir: &'m str, ty: &'m TypeDecl, name: &'m str) -> Method<'m> {
        if let Some((_, method)) = self.methods.get(&(dir, &ty.name.text, name)) {
            return Method::Declared(method);
        }
        let embeds = match &ty.kind {
            TypeKind::Interface { methods, embedded } => {
                if let Some(method) = methods.iter().find(|method| method.name.text == name) {
                    return Method::Declared(method);
                }
                !embedded.is_empty()
            }
            TypeKind::Struct(fields) => fields.iter().any(|field| field.embedded),
            // Of an alias, or of a type made of another one, the methods are elsewhere.
            TypeKind::Other(_) => true,
        };
        if embeds { Method::Unknown } else { Method::Missing }
    }
}

/// What is known of a method.
enum Method<'a> {
    Declared(&'a Func),
    Missing,
    /// What the type embeds may have it.
    Unknown,
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use specwave_plan::contract::{Body, Contract, Entity, Field, MethodPattern, Operation, Origin, Package, Param};

    use super::*;

    fn contract() -> Contract {
        let at = |line| Origin { line: Some(line), inferred: None };
        let grant = Operation::<MethodPattern> {
            name: "Grant".to_owned(),
            doc: String::new(),
            params: vec![Param { name: "by".to_owned(), ty: "string".to_owned() }],
            results: vec![Param { name: String::new(), ty: "error".to_owned() }],
            body: Body::NotImplemented(String::new()),
            origin: at(12),
        };
        let entity = Entity {
            name: "Consent".to_owned(),
            file: "internal/domain/consent/consent.go".to_owned(),
            constructor: "NewConsent".to_owned(),
            fields: vec![Field { name: "ID".to_owned(), ty: "string".to_owned(), ..Field::default() }],
            methods: vec![grant],
            origin: at(10),
            ..Entity::default()
        };
        let package = Package {
            key: "domain".to_owned(),
            dir: "internal/domain/consent".to_owned(),
            name: "consent".to_owned(),
            alias: "consent".to_owned(),
        };
        Contract { packages: vec![package], entities: vec![entity], ..Contract::default() }
    }

    fn tree(text: &str) -> Tree {
        let test = "package consent\n\nfunc TestConsentGrant(t *testing.T) {\n\tt.Fatal()\n}\n";
        let files = [("consent.go", text), ("consent_test.go", test)];
        Tree::of(Some("m"), files.map(|(name, text)| (PathBuf::from(format!("internal/domain/consent/{name}")), text.to_owned())))
    }

    const WHOLE: &str = "package consent\n\ntype Consent struct {\n\tID string\n}\n\nfunc NewConsent() (*Consent, error) { return nil, nil }\n\nfunc (c *Consent) Grant(by string) error { return nil }\n";

    #[test]
    fn what_is_missing_or_other_than_agreed_is_named_with_both_places() {
        let cases = [
            (WHOLE.to_owned(), vec![]),
            (WHOLE.replace("type Consent ", "type Other "), vec![("entity `Consent` is not declared", 0, Some(10))]),
            (WHOLE.replace("ID string", "Id string"), vec![("has no field `ID`", 3, Some(10))]),
            (WHOLE.replace("NewConsent", "MakeConsent"), vec![("has no constructor `NewConsent`", 3, Some(10))]),
            (WHOLE.replace(") Grant", ") Give"), vec![("has no method `Grant`", 3, Some(12))]),
            (
                WHOLE.replace("ID string", "ID int"),
                vec![("field `ID` has the type `int`; the contract has `string`", 4, Some(10))],
            ),
            (
                WHOLE.replace("Grant(by string)", "Grant()"),
                vec![("has the signature `() error`; the contract has `(string) error`", 9, Some(12))],
            ),
            (
                WHOLE.replace("Grant(by string)", "Grant(by int)"),
                vec![("`(int) error`; the contract has `(string) error`", 9, Some(12))],
            ),
            (WHOLE.replace("\tID string", "\tbase\n\tID string").replace(") Grant", ") Give"), vec![]),
        ];
        let agreed = agreed(&contract());
        for (text, expected) in cases {
            let tree = tree(&text);
            let found = lacks(&agreed, &tree);
            assert_eq!(found.len(), expected.len(), "{text}: {found:#?}");
            for (found, (message, line, asked_at)) in found.iter().zip(expected) {
                assert!(found.message.contains(message), "{found:#?}");
                assert_eq!((found.line, found.asked_at), (line, asked_at), "{message}");
                assert_eq!(found.path, "internal/domain/consent/consent.go");
            }
        }
    }

    #[test]
    fn a_place_of_the_code_leads_to_the_line_that_asked_for_it() {
        let (agreed, tree) = (agreed(&contract()), tree(WHOLE));
        let asked = |file: &str, line| asked_at(&agreed, &tree, &format!("internal/domain/consent/{file}"), line);
        let line = |file, at| asked(file, at).map(|asked| asked.line);
        assert_eq!(line("consent.go", 4), Some(10), "the type");
        assert_eq!(line("consent.go", 9), Some(12), "its operation has a line of its own");
        assert_eq!(line("consent.go", 1), Some(10), "the file is the entity's");
        assert_eq!(asked("consent_test.go", 4), Some(Asked { line: 10, what: "entity Consent".to_owned() }));
        assert_eq!(line("other.go", 1), None);
    }
}
