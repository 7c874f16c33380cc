//! SW103: the feature has no domain.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW103",
    name: "missing-domain",
    group: Group::Structure,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a specification from which no target domain can be told: no `domain` in the front matter, no Go \
               package in a domain block, nothing to derive it from.",
        why: "The domain is the Go package that entities, events and repositories live in. A run does not start without it.",
        example: "---\nfeature: Invoice Reminders\n---",
        fix: "Write `domain: billing` into the front matter, or begin the domain's Go block with its package clause.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.domain.is_none() {
        reporter.report(subject.first_line(), "the feature has no domain: add `domain:` to the front matter");
    }
}
