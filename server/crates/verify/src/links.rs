//! Where the declared things of a specification are implemented.

use std::collections::HashMap;
use std::path::Path;

use specwave_golang::facts::{Func, TypeDecl, TypeKind};
use specwave_golang::names;
use specwave_plan::contract::Contract;
use specwave_source::{LineIndex, Span};
use specwave_spec::model::{Endpoint, Field, Operation, Spec};

use crate::{Code, GoFile, Place, Route};

/// Everything that a specification declares, with its Go where there is some.
#[derive(Debug)]
pub struct Links<'a> {
    /// Types in the order of their kinds.
    pub types: Vec<TypeLink<'a>>,
    /// Endpoints in the order of the text.
    pub endpoints: Vec<EndpointLink<'a>>,
}

/// A declared type and its Go type.
#[derive(Debug)]
pub struct TypeLink<'a> {
    /// What it is called in messages: `entity`, `value object`, `event`, `service`, `repository`.
    pub kind: &'static str,
    /// Its name in the specification.
    pub name: &'a str,
    /// Where the name stands there.
    pub span: Span,
    /// The name it has in Go.
    pub go_name: String,
    /// The Go type, where there is one.
    pub go: Option<GoType<'a>>,
    pub(crate) fields: &'a [Field],
    pub(crate) operations: &'a [Operation],
}

/// A Go type with its methods.
#[derive(Debug)]
pub struct GoType<'a> {
    /// The file that declares it.
    pub file: &'a GoFile,
    /// The declaration.
    pub declaration: &'a TypeDecl,
    /// Its methods, those of an interface among them, with their files.
    pub methods: Vec<(&'a GoFile, &'a Func)>,
}

/// A declared endpoint and the route that serves it.
#[derive(Debug)]
pub struct EndpointLink<'a> {
    /// The endpoint.
    pub endpoint: &'a Endpoint,
    /// The file and the route, where there is one.
    pub route: Option<(&'a GoFile, &'a Route)>,
    /// The method that answers, where the code has the one that planning names.
    pub handler: Option<Place<'a>>,
}

impl<'a> EndpointLink<'a> {
    /// Where the route is registered.
    #[must_use]
    pub fn route_place(&self) -> Option<Place<'a>> {
        self.route.map(|(file, route)| Place { file, span: route.span })
    }
}

impl<'a> GoType<'a> {
    /// Where its name stands.
    #[must_use]
    pub fn place(&self) -> Place<'a> {
        Place { file: self.file, span: self.declaration.name.span }
    }

    /// The field of a struct.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Place<'a>> {
        let TypeKind::Struct(fields) = &self.declaration.kind else { return None };
        let field = fields.iter().find(|field| same(&field.name.text, name))?;
        Some(Place { file: self.file, span: field.name.span })
    }

    /// The method that implements an operation.
    #[must_use]
    pub fn method(&self, operation: &str) -> Option<Place<'a>> {
        let found = self.methods.iter().find(|(_, method)| same(&method.name.text, operation))?;
        Some(Place { file: found.0, span: found.1.name.span })
    }
}

impl<'a> Links<'a> {
    /// Looks for the Go of everything that `spec` declares. The contract says which name a thing has in Go and which
    /// package it belongs to; a type of that name elsewhere counts where it is the only one.
    #[must_use]
    pub fn of(spec: &'a Spec, contract: &Contract, lines: &LineIndex, code: &'a Code) -> Self {
        let declarations = Declarations::of(code);
        let go_names = GoNames::of(contract);
        let link = |kind, keys: &[&str], name: &'a str, span: Span, fields: &'a [Field], operations: &'a [Operation]| {
            let go_name = go_names.get(kind, lines.line(span.start)).unwrap_or_else(|| names::exported(name));
            let go = declarations.find(&go_name, &directories(contract, keys));
            TypeLink { kind, name, span, go_name, go, fields, operations }
        };
        let entities = spec
            .entities
            .iter()
            .map(|entity| link("entity", &["domain"], &entity.name, entity.span, &entity.fields, &entity.methods));
        let values = spec.value_objects.iter().map(|value| {
            let base = &value.base;
            link("value object", &["values", "domain"], &base.name, base.span, &base.fields, &base.methods)
        });
        let events =
            spec.events.iter().map(|event| link("event", &["domain"], &event.name, event.span, &event.fields, &event.methods));
        let services = spec
            .services
            .iter()
            .map(|service| link("service", &["service"], &service.name, service.span, &[], &service.operations));
        let repositories = spec
            .repositories
            .iter()
            .map(|repository| link("repository", &["domain"], &repository.name, repository.span, &[], &repository.operations));
        let types = entities.chain(values).chain(events).chain(services).chain(repositories).collect();
        let endpoints = spec.endpoints.iter().map(|endpoint| EndpointLink {
            endpoint,
            route: route(code, endpoint),
            handler: handler(code, contract, lines.line(endpoint.span.start)),
        });
        Self { types, endpoints: endpoints.collect() }
    }

    /// The type of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&TypeLink<'a>> {
        self.types.iter().find(|link| link.name == name)
    }
}

/// The Go names of declared things, by kind and line. Kinds are those of [`TypeLink::kind`].
struct GoNames(HashMap<(&'static str, u32), String>);

impl GoNames {
    fn of(contract: &Contract) -> Self {
        let mut names = HashMap::new();
        let mut add = |kind, name: &String, origin: &specwave_plan::contract::Origin| {
            if let (Some(line), None) = (origin.line, &origin.inferred) {
                names.insert((kind, line), name.clone());
            }
        };
        contract.entities.iter().for_each(|item| add("entity", &item.name, &item.origin));
        contract.values.iter().for_each(|item| add("value object", &item.name, &item.origin));
        contract.events.iter().for_each(|item| add("event", &item.name, &item.origin));
        contract.services.iter().for_each(|item| add("service", &item.name, &item.origin));
        contract.repositories.iter().for_each(|item| add("repository", &item.name, &item.origin));
        Self(names)
    }

    fn get(&self, kind: &'static str, line: u32) -> Option<String> {
        self.0.get(&(kind, line)).cloned()
    }
}

fn directories<'c>(contract: &'c Contract, keys: &[&str]) -> Vec<&'c Path> {
    keys.iter().filter_map(|key| contract.package(key)).map(|package| Path::new(package.dir.as_str())).collect()
}

