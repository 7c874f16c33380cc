//! SW102: the feature has no name.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW102",
    name: "missing-name",
    group: Group::Structure,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a specification whose feature has no name: neither `feature` in the front matter nor a title.",
        why: "The name goes into file names, documentation and every Task's prompt. A run does not start without it.",
        example: "---\ndomain: billing\n---\n\n## Entities",
        fix: "Write `feature: Invoice Reminders` into the front matter, or begin with a title.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.name.is_none() {
        reporter.report(subject.first_line(), "the feature has no name: add `feature:` to the front matter, or a title");
    }
}
