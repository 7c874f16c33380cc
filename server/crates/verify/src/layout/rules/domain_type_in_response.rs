//! SW1318: an entity inside of an answer of the API.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::{Struct, is_entity, structs};
use crate::layout::folders::{Layer, Role};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1318",
    name: "domain-type-in-response",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a field of a `…Response`, `…DTO` or `…ViewModel` of the API that holds an entity of the domain.",
        why: "Every field of the entity becomes a promise to clients, those that nobody should see among them.",
        example: "```go\n// internal/api/rest/invoice_dto.go\ntype InvoiceResponse struct {\n\tInvoice *billing.Invoice `json:\"invoice\"`\n}\n```",
        fix: "Give the answer fields of its own, and fill them from the entity.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for answer in subject.of_layer(Layer::Api).flat_map(structs).filter(is_answer) {
        for field in answer.fields {
            let Some((package, name)) = subject.referred(&answer.file.facts, &field.ty) else { continue };
            let in_domain = package.standing.is_some_and(|standing| standing.role == Role::Domain);
            let Some(entity) = structs(package).find(|found| in_domain && found.name() == name && is_entity(found)) else { continue };
            let message = format!("`{}` shows the entity `{name}` as it is: give the answer fields of its own", answer.name());
            let finding = found.report(&RULE, &answer.file.path, field.name.span, message);
            finding.elsewhere.push(subject.elsewhere(entity.file, &entity.declared.name, format!("`{name}` in the domain")));
        }
    }
}

fn is_answer(found: &Struct<'_, '_>) -> bool {
    ["Response", "DTO", "Dto", "ViewModel"].iter().any(|end| found.name().ends_with(end))
}
