//! SW309: a value object that nothing uses.

use foldhash::HashSet;
use memchr::memmem::Finder;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::formats::words::squashed;
use crate::model::Operation;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW309",
    name: "unused-value-object",
    group: Group::References,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a value object that is the type of no field, parameter or result.",
        why: "It is built and tested, and nothing holds it. Often a field has `string` where it was meant.",
        example: "```yaml\nentities:\n  - name: Invoice\n    fields:\n      - ID uuid.UUID\n      - State string\nvalue_objects:\n  - name: InvoiceState\n    values: [Open, Paid]\n```",
        fix: "Use it as a type, or take it out.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let mut used: HashSet<&str> = HashSet::default();
    let values = spec.value_objects.iter().map(|value| &value.base);
    let structs = || spec.entities.iter().chain(values.clone()).chain(&spec.events).chain(&spec.structs);
    let dtos = || spec.endpoints.iter().flat_map(|endpoint| [&endpoint.request, &endpoint.response]).flatten();
    let fields = structs().flat_map(|it| &it.fields).chain(dtos().flat_map(|dto| &dto.fields));
    fields.chain(spec.endpoints.iter().flat_map(|endpoint| &endpoint.query)).for_each(|field| used.extend(names(&field.ty)));
    let operations = structs().flat_map(|it| &it.methods).chain(spec.services.iter().flat_map(|it| &it.operations));
    let operations = operations.chain(spec.repositories.iter().flat_map(|it| &it.operations));
    let operations = operations.chain(spec.interfaces.iter().flat_map(|it| &it.operations));
    let mut bodies: Vec<&str> = Vec::new();
    for Operation { signature, body, .. } in operations.chain(spec.functions.iter().map(|function| &function.operation)) {
        let params = signature.iter().flat_map(|signature| signature.params.iter().chain(&signature.results));
        params.for_each(|param| used.extend(names(&param.ty)));
        bodies.extend(body.iter().map(|body| body.value.as_str()));
    }
    // Where a field is only named, it may have the type that ends like it: `state` an `InvoiceState`.
    let untyped: Vec<String> = structs().flat_map(|it| &it.fields).filter(|field| field.ty.is_empty()).map(|field| squashed(&field.name)).collect();
    let is_used = |name: &str| {
        used.contains(name) || stands_in(&bodies, name) || untyped.iter().any(|field| squashed(name).ends_with(field.as_str()))
    };
    for value in spec.value_objects.iter().filter(|value| !is_used(&value.base.name)) {
        reporter.report(value.base.span, format!("nothing has the type `{}`", value.base.name));
    }
}

/// Whether a name stands in one of the bodies. They have very many words, so that one that holds the name is looked for first.
fn stands_in(bodies: &[&str], name: &str) -> bool {
    let finder = Finder::new(name);
    bodies.iter().any(|body| finder.find(body.as_bytes()).is_some() && names(body).any(|other| other == name))
}

/// The names in a type or in code.
fn names(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
