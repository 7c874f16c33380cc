//! SW115: a front matter key that is nearly one that is read.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW115",
    name: "misspelt-front-matter-key",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a key of the front matter that differs by a slip of the pen from one that is read. Keys of your own \
               are left alone.",
        why: "A key that nobody knows is not read: the feature has no domain, or no priority, although they are written down.",
        example: "---\nfeature: Invoice Reminders\ndomian: billing\n---",
        fix: "Write the key as it is known.",
    },
};

/// Keys that are read.
const READ: &[&str] = &["feature", "feature_name", "domain", "bounded_context", "priority"];

/// Words that are near to those and mean something else.
const OTHER: &[&str] = &["features", "domains", "priorities", "future"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(front) = subject.spec.front_matter else { return };
    let mut start = front.start;
    for line in subject.at(front).split_inclusive('\n') {
        let key = line.split(':').next().filter(|key| key.len() < line.trim_end().len()).unwrap_or_default();
        let is_own = READ.contains(&key) || OTHER.contains(&key) || key.len() < 4;
        if let Some(meant) = most_similar(&key.to_lowercase(), READ.iter().copied()).filter(|_| !is_own) {
            let span = Span::new(start, start + key.len());
            let finding = reporter.report(span, format!("`{key}` is not read: did you mean `{meant}`?"));
            finding.fixes.push(Fix::likely(format!("Change it to `{meant}`"), span, meant));
        }
        start += line.len();
    }
}
