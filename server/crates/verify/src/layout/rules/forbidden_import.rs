//! SW1303: an import against the direction of the layers.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::layout::crossings::{Crossing, crossings};
use crate::layout::folders::Layer;
use crate::layout::found::{Found, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1303",
    name: "forbidden-import",
    group: Group::Layout,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an import that no layer may have: of a service, the infrastructure or the API by the domain, and of \
               the API by a service. Tests may import anything.",
        why: "Rules of the business that know how they are called or stored change whenever that does, and cannot be tested \
              alone.",
        example: "```go\n// internal/domain/billing/invoice.go\nimport \"example.com/shop/internal/infrastructure/repository\"\n```",
        fix: "Declare an interface where it is needed, and let the outer layer implement it.",
    },
};

pub(super) fn check(subject: &Subject<'_>, found: &mut Found) {
    for Crossing { from, to, file, import } in crossings(subject) {
        let (from, to) = (from.role.layer(), to.role.layer());
        let forbidden = matches!(
            (from, to),
            (Layer::Domain, Layer::Service | Layer::Infrastructure | Layer::Api) | (Layer::Service, Layer::Api)
        );
        if forbidden {
            found.report(&RULE, &file.path, import.span, format!("the {from} layer must not import the {to} layer"));
        }
    }
}
