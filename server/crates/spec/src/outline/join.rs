//! The structures of several files as one.

use specwave_source::Span;

use super::Outline;
use crate::model::Fence;

/// The structure of a file that is no Markdown but data as a whole: one fence.
pub(crate) fn of_data(language: &str, text: &str) -> Outline {
    let whole = Span::new(0, text.len());
    let fence = Fence { language: language.to_owned(), span: whole, content: whole, closed: true, heading: None };
    Outline { fences: vec![fence], ..Outline::default() }
}

impl Outline {
    /// The same structure with only the lines and tables whose beginning `keep` wants; headings and fences stay.
    pub(crate) fn with_lines(&self, keep: impl Fn(Span) -> bool) -> Self {
        let mut kept = self.clone();
        kept.lines.retain(|line| keep(line.span));
        kept.tables.retain(|table| table.header.first().is_some_and(|cell| keep(*cell)));
        kept
    }

    /// Adds the structure of the next file, whose text starts at `offset` of the joined one.
    pub(crate) fn append(&mut self, mut next: Outline, offset: usize) {
        let first = self.headings.len();
        let heading = |at: &mut Option<usize>| *at = at.map(|at| at + first);
        let shift = |span: &mut Span| *span = span.shifted(offset);
        next.front_matter.iter_mut().for_each(shift);
        for own in &mut next.headings {
            shift(&mut own.span);
            shift(&mut own.section);
        }
        next.parents.iter_mut().for_each(heading);
        for fence in &mut next.fences {
            shift(&mut fence.span);
            shift(&mut fence.content);
            heading(&mut fence.heading);
        }
        for line in &mut next.lines {
            shift(&mut line.span);
            heading(&mut line.heading);
        }
        for table in &mut next.tables {
            table.header.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(shift);
            heading(&mut table.heading);
        }
        self.front_matter = self.front_matter.or(next.front_matter);
        self.headings.append(&mut next.headings);
        self.parents.append(&mut next.parents);
        self.announced.append(&mut next.announced);
        self.fences.append(&mut next.fences);
        self.lines.append(&mut next.lines);
        self.tables.append(&mut next.tables);
    }
}
