//! SW201: the domain model has no entity.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::model::{Format, Heading, Spec};
use crate::rules::check::{Reporter, Subject};
use crate::rules::prose::ProseLine;

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
    if subject.spec.entities.is_empty() && declares_a_model(subject.spec) && !tells_of_entities(subject) {
        let title = subject.spec.headings.first().map_or_else(|| subject.first_line(), |heading| heading.span);
        reporter.report(title, "the domain model has no entity: nothing here has an identity of its own");
    }
}

/// Headings of sections that tell of entities.
const OF_ENTITIES: &[&str] = &["key entities", "entities", "data model", "data models"];

/// Whether such a section names any, although they were not understood.
fn tells_of_entities(subject: &Subject<'_>) -> bool {
    let is_about_them = |heading: &&Heading| OF_ENTITIES.iter().any(|words| heading.text.to_lowercase().starts_with(words));
    let sections: Vec<Span> = subject.spec.headings.iter().filter(is_about_them).map(|heading| heading.section).collect();
    let names_one = |line: &ProseLine<'_>| line.text.contains("**") && sections.iter().any(|section| section.touches(line.start));
    subject.prose().iter().any(names_one)
}

/// Whether a domain model is to be expected of what is written so far.
fn declares_a_model(spec: &Spec) -> bool {
    match spec.format {
        None => true,
        Some(Format::OpenSpec) => false,
        Some(_) => !spec.services.is_empty() || !spec.structs.is_empty() || !spec.value_objects.is_empty(),
    }
}
