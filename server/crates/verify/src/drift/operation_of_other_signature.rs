//! SW1213: a declared operation that has another signature in Go.

use specwave_golang::facts::Func;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};
use specwave_spec::model::Signature;

use super::{Subject, elsewhere};
use crate::Place;
use crate::links::same;
use crate::types::{same_type, signature};

pub(super) const RULE: Rule = Rule {
    code: "SW1213",
    name: "operation-of-other-signature",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a declared operation whose Go method takes or gives other types than the specification says, and than planning \
               makes of it. An operation without a signature is not looked at, and names of packages do not count.",
        why: "Whoever calls it by the specification writes code that does not compile.",
        example: "```yaml\nservices:\n  - name: BillingService\n    operations:\n      - Void(ctx context.Context, id uuid.UUID) error   # `Void(ctx context.Context) error` in Go\n```",
        fix: "Change the method, or write the signature that the code has.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in &subject.links.types {
        let (Some(go), Some(agreed)) = (&link.go, subject.agreed(link)) else { continue };
        for operation in link.operations {
            let Some(written) = &operation.signature else { continue };
            let Some(planned) = agreed.operation(&operation.name) else { continue };
            let Some((file, method)) = go.methods.iter().find(|(_, method)| same(&method.name.text, &operation.name)) else {
                continue;
            };
            if planned.is_kept_by(method) || is_as_written(method, written) {
                continue;
            }
            let has = signature(method.params(), method.results());
            let message = format!("`{}` has the signature `{has}` in Go, and not `{}`", operation.name, planned.signature());
            let mut finding = RULE.finding(operation.span, message);
            let place = Place { file, span: method.name.span };
            finding.elsewhere.push(elsewhere(subject.code, place, format!("`{}` in Go", method.name.text)));
            findings.push(finding);
        }
    }
}

fn is_as_written(method: &Func, written: &Signature) -> bool {
    let are_same = |has: &[specwave_golang::facts::Parameter], written: &[specwave_spec::model::Param]| {
        has.len() == written.len() && has.iter().zip(written).all(|(has, written)| same_type(&has.ty, &written.ty))
    };
    are_same(method.params(), &written.params) && are_same(method.results(), &written.results)
}
