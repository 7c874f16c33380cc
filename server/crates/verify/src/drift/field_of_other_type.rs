//! SW1212: a declared field that has another type in Go.

use specwave_golang::facts::TypeKind;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::{Subject, elsewhere};
use crate::Place;
use crate::links::same;
use crate::types::same_type;

pub(super) const RULE: Rule = Rule {
    code: "SW1212",
    name: "field-of-other-type",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a declared field of an entity or event whose Go type is neither the one that stands in the specification nor \
               the one that planning makes of it. Names of packages do not count.",
        why: "Whoever reads the specification expects values that the code does not hold.",
        example: "```yaml\nentities:\n  - name: Invoice\n    fields:\n      - DueAt time.Time   # `DueAt string` in Go\n```",
        fix: "Change the type in Go, or write the type that the code has.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.links.types {
        let (Some(go), Some(agreed)) = (&link.go, subject.agreed(link)) else { continue };
        let TypeKind::Struct(declared) = &go.declaration.kind else { continue };
        for field in link.fields {
            let Some(planned) = agreed.field(&field.name) else { continue };
            let Some(other) = declared.iter().find(|declared| same(&declared.name.text, &field.name)) else { continue };
            if same_type(&other.ty, &planned.ty) || same_type(&other.ty, &field.ty) {
                continue;
            }
            let message = format!("`{}` is `{}` in Go, and not `{}`", field.name, other.ty, planned.ty);
            let mut finding = RULE.finding(field.span, message);
            let place = Place { file: go.file, span: other.name.span };
            finding.elsewhere.push(elsewhere(subject.code, place, format!("`{}` in Go", other.name.text)));
            findings.push(finding);
        }
    }
}
