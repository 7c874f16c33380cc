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
        what: "Reports a value object that is the type of no field, parameter or result, and that no code uses.",
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
        used.contains(name) || stands_in(&bodies, name) || stands_in_other_code(subject, name) || untyped.iter().any(|field| squashed(name).ends_with(field.as_str()))
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

/// Languages whose types are read into the model, use by use.
const UNDERSTOOD: &[&str] = &["go", "golang", "yaml", "yml", "sql"];

/// Whether code in another language uses a name: not where it declares it or makes one, and not in a comment.
fn stands_in_other_code(subject: &Subject<'_>, name: &str) -> bool {
    let fences = subject.spec.fences.iter().filter(|fence| !UNDERSTOOD.contains(&fence.language.as_str()));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let uses = |line: &str| {
        let code = COMMENTS.iter().filter_map(|mark| line.find(mark)).min().map_or(line, |comment| &line[..comment]);
        !code.trim_start().starts_with(['#', '*'])
            && code.match_indices(name).any(|(at, _)| {
                let (before, behind) = (&code[..at], &code[at + name.len()..]);
                let declares = DECLARE.iter().any(|word| before.trim_end().ends_with(word));
                !before.ends_with(is_word) && !behind.starts_with(is_word) && !behind.starts_with('(') && !declares
            })
    };
    let finder = Finder::new(name);
    let code = fences.map(|fence| subject.at(fence.content)).filter(|code| finder.find(code.as_bytes()).is_some());
    code.flat_map(str::lines).any(uses)
}

/// What begins a comment behind code.
const COMMENTS: &[&str] = &["//", " # ", "/*"];

/// Words in front of the name of what is declared.
const DECLARE: &[&str] = &["type", "class", "enum", "interface", "record", "struct", "message"];

/// The names in a type or in code.
fn names(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
