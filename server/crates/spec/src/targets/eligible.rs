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
    .with(Section::REFERENCES);

/// Sections below one about performance that also hold sizes and settings.
const MIXED: Section = Section::TESTING.with(Section::STORAGE).with(Section::API).with(Section::INTEGRATION);

/// Words of headings above measures that are taken rather than targets that are set.
const MEASURES_TAKEN: &[&str] = &["optimi", "strateg", "consideration", "tuning", "approach"];

/// Headings of what a change is for: its limits and rates are targets, its other numbers may be the business's.
const GOALS: &[&str] = &["goals", "goals / non-goals", "goals and non-goals", "technical goals", "design goals", "objectives"];

/// How far the numbers of a section can be believed to be targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Every quantity is a target.
    Full,
    /// A limit, a rate or a percentile is a target; a bare number may be the size of a test or a pool.
    MeasuredOnly,
}

/// Whether no heading says anything for or against targets.
pub(super) fn is_untold(outline: &Outline, heading: Option<usize>) -> bool {
    !outline.announced_by_chain(heading).any(TELLING)
}

/// Whether the section under `heading` holds targets.
pub(super) fn trust(outline: &Outline, heading: Option<usize>) -> Option<Trust> {
    let telling = outline.innermost(heading, TELLING);
    let title = heading.map_or_else(String::new, |at| outline.headings[at].text.to_lowercase());
    if telling == Section::NONE
        && GOALS.contains(&title.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | ':')))
    {
        return Some(Trust::MeasuredOnly);
    }
    if !telling.any(Section::PERFORMANCE) || telling.any(Section::BUSINESS) {
        return None;
    }
    let nearest = heading.map_or(Section::NONE, |at| outline.announced[at]);
    let mixed = telling.any(Section::TESTING) || (nearest.any(MIXED) && !nearest.any(Section::PERFORMANCE));
    let taken = MEASURES_TAKEN.iter().any(|word| title.contains(word));
    Some(if mixed || taken { Trust::MeasuredOnly } else { Trust::Full })
}
