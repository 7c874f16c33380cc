//! SW201: the domain model has no entity.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::model::{Format, Spec};
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW201",
    name: "no-entities",
    group: Group::Model,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a specification whose domain model has no entity: nothing with an identity of its own. OpenSpec \
               declares no model. In Spec Kit, Kiro and product requirements it comes with the design: there nothing is reported \
               before something else of it is declared.",
        why: "Repositories, tables and most endpoints exist for entities. Without one, half of the Tasks have nothing to do.",
        example: "---\nfeature: Invoice Reminders\ndomain: billing\n---\n\n## Services",
        fix: "Declare the things that the feature stores, under `entities:` in YAML or as Go structs with an `ID`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.entities.is_empty() && declares_a_model(subject.spec) {
        let title = subject.spec.headings.first().map_or_else(|| subject.first_line(), |heading| heading.span);
        reporter.report(title, "the domain model has no entity: nothing here has an identity of its own");
    }
}

/// Whether a domain model is to be expected of what is written so far.
fn declares_a_model(spec: &Spec) -> bool {
    match spec.format {
        None => true,
        Some(Format::OpenSpec) => false,
        Some(_) => !spec.services.is_empty() || !spec.structs.is_empty() || !spec.value_objects.is_empty(),
    }
}
