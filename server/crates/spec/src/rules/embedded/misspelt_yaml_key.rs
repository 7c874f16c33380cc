//! SW510: a key that is almost a known one.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::model::YamlKey;
use crate::rules::similar::most_similar;
use crate::yaml_dialect;

pub(super) const RULE: Rule = Rule {
    code: "SW510",
    name: "misspelt-yaml-key",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a key of a fenced YAML block that nothing reads and that is almost one that is read.",
        why: "What stands below it is not read: the entities or operations are missing without a word.",
        example: "```yaml\nentites:\n  - name: Invoice\n```",
        fix: "Write the key as it is known: `entities`.",
    },
};

/// Keys of the items below each of the known keys.
const ITEM_KEYS: &[&str] = &[
    "name", "fields", "properties", "attributes", "methods", "operations", "behaviors", "changes", "purpose", "description",
    "validation", "values", "dependencies", "performance", "indexes", "method", "path", "request", "response", "query_params",
    "parameters", "rate_limit", "authentication", "cache", "payload", "type", "responsibilities", "invariants", "relationships",
];

/// Shorter keys on the outermost level have too many neighbours.
const SHORTEST: usize = 6;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let keys = &subject.spec.yaml_keys;
    let mut used: HashMap<&str, usize> = HashMap::default();
    keys.iter().for_each(|key| *used.entry(key.name.as_str()).or_default() += 1);
    // A key that stands in several places is meant as it is, and names of things are no keys.
    let is_slip = |key: &&YamlKey| {
        used.get(key.name.as_str()) == Some(&1) && key.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    for key in keys.iter().filter(is_slip) {
        let Some(meant) = meant(key, keys) else { continue };
        let message = format!("nothing reads the key `{}`: did you mean `{meant}`?", key.name);
        let fix = Fix::likely(format!("Rename it to `{meant}`"), key.span, meant);
        reporter.report(key.span, message).fixes.push(fix);
    }
}

/// The known key that `key` most likely should be.
fn meant(key: &YamlKey, keys: &[YamlKey]) -> Option<&'static str> {
    let known: Vec<&'static str> = match key.parent {
        None if key.scalar.is_none() && key.name.len() >= SHORTEST => {
            yaml_dialect::keys().filter(|known| known.len() >= SHORTEST).collect()
        }
        Some(parent) if keys[parent].parent.is_none() && yaml_dialect::keys().any(|known| known == keys[parent].name) => {
            ITEM_KEYS.to_vec()
        }
        _ => return None,
    };
    if known.contains(&key.name.as_str()) {
        return None;
    }
    let is_plural = |meant: &&str| meant.trim_end_matches('s') == key.name.trim_end_matches('s');
    most_similar(&key.name, known).filter(|meant| !is_plural(meant))
}
