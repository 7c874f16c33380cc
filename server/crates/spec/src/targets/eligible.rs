//! Which sections hold performance targets.

use crate::outline::{Outline, Section};

/// Sections that settle the question, one way or the other.
const TELLING: Section = Section::PERFORMANCE
    .with(Section::MONITORING)
    .with(Section::BUSINESS)
    .with(Section::TESTING)
    .with(Section::ACCEPTANCE)
    .with(Section::PLAN)
    .with(Section::PROGRESS)
    .with(Section::REFERENCES)
    .with(Section::SECURITY)
    .with(Section::COMPLIANCE)
    .with(Section::API)
    .with(Section::EXAMPLE)
    .with(Section::STORAGE);

/// What the section under `heading` announces, if it is one that holds targets.
pub(super) fn section(outline: &Outline, heading: Option<usize>) -> Option<Section> {
    let own = outline.innermost(heading, TELLING);
    (own.any(Section::PERFORMANCE) && !own.any(Section::BUSINESS)).then_some(own)
}
