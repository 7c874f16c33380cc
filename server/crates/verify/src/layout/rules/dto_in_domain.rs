//! SW1317: what travels over the wire among what the business speaks of.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::{Struct, structs};
use crate::layout::folders::{Layer, Role};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1317",
    name: "dto-in-domain",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a type of the domain that is made for transport: `…DTO` and `…ViewModel`, and a `…Request` or \
               `…Response` that is nothing but fields with tags.",
        why: "The domain then changes with every client, and clients with every change of the domain.",
        example: "```go\n// internal/domain/billing/invoice_response.go\ntype InvoiceResponse struct {\n\tID string `json:\"id\"`\n}\n```",
        fix: "Move it to the API, and convert there.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for package in subject.of_layer(Layer::Domain) {
        for carried in structs(package).filter(is_made_for_transport) {
            let folder = subject.folders.of(Role::Rest, package.dir).unwrap_or("the API");
            let message = format!("`{}` is made for transport: it belongs in `{folder}`", carried.name());
            found.report(&RULE, &carried.file.path, carried.declared.name.span, message);
        }
    }
}

/// A request can be what the business speaks of, such as one for leave: then it is made and does something.
fn is_made_for_transport(found: &Struct<'_, '_>) -> bool {
    let name = found.name();
    let says_so = ["DTO", "Dto", "ViewModel"].iter().any(|end| name.ends_with(end));
    let may_be = ["Request", "Response"].iter().any(|end| name.ends_with(end));
    let is_bare = found.package.makers(name).is_empty() && found.package.methods(name).is_empty();
    says_so || may_be && is_bare && !found.fields.is_empty() && found.fields.iter().all(|field| field.tag.contains("json:"))
}
