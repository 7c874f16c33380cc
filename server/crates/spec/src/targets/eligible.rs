//! Which sections hold performance targets.

use crate::outline::{LineKind, Outline, Section};

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
    /// Only the words in front of the paragraph say that it holds targets.
    Labelled,
}

/// Beginnings of labels of paragraphs and items that hold targets.
const LABELS: &[&str] = &[
    "performance",
    "latency",
    "throughput",
    "speed",
    "numbers",
    "capacity",
    "availability",
    "uptime",
    "reliability",
    "scalability",
    "scale",
    "load",
    "volumes",
    "response time",
    "service level",
    "non-functional",
    "nfr",
    "slo",
];

/// How many lines above a line its paragraph begins at most.
const MOST_LINES: usize = 12;

/// Whether a label in front of the paragraph of a line says that it holds targets: `**D7. Numbers.** …`, `- Performance: …`.
pub(super) fn is_labelled(text: &str, outline: &Outline, at: usize) -> bool {
    let goes_on = |at: usize| {
        let (line, above) = (&outline.lines[at], at.checked_sub(1).map(|above| &outline.lines[above]));
        let adjoins = |end: usize| text[end..line.span.start].trim_matches([' ', '\t', '\r']) == "\n";
        line.kind == LineKind::Prose && above.is_some_and(|above| adjoins(above.span.end))
    };
    let Some(first) = (at.saturating_sub(MOST_LINES)..=at).rev().find(|at| !goes_on(*at)) else { return false };
    let line = &outline.lines[first];
    let written = text[line.span.start..line.span.end].trim_start_matches(['*', '`', '_']);
    // `D7.` is the number of the paragraph.
    let number =
        written.split(' ').next().filter(|word| word.ends_with(['.', ')', ':']) && word.contains(|c: char| c.is_ascii_digit()));
    let written = number.map_or(written, |number| written[number.len()..].trim_start());
    let Some(end) = written.find([':', '.', '*']).filter(|end| *end < LONGEST_LABEL) else { return false };
    says_targets(&written[..end]) && is_untold(outline, line.heading)
}

/// Whether a label says that what follows is a target.
pub(super) fn says_targets(label: &str) -> bool {
    let label = label.to_lowercase();
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphabetic() || c == '/');
    LABELS.iter().any(|start| label.strip_prefix(start).is_some_and(ends))
}

/// How long such a label is at most.
const LONGEST_LABEL: usize = 32;

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
