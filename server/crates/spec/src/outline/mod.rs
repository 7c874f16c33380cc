//! The structure of a Markdown text: headings, fences, list items, tables and lines of prose, with spans.
//!
//! A line scanner of our own instead of a CommonMark parser: specifications have fences that nobody
//! closed, and CommonMark lets such a fence swallow every section behind it. Here a fence also ends at
//! the next opening fence, or at a heading when nothing closes it.

mod chapters;
mod join;
pub(crate) mod lead_in;
mod lines;
mod scan;
mod sections;
mod tables;

use specwave_source::Span;

use crate::model::{Fence, Heading};

pub(crate) use chapters::{Chapter, chapter_starts, within};
pub(crate) use join::of_data;
pub(crate) use lines::lines;
pub(crate) use scan::scan;
pub(crate) use sections::Section;

/// The structure of one text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outline {
    /// Front matter without its marks.
    pub(crate) front_matter: Option<Span>,
    pub(crate) headings: Vec<Heading>,
    /// The heading each heading stands under.
    pub(crate) parents: Vec<Option<usize>>,
    /// What each heading's own words announce.
    pub(crate) announced: Vec<Section>,
    pub(crate) fences: Vec<Fence>,
    pub(crate) lines: Vec<Line>,
    pub(crate) tables: Vec<Table>,
}

/// A list item's first line or a line of prose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// Columns of white space before it.
    pub(crate) indent: usize,
    pub(crate) kind: LineKind,
    /// The text without list mark, check box and surrounding white space.
    pub(crate) span: Span,
    /// The innermost heading above it.
    pub(crate) heading: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    Item,
    Prose,
}

/// A pipe table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) header: Vec<Span>,
    pub(crate) rows: Vec<Vec<Span>>,
    /// The innermost heading above it.
    pub(crate) heading: Option<usize>,
}

/// The level of a label, a line in bold that heads what follows: below every heading.
pub(crate) const LABEL: u8 = 7;

impl Outline {
    /// Headings and fences as an editor shows them, without labels.
    pub(crate) fn into_headings_and_fences(self) -> (Vec<Heading>, Vec<Fence>) {
        let places: Vec<Option<usize>> = self
            .headings
            .iter()
            .scan(0, |next, heading| {
                let place = (heading.level < LABEL).then_some(*next);
                *next += usize::from(place.is_some());
                Some(place)
            })
            .collect();
        let place = |heading| self.chain(heading).find_map(|at| places[at]);
        let fences = self.fences.iter().map(|fence| Fence { heading: place(fence.heading), ..fence.clone() }).collect();
        (self.headings.into_iter().filter(|heading| heading.level < LABEL).collect(), fences)
    }

    /// Where the `count`th section below the title starts; the end of the text if there are fewer.
    pub(crate) fn start_of_section(&self, count: usize) -> usize {
        let mut sections = self.headings.iter().filter(|heading| (2..LABEL).contains(&heading.level));
        sections.nth(count).map_or(usize::MAX, |heading| heading.span.start)
    }

    /// The heading and those it stands under, innermost first.
    pub(crate) fn chain(&self, heading: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(heading, |at| self.parents.get(*at).copied().flatten())
    }

    /// What a heading and those above it announce together.
    pub(crate) fn announced_by_chain(&self, heading: Option<usize>) -> Section {
        self.chain(heading).fold(Section::NONE, |all, at| all.with(self.announced[at]))
    }

    /// What the innermost heading announces that says anything about the sections in `asked`.
    pub(crate) fn innermost(&self, heading: Option<usize>, asked: Section) -> Section {
        self.chain(heading).map(|at| self.announced[at]).find(|own| own.any(asked)).unwrap_or(Section::NONE)
    }
}
