//! SW514: a reference to a component that is not there.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW514",
    name: "unresolved-ref",
    group: Group::Embedded,
    level: Level::Error,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a `$ref` of an OpenAPI block to a component that the specification does not have, although it has components.",
        why: "Every tool that reads the description stops there.",
        example: "```yaml\npaths:\n  /invoices:\n    get:\n      schema:\n        $ref: '#/components/schemas/Invioce'\ncomponents:\n  schemas:\n    Invoice:\n      type: object\n```",
        fix: "Declare the component, or correct the name.",
    },
};

static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^#/components/(\w+)/([\w.-]+)$"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let keys = &subject.spec.yaml_keys;
    let is_components = |at: usize| keys[at].name == "components" && keys[at].parent.is_none();
    let kind_of = |at: usize| keys[at].parent.filter(|parent| is_components(*parent)).map(|_| keys[at].name.as_str());
    let declared: Vec<(&str, &str)> =
        keys.iter().filter_map(|key| Some((kind_of(key.parent?)?, key.name.as_str()))).collect();
    if declared.is_empty() {
        return;
    }
    let Some(reference) = REFERENCE.as_ref() else { return };
    for key in keys.iter().filter(|key| key.name == "$ref") {
        let Some(found) = reference.captures(key.scalar.as_deref().unwrap_or_default()) else { continue };
        let (Some(kind), Some(name)) = (found.get(1), found.get(2)) else { continue };
        let (kind, name) = (kind.as_str(), name.as_str());
        if declared.contains(&(kind, name)) {
            continue;
        }
        let finding = reporter.report(key.value, format!("no component `{name}` is declared under `{kind}`"));
        let names = declared.iter().filter(|(other, _)| *other == kind).map(|(_, name)| *name);
        let written = subject.at(key.value);
        finding.fixes.extend(most_similar(name, names).map(|meant| {
            Fix::likely(format!("Refer to `{meant}`"), key.value, written.replacen(name, meant, 1))
        }));
    }
}