/// The type declarations and methods of a module, by name.
struct Declarations<'a> {
    types: HashMap<&'a str, Vec<(&'a GoFile, &'a TypeDecl)>>,
    methods: HashMap<(&'a Path, &'a str), Vec<(&'a GoFile, &'a Func)>>,
}

impl<'a> Declarations<'a> {
    fn of(code: &'a Code) -> Self {
        let (mut types, mut methods): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        for file in code.go_files() {
            for declared in &file.facts.types {
                types.entry(declared.name.text.as_str()).or_default().push((file, declared));
            }
            for function in &file.facts.functions {
                if let Some(receiver) = &function.receiver {
                    methods.entry((file.directory(), receiver.ty.as_str())).or_default().push((file, function));
                }
            }
        }
        Self { types, methods }
    }

    fn find(&self, name: &str, directories: &[&Path]) -> Option<GoType<'a>> {
        let candidates = self.types.get(name)?;
        let preferred = directories.iter().find_map(|dir| candidates.iter().find(|(file, _)| file.directory() == *dir));
        let only = || if let [only] = candidates.as_slice() { Some(only) } else { None };
        let (file, declaration) = *preferred.or_else(only)?;
        Some(GoType { file, declaration, methods: self.methods_of(file, declaration, 0) })
    }

    /// Methods of the type itself and of what it embeds from its own package.
    fn methods_of(&self, file: &'a GoFile, declaration: &'a TypeDecl, depth: usize) -> Vec<(&'a GoFile, &'a Func)> {
        let own = self.methods.get(&(file.directory(), declaration.name.text.as_str()));
        let mut methods = own.cloned().unwrap_or_default();
        let embedded: Vec<&str> = match &declaration.kind {
            TypeKind::Interface { methods: declared, embedded } => {
                methods.extend(declared.iter().map(|method| (file, method)));
                embedded.iter().map(AsRef::as_ref).collect()
            }
            TypeKind::Struct(fields) => {
                fields.iter().filter(|field| field.embedded).map(|field| field.name.text.as_str()).collect()
            }
            TypeKind::Other(_) => Vec::new(),
        };
        // An embedding that goes round in circles does not compile, and may be met while somebody types.
        if depth < 4 {
            for name in embedded {
                let same_package = |(other, _): &&(&GoFile, &TypeDecl)| other.directory() == file.directory();
                if let Some((file, declaration)) = self.types.get(name).and_then(|all| all.iter().find(same_package)) {
                    methods.extend(self.methods_of(file, declaration, depth + 1));
                }
            }
        }
        methods
    }
}

/// The method that answers the endpoint which is declared on `line`.
fn handler<'a>(code: &'a Code, contract: &Contract, line: u32) -> Option<Place<'a>> {
    let rest = contract.package("rest")?;
    let planned = contract.endpoints.iter().find(|endpoint| endpoint.origin.line == Some(line))?;
    let files = code.go_files().filter(|file| file.directory() == Path::new(&rest.dir));
    files.flat_map(|file| file.facts.functions.iter().map(move |function| (file, function))).find_map(|(file, function)| {
        let answers = function.receiver.is_some() && function.name.text == planned.handler;
        answers.then_some(Place { file, span: function.name.span })
    })
}

/// The route that serves an endpoint: with the whole path, else with its end where the rest is that of a group.
fn route<'a>(code: &'a Code, endpoint: &Endpoint) -> Option<(&'a GoFile, &'a Route)> {
    let path = plain_path(&endpoint.path);
    let routes = || code.go_files().flat_map(|file| file.routes().iter().map(move |route| (file, route)));
    let with_method = || routes().filter(|(_, route)| route.method == endpoint.method);
    let whole = with_method().find(|(_, route)| plain_path(&route.path) == path);
    whole.or_else(|| {
        with_method().find(|(file, route)| {
            let end = plain_path(&route.path);
            let group = path.strip_suffix(end.as_str()).filter(|group| !group.is_empty());
            group.is_some_and(|group| file.text.contains(&format!("\"{group}\"")))
        })
    })
}

/// A path whose parameters have no names: `{id}`, `:id` and `{path...}` are `{}`.
pub(crate) fn plain_path(path: &str) -> String {
    let segments = path.trim_end_matches('/').split('/').map(|segment| {
        let is_parameter = segment.starts_with(':') || (segment.starts_with('{') && segment.ends_with('}'));
        if is_parameter { "{}" } else { segment }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether two names are the same but for case and separators: `account_id` is `AccountID`.
pub(crate) fn same(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

#[cfg(test)]
mod tests {
    use super::{plain_path, same};

    #[test]
    fn parameters_and_trailing_slashes_do_not_tell_paths_apart() {
        assert_eq!(plain_path("/invoices/{id}/lines/"), plain_path("/invoices/:invoice_id/lines"));
        assert_ne!(plain_path("/invoices/{id}"), plain_path("/invoices/open"));
    }

    #[test]
    fn case_and_separators_do_not_tell_names_apart() {
        assert!(same("account_id", "AccountID") && same("GetByID", "get by id"));
        assert!(!same("Account", "Accounts"));
    }
}
