//! An operation on its way into the contract.

use std::collections::BTreeSet;

use specwave_golang::{Type, names};
use specwave_source::Span;
use specwave_spec::model::{Endpoint, Operation, Signature};

use super::words::{self, Verb};
use super::workbench::{Workbench, identifier};
use crate::contract::{Body, Entity, ModelRole, Operation as ContractOperation, Origin, Param, Repository, ServicePattern};

/// Names that parameters must not have: locals, packages, helpers and predeclared functions of the bodies they stand in.
const RESERVED: &[&str] = &[
    "allowed",
    "any",
    "append",
    "batch",
    "bytes",
    "commit",
    "context",
    "copy",
    "criteria",
    "ctx",
    "data",
    "delete",
    "each",
    "encoder",
    "err",
    "errors",
    "explain",
    "failed",
    "failures",
    "first",
    "fmt",
    "item",
    "json",
    "latest",
    "len",
    "make",
    "max",
    "min",
    "new",
    "optional",
    "page",
    "refusal",
    "record",
    "records",
    "removed",
    "result",
    "results",
    "s",
    "slices",
    "strconv",
    "string",
    "strings",
    "succeeded",
    "time",
    "total",
    "error",
    "bool",
    "int",
    "io",
    "http",
    "values",
    "domain",
    "service",
    "rest",
    "sync",
    "url",
    "math",
    "sort",
    "cmp",
    "byte",
    "dto",
    "sum",
];

/// An operation on its way into the contract.
#[derive(Debug, Clone)]
pub(super) struct Draft<'a> {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) verb: Verb,
    /// The words behind the verb; for [`Verb::Act`] all of them.
    pub(super) object: Vec<String>,
    pub(super) entity: Option<&'a Entity>,
    pub(super) repository: Option<&'a Repository>,
    /// The endpoint that is served by it, if one fits.
    pub(super) endpoint: Option<&'a Endpoint>,
    /// Whether the spec gives parameters and results.
    pub(super) has_signature: bool,
    pub(super) params: Vec<Param>,
    pub(super) results: Vec<Param>,
    pub(super) span: Span,
    pub(super) origin: Origin,
}

impl<'a> Draft<'a> {
    /// A draft with a name only.
    pub(super) fn named(name: &str, doc: &str, span: Span, origin: Origin) -> Self {
        let (verb, object) = words::verb_and_object(name);
        Self {
            name: identifier(name),
            doc: doc.to_owned(),
            verb,
            object,
            entity: None,
            repository: None,
            endpoint: None,
            has_signature: false,
            params: Vec::new(),
            results: Vec::new(),
            span,
            origin,
        }
    }

    /// The draft of an operation as the spec has it.
    pub(super) fn of(bench: &mut Workbench<'a>, operation: &Operation) -> Self {
        let origin = bench.inputs.declared(operation.span);
        let mut draft = Self::named(&operation.name, &operation.doc, operation.span, origin);
        if let Some(signature) = &operation.signature {
            draft.take_signature(bench, signature);
        }
        draft
    }

    fn take_signature(&mut self, bench: &mut Workbench<'a>, signature: &Signature) {
        self.has_signature = true;
        let input = if self.verb == Verb::List { ModelRole::Filter } else { ModelRole::Input };
        for param in &signature.params {
            // The spec may have a `Context` of its own; this one is Go's.
            if param.ty.trim() != "context.Context" {
                let ty = bench.resolve(&param.ty, input, self.span);
                self.add_param(bench, &param.name, &ty);
            }
        }
        for result in &signature.results {
            let ty = bench.resolve(&result.ty, ModelRole::Result, self.span);
            if ty != "error" {
                self.results.push(Param { name: String::new(), ty });
            }
        }
    }

    /// Why what it takes, or gives, is inferred. A name that was made for an endpoint is none of the specification's.
    pub(super) fn untold(&self, what: &str) -> String {
        match self.endpoint.filter(|_| self.origin.inferred.is_some()) {
            Some(Endpoint { method, path, .. }) => {
                format!("no operation says what `{}` {what}", format!("{method} {path}").trim())
            }
            None => format!("nothing says what `{}` {what}", self.name),
        }
    }

    /// Adds a parameter under a name that means nothing else in a body.
    pub(super) fn add_param(&mut self, bench: &Workbench<'_>, name: &str, ty: &str) -> String {
        let mut name = names::unexported(name).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            name = name_of_type(ty);
        }
        let packages: BTreeSet<&str> =
            bench.contract.packages.iter().flat_map(|package| [package.alias.as_str(), package.name.as_str()]).collect();
        while RESERVED.contains(&name.as_str())
            || packages.contains(name.as_str())
            || names::KEYWORDS.contains(&name.as_str())
            || self.params.iter().any(|other| other.name == name)
        {
            name.push_str("Value");
        }
        self.params.push(Param { name: name.clone(), ty: ty.to_owned() });
        name
    }

    /// The finished operation: `ctx` first, `error` last.
    pub(super) fn finish(&self, body: Body<ServicePattern>) -> ContractOperation<ServicePattern> {
        let context = Param { name: "ctx".to_owned(), ty: "context.Context".to_owned() };
        let error = Param { name: String::new(), ty: "error".to_owned() };
        ContractOperation {
            name: self.name.clone(),
            doc: words::remark(&self.name, &self.doc),
            params: std::iter::once(context).chain(self.params.iter().cloned()).collect(),
            results: self.results.iter().cloned().chain(std::iter::once(error)).collect(),
            body,
            origin: self.origin.clone(),
        }
    }

    /// Words that go without saying in names of fields: those of the entity.
    pub(super) fn context(&self) -> Vec<String> {
        self.entity.map(|entity| words::singular_words(&entity.name)).unwrap_or_default()
    }
}

/// A parameter name for a type that has none.
fn name_of_type(ty: &str) -> String {
    let parsed = Type::parse(ty);
    match parsed.as_ref().and_then(Type::base) {
        Some((_, "UUID")) => "id".to_owned(),
        Some((Some(_), name)) => names::unexported(name),
        _ => "value".to_owned(),
    }
}
