//! SW413: a body whose fields nothing says.

use foldhash::HashSet;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Dto;

pub(super) const RULE: Rule = Rule {
    code: "SW413",
    name: "undescribed-body",
    group: Group::Endpoints,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a type that an endpoint takes or gives and whose fields nothing says.",
        why: "The contract has to infer its fields, and the client and the server may infer different ones.",
        example: "```yaml\nendpoints:\n  - method: POST\n    path: /api/v1/invoices\n    request: CreateInvoiceRequest\n```",
        fix: "List its fields below the endpoint, or declare the type in a block.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let bodies: Vec<&Dto> =
        spec.endpoints.iter().flat_map(|endpoint| [&endpoint.request, &endpoint.response]).flatten().collect();
    let structs = [&spec.entities, &spec.structs, &spec.events].into_iter().flatten().map(|declared| declared.name.as_str());
    let values = spec.value_objects.iter().map(|value| value.base.name.as_str());
    let described = bodies.iter().filter(|body| !body.fields.is_empty()).map(|body| bare(&body.name));
    let others = spec.other_types.iter().map(|name| name.value.as_str());
    let mut known: HashSet<&str> = structs.chain(values).chain(described).chain(others).collect();
    known.extend(["string", "object", "array", "none", "None", "null", "void", "empty", "binary", "file", "any", "integer", "int", "boolean", "bool"]);
    for body in bodies.iter().filter(|body| !body.name.is_empty() && body.fields.is_empty()) {
        let name = bare(&body.name);
        // Reported once, where it is met first.
        if name.starts_with(|c: char| c.is_ascii_uppercase()) && known.insert(name) {
            reporter.report(body.span, format!("nothing says what fields `{name}` has"));
        }
    }
}

/// The type's name without package, pointer and list marks.
fn bare(name: &str) -> &str {
    let name = name.trim_matches(['*', '[', ']']);
    let name = name.strip_prefix("array[").unwrap_or(name);
    name.rsplit('.').next().unwrap_or(name)
}
