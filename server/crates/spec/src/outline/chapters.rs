//! The outline cut at the headings of the first two levels, so that what stands between them can be read for itself.

use specwave_source::Span;

use super::{Line, Outline, Section, Table};
use crate::model::{Fence, Heading};

/// Headings of deeper levels stand in the chapter of those above them.
const DEEPEST: u8 = 2;

/// What stands between two headings of the first two levels, the first one included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chapter {
    pub(crate) span: Span,
    /// Whether it begins the text.
    pub(crate) first: bool,
    /// What the heading of the first level announces that it stands under.
    pub(crate) under: Section,
    /// The front matter that it has, from its start: of several files the second may be the first one with any.
    pub(crate) front_matter: Option<Span>,
}

/// Where the chapters of a text with these headings start.
pub(crate) fn chapter_starts(headings: &[Heading]) -> impl Iterator<Item = usize> + '_ {
    let cuts = headings.iter().skip(1).filter(|heading| heading.level <= DEEPEST);
    std::iter::once(0).chain(cuts.map(|heading| heading.span.start))
}

impl Outline {
    /// The chapters of a text of that length, in order. The title and what stands above it are in the first one.
    pub(crate) fn chapters(&self, length: usize) -> Vec<Chapter> {
        let starts: Vec<usize> = chapter_starts(&self.headings).chain([length]).collect();
        let chapter = |ends: &[usize]| {
            let own = self.headings.partition_point(|heading| heading.span.start < ends[0]);
            let first = ends[0] == 0;
            let under = if first { Section::NONE } else { self.announced_by_chain(self.parents[own]) };
            let front_matter = self.front_matter.filter(|front| ends[0] <= front.start && front.end <= ends[1]);
            let front_matter = front_matter.map(|front| Span::new(front.start - ends[0], front.end - ends[0]));
            Chapter { span: Span::new(ends[0], ends[1]), first, under, front_matter }
        };
        starts.windows(2).map(chapter).collect()
    }

    /// The outline of one chapter, with offsets that count from its start. A heading without words stands for what it stands
    /// under.
    pub(crate) fn of_chapter(&self, chapter: &Chapter) -> Self {
        let Chapter { span, first, under, front_matter } = *chapter;
        let above = usize::from(!first);
        let from = self.headings.partition_point(|heading| heading.span.start < span.start);
        let local = |span_of: Span| Span::new(span_of.start - span.start, span_of.end.min(span.end) - span.start);
        let heading = |at: Option<usize>| at.map_or((!first).then_some(0), |at| Some((at + above).saturating_sub(from)));
        let mut own = Self { front_matter, ..Self::default() };
        if !first {
            let empty = Span::new(0, 0);
            own.headings.push(Heading {
                level: 1,
                text: String::new(),
                span: empty,
                section: Span::new(0, span.end - span.start),
            });
            own.parents.push(None);
            own.announced.push(under);
        }
        let count = self.headings[from..].iter().take_while(|heading| heading.span.start < span.end).count();
        for at in from..from + count {
            let Heading { level, text, span, section } = &self.headings[at];
            own.headings.push(Heading { level: *level, text: text.clone(), span: local(*span), section: local(*section) });
            own.parents.push(heading(self.parents[at].filter(|parent| *parent >= from)));
            own.announced.push(self.announced[at]);
        }
        own.fences = within(&self.fences, span, |fence| fence.span.start)
            .iter()
            .map(|fence| Fence {
                span: local(fence.span),
                content: local(fence.content),
                heading: heading(fence.heading),
                ..fence.clone()
            })
            .collect();
        own.lines = within(&self.lines, span, |line| line.span.start)
            .iter()
            .map(|line| Line { span: local(line.span), heading: heading(line.heading), ..*line })
            .collect();
        own.tables = within(&self.tables, span, |table| table.header.first().map_or(0, |cell| cell.start))
            .iter()
            .map(|table| Table {
                header: table.header.iter().copied().map(local).collect(),
                rows: table.rows.iter().map(|row| row.iter().copied().map(local).collect()).collect(),
                heading: heading(table.heading),
            })
            .collect();
        own
    }
}

/// The part of a list in the order of the text that stands in `span`.
pub(crate) fn within<T>(list: &[T], span: Span, start: impl Fn(&T) -> usize) -> &[T] {
    let from = list.partition_point(|item| start(item) < span.start);
    let to = list.partition_point(|item| start(item) < span.end);
    &list[from..to]
}
