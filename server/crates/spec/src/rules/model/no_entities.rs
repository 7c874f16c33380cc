//! SW201: the domain model has no entity.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};


pub(super) const RULE: Rule = Rule {
    code: "SW201",
    name: "no-entities",
    group: Group::Model,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a specification whose domain model has no entity: nothing with an identity of its own.",
        why: "Repositories, tables and most endpoints exist for entities. Without one, half of the Tasks have nothing to do.",
        example: "---\nfeature: Invoice Reminders\ndomain: billing\n---\n\n## Services",
        fix: "Declare the things that the feature stores, under `entities:` in YAML or as Go structs with an `ID`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.entities.is_empty() {
        let title = subject.spec.headings.first().map_or_else(|| subject.first_line(), |heading| heading.span);
        reporter.report(title, "the domain model has no entity: nothing here has an identity of its own");
    }
}
