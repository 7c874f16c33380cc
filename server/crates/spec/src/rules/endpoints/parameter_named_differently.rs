//! SW408: a path parameter with two names.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::model::Endpoint;

pub(super) const RULE: Rule = Rule {
    code: "SW408",
    name: "parameter-named-differently",
    group: Group::Endpoints,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a path parameter that has another name in another path although it stands for the same: `/invoices/{id}`, `/invoices/{invoice_id}/lines`.",
        why: "Handlers read the parameter by its name. Copied code reads the wrong one and finds it empty.",
        example: "```\nGET /api/v1/invoices/{id}\nGET /api/v1/invoices/{invoice_id}/lines\n```",
        fix: "Use one name for it.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut names: HashMap<&str, (&str, &Endpoint)> = HashMap::default();
    for endpoint in &subject.spec.endpoints {
        let path = endpoint.path.as_str();
        for (at, _) in path.match_indices("/{") {
            let Some(name) = path[at + 2..].split('}').next() else { continue };
            // What stands behind other parameters is compared where those are the same.
            match names.get(&path[..at]) {
                Some((other, first)) if *other != name => {
                    let message = format!("this parameter is called `{name}` here and `{other}` elsewhere");
                    let related = Related { span: first.span, message: format!("`{other}` is used here") };
                    reporter.report(endpoint.span, message).related.push(related);
                }
                Some(_) => {}
                None => drop(names.insert(&path[..at], (name, endpoint))),
            }
        }
    }
}
