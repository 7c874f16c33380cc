//! SW1307: the interface of a repository beside its implementation.

use specwave_golang::facts::TypeKind;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::domain::{ends_with_word, is_exported};
use crate::layout::folders::Layer;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1307",
    name: "repository-interface-in-infrastructure",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an exported interface `…Repository` in the infrastructure.",
        why: "An interface belongs to who needs it. Beside the implementation it makes the domain and the services import the \
              infrastructure.",
        example: "```go\n// internal/infrastructure/repository/invoices.go\ntype InvoiceRepository interface {\n\tGet(ctx context.Context, id values.UUID) (*billing.Invoice, error)\n}\n```",
        fix: "Move it to the domain, or beside the service that uses it.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for (file, declared) in subject.of_layer(Layer::Infrastructure).flat_map(|package| package.types()) {
        let name = &declared.name;
        let is_interface = matches!(declared.kind, TypeKind::Interface { .. });
        if is_interface && is_exported(&name.text) && ends_with_word(&name.text, "Repository") {
            let message = format!("the interface `{}` belongs to the domain, or beside the service that uses it", name.text);
            found.report(&RULE, &file.path, name.span, message);
        }
    }
}
