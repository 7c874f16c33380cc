//! SW515: a path parameter that nothing declares.

use foldhash::HashSet;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::YamlKey;

pub(super) const RULE: Rule = Rule {
    code: "SW515",
    name: "undeclared-path-parameter",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a path of an OpenAPI description that has a parameter which `parameters` does not declare.",
        why: "OpenAPI asks for it: generators refuse the description or make a client that cannot fill the path.",
        example: "```yaml\nopenapi: 3.0.3\npaths:\n  /invoices/{id}:\n    get:\n      summary: Get an invoice\n```",
        fix: "Declare it: `- {name: id, in: path, required: true, schema: {type: string}}`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let keys = &subject.spec.yaml_keys;
    let described = |key: &YamlKey| matches!(key.name.as_str(), "openapi" | "swagger");
    let descriptions: HashSet<usize> = keys.iter().filter(|key| described(key)).map(|key| key.map).collect();
    for (at, path) in keys.iter().enumerate().filter(|(_, key)| key.name.starts_with('/')) {
        let parent = path.parent.map(|at| &keys[at]);
        if !parent.is_some_and(|paths| paths.name == "paths" && descriptions.contains(&paths.map)) {
            continue;
        }
        let below = keys[at + 1..].iter().take_while(|key| path.value.touches(key.span.start));
        let (named, referred): (Vec<_>, Vec<_>) =
            below.filter(|key| matches!(key.name.as_str(), "name" | "$ref")).partition(|key| key.name == "name");
        // What is referred to may be the parameter.
        let referred = referred.iter().any(|key| key.scalar.as_deref().is_some_and(|to| to.contains("/parameters/")));
        for name in parameters(&path.name).filter(|_| !referred) {
            if !named.iter().any(|key| key.scalar.as_deref() == Some(name)) {
                reporter.report(path.span, format!("the path parameter `{name}` is not declared under `parameters`"));
            }
        }
    }
}

fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}
