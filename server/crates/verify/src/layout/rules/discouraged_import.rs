//! SW1304: an import that ties parts together which are better apart.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::crossings::{Crossing, crossings};
use crate::layout::folders::{Layer, Role};
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1304",
    name: "discouraged-import",
    group: Group::Layout,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an import of the infrastructure by a service, and of one context of the domain by another. What \
               contexts share (`values`, `shared`, `common`, `kernel`, `errors`) apart.",
        why: "A service that names its database cannot be tested without it, and two contexts that know each other's types \
              are one.",
        example: "```go\n// internal/domain/billing/invoice.go\nimport \"example.com/shop/internal/domain/customer\"\n```",
        fix: "Declare the interface beside the service; between contexts, hold the other one's ID or move what both need to \
              the shared values.",
    },
};

/// Folders of the domain that are there for all contexts.
const SHARED: [&str; 6] = ["values", "shared", "common", "kernel", "errors", ""];

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for Crossing { from, to, file, import } in crossings(subject) {
        let message = match (from.role, to.role) {
            (Role::Service, to) if to.layer() == Layer::Infrastructure => {
                "a service that imports the infrastructure cannot do without it: declare an interface here".to_owned()
            }
            (Role::Domain, Role::Domain)
                if from.context != to.context && !SHARED.contains(&from.context) && !SHARED.contains(&to.context) =>
            {
                format!("the context `{}` imports the context `{}`", from.context, to.context)
            }
            _ => continue,
        };
        found.report(&RULE, &file.path, import.span, message);
    }
}
