//! SW509: a key that stands twice in one map.

use foldhash::HashMap;
use std::collections::hash_map::Entry;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW509",
    name: "repeated-yaml-key",
    group: Group::Embedded,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a key that stands twice in one map of a fenced YAML block.",
        why: "YAML forbids it. Some tools refuse the block, others silently keep the last value, so one of the two is lost.",
        example: "```yaml\nservices:\n  - name: InvoiceService\n    operations:\n      - Send\n    operations:\n      - Cancel\n```",
        fix: "Put both values under one key, or rename one of them.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut first: HashMap<(usize, &str), Span> = HashMap::default();
    for key in &subject.spec.yaml_keys {
        match first.entry((key.map, key.name.as_str())) {
            Entry::Occupied(earlier) => {
                let finding = reporter.report(key.span, format!("the key `{}` stands here a second time", key.name));
                finding.related.push(Related { span: *earlier.get(), message: "here first".to_owned() });
            }
            Entry::Vacant(place) => {
                place.insert(key.span);
            }
        }
    }
}
