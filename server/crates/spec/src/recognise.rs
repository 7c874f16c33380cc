//! Whether a text looks like a feature specification at all.

use crate::model::Spec;
use crate::outline::{LABEL, Outline, Section};

/// Sections that specifications have.
const SECTIONS: &[Section] = &[
    Section::PERFORMANCE,
    Section::COMPLIANCE,
    Section::SECURITY,
    Section::TESTING,
    Section::ACCEPTANCE,
    Section::PLAN,
    Section::API,
    Section::DOMAIN.with(Section::ENTITIES).with(Section::VALUE_OBJECTS).with(Section::EVENTS),
    Section::SERVICE,
    Section::REPOSITORY.with(Section::STORAGE),
    Section::REQUIREMENTS,
    Section::MONITORING,
];

/// Looks at the content only: front matter, facts, and what the headings announce.
pub(crate) fn recognised(text: &str, outline: &Outline, spec: &Spec) -> bool {
    if let Some(front) = outline.front_matter {
        let keys = &text[front.start..front.end];
        if keys.lines().any(|line| line.starts_with("feature:")) {
            return true;
        }
    }
    let headings = outline.headings.iter().zip(&outline.announced).filter(|(heading, _)| heading.level < LABEL);
    let announced = headings.fold(Section::NONE, |all, (_, own)| all.with(*own));
    let sections = SECTIONS.iter().filter(|section| announced.any(**section)).count();
    let facts = [
        !spec.entities.is_empty(),
        !spec.value_objects.is_empty(),
        !spec.events.is_empty(),
        !spec.services.is_empty(),
        !spec.repositories.is_empty(),
        !spec.endpoints.is_empty(),
        !spec.tables.is_empty(),
    ];
    let facts = facts.iter().filter(|found| **found).count();
    // A manual shows requests and tables too, but it tells how to install what is there.
    if announced.any(Section::MANUAL) && !titled_specification(outline) {
        return false;
    }
    (facts >= 1 && sections >= 3) || (facts >= 2 && sections >= 2) || (sections >= 4 && requires(outline))
}

fn titled_specification(outline: &Outline) -> bool {
    outline.headings.first().is_some_and(|title| title.text.to_lowercase().contains("specification"))
}

/// Whether it has sections that say what is required, as texts in prose do.
fn requires(outline: &Outline) -> bool {
    let wanted = Section::REQUIREMENTS.with(Section::ACCEPTANCE);
    outline.announced.iter().filter(|own| own.any(wanted)).count() >= 2
}
