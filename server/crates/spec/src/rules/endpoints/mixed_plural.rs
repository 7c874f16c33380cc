//! SW407: a resource in the singular and in the plural.

use std::collections::BTreeMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::model::Endpoint;

pub(super) const RULE: Rule = Rule {
    code: "SW407",
    name: "mixed-plural",
    group: Group::Endpoints,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a resource that is called in the singular in one path and in the plural in another: `/invoice/{id}`, `/invoices`.",
        why: "Clients guess paths. Two names for one resource also hide that two endpoints belong together.",
        example: "```\nGET /api/v1/invoices\nPOST /api/v1/invoice/{id}/send\n```",
        fix: "Use one of them, usually the plural.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut first: BTreeMap<(&str, &str), &Endpoint> = BTreeMap::new();
    for endpoint in &subject.spec.endpoints {
        for (parent, segment) in resources(&endpoint.path) {
            first.entry((parent, segment)).or_insert(endpoint);
        }
    }
    for ((parent, singular), endpoint) in &first {
        let plurals = [format!("{singular}s"), format!("{singular}es"), singular.strip_suffix('y').map_or_else(String::new, |stem| format!("{stem}ies"))];
        let plural = plurals.iter().find_map(|plural| Some((plural, first.get(&(*parent, plural.as_str()))?)));
        if let Some((plural, other)) = plural {
            let related = Related { span: other.span, message: format!("`{plural}` is used here") };
            let message = format!("the resource is called `{singular}` here and `{plural}` elsewhere");
            reporter.report(endpoint.span, message).related.push(related);
        }
    }
}

/// The literal segments of a path with what stands in front of them.
fn resources(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('/').filter_map(|(at, _)| {
        let segment = path[at + 1..].split('/').next().unwrap_or_default();
        (!segment.is_empty() && !segment.starts_with('{')).then_some((&path[..at], segment))
    })
}
