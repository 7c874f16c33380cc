//! SW1208: a route beside those of the specification that it does not name.

use std::collections::BTreeMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::{Subject, elsewhere};
use crate::Place;
use crate::links::plain_path;

pub(super) const RULE: Rule = Rule {
    code: "SW1208",
    name: "endpoint-not-specified",
    group: Group::Drift,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a route that stands in the same Go file as routes of the specification and that the specification does \
               not name.",
        why: "An endpoint that nobody wrote down is tested, secured and documented by nobody.",
        example: "`mux.HandleFunc(\"POST /api/v1/invoices/{id}/void\", …)` next to the routes of the specification.",
        fix: "Add the endpoint to the specification.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut served = BTreeMap::new();
    for link in &subject.links.endpoints {
        if let Some((file, _)) = link.route {
            served.entry(&file.path).or_insert((file, link.endpoint.span));
        }
    }
    for (file, near) in served.into_values() {
        for route in file.routes() {
            let path = plain_path(&route.path);
            let is_specified = subject.links.endpoints.iter().any(|link| {
                link.route.is_some_and(|(_, known)| known == route)
                    || (link.endpoint.method == route.method && plain_path(&link.endpoint.path) == path)
            });
            if !is_specified {
                let name = format!("{} {}", route.method, route.path);
                let mut finding = RULE.finding(near, format!("the code serves `{name}`, which the specification does not name"));
                finding.elsewhere.push(elsewhere(subject.code, Place { file, span: route.span }, "registered here"));
                findings.push(finding);
            }
        }
    }
}
