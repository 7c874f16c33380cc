//! SW401: an endpoint that is designed twice.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW401",
    name: "duplicate-endpoint",
    group: Group::Endpoints,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports an endpoint whose verb and path are designed a second time.",
        why: "Go's `ServeMux` panics when a pattern is registered twice, and the two designs may differ.",
        example: "```yaml\nGET /api/v1/invoices/{id}   # Get an invoice\nGET /api/v1/invoices/{id}   # Load an invoice\n```",
        fix: "Keep one of them.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for duplicate in subject.spec.duplicates.iter().filter(|duplicate| duplicate.kind == "endpoint") {
        // A request with a value where the path has a parameter is an example of the endpoint.
        let line = subject.at(subject.line_at(duplicate.again.start));
        if duplicate.name.contains('{') && !line.contains(['{', '<']) && !line.contains("/:") {
            continue;
        }
        let finding = reporter.report(duplicate.again, format!("`{}` is designed twice", duplicate.name));
        finding.related.push(Related { span: duplicate.first, message: "designed here first".to_owned() });
    }
}
