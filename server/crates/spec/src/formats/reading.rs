//! The files of a feature with their structure, as the readers of the formats look at them.

use specwave_source::Span;

use super::part::Part;
use crate::model::Fence;
use crate::outline::{LABEL, Line, LineKind, Outline, Table};

/// A joined text, its structure, and which part of the feature each file is.
pub(super) struct Reading<'text> {
    pub(super) text: &'text str,
    pub(super) outline: &'text Outline,
    /// Where each file begins, and what it is.
    pub(super) parts: Vec<(usize, Part)>,
}

/// A list item or a paragraph, with the lines that continue it.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) kind: LineKind,
    pub(super) indent: usize,
    /// The number in front of an item.
    pub(super) number: String,
    /// What stands in an item's check box.
    pub(super) check: Option<char>,
    /// The text in one line.
    pub(super) text: String,
    /// From its first line to its last.
    pub(super) span: Span,
    /// Its first line.
    pub(super) first: Span,
    pub(super) heading: Option<usize>,
}

impl<'text> Reading<'text> {
    pub(super) fn written(&self, span: Span) -> &'text str {
        &self.text[span.start..span.end]
    }

    /// Where `name` stands in `span`; the whole of it where it stands there in other words.
    pub(super) fn place(&self, name: &str, span: Span) -> Span {
        let at = self.written(span).find(name).filter(|_| !name.is_empty()).map(|at| span.start + at);
        at.map_or(span, |at| Span::new(at, at + name.len()))
    }

    /// What the file is that `offset` lies in.
    pub(super) fn part(&self, offset: usize) -> Part {
        let at = self.parts.partition_point(|(start, _)| *start <= offset);
        self.parts.get(at.saturating_sub(1)).map_or(Part::Whole, |(_, part)| *part)
    }

    pub(super) fn part_of_heading(&self, heading: Option<usize>) -> Part {
        heading.map_or(Part::Whole, |at| self.part(self.outline.headings[at].span.start))
    }

    /// The words of a heading without its number.
    pub(super) fn title(&self, heading: usize) -> &'text str {
        let words = &self.outline.headings[heading].text;
        super::words::without_number(words)
    }

    /// Everything below a heading, those it stands above included.
    pub(super) fn section(&self, heading: usize) -> Span {
        let heading = &self.outline.headings[heading];
        Span::new(heading.span.end, heading.section.end)
    }

    /// Headings that stand directly under `heading`.
    pub(super) fn children(&self, heading: usize) -> impl Iterator<Item = usize> + '_ {
        self.descendants(heading).filter(move |at| self.outline.parents[*at] == Some(heading))
    }

    /// Headings anywhere under `heading`.
    pub(super) fn descendants(&self, heading: usize) -> impl Iterator<Item = usize> + '_ {
        (heading + 1..self.outline.headings.len()).take_while(move |at| self.is_below(*at, heading))
    }

    fn is_below(&self, at: usize, heading: usize) -> bool {
        self.outline.chain(Some(at)).skip(1).any(|above| above == heading)
    }

    /// Items and paragraphs that begin in `section`, in the order of the text.
    pub(super) fn paragraphs(&self, section: Span) -> Vec<Paragraph> {
        let lines = &self.outline.lines;
        let mut at = lines.partition_point(|line| line.span.start < section.start);
        let mut paragraphs = Vec::new();
        while let Some(line) = lines.get(at).filter(|line| line.span.start < section.end) {
            let mut last = *line;
            at += 1;
            while let Some(next) = lines.get(at).filter(|next| self.continues(&last, next)) {
                last = *next;
                at += 1;
            }
            paragraphs.push(self.paragraph(line, Span::new(line.span.start, last.span.end)));
        }
        paragraphs
    }

    /// What stands under `heading` itself, not under those below it: it ends where the next heading begins.
    pub(super) fn own(&self, heading: usize) -> Span {
        let section = self.section(heading);
        let next = self.outline.headings.get(heading + 1).map_or(section.end, |next| next.span.start);
        Span::new(section.start, next.min(section.end))
    }

    pub(super) fn own_paragraphs(&self, heading: usize) -> Vec<Paragraph> {
        self.paragraphs(self.own(heading))
    }

    pub(super) fn own_fences(&self, heading: usize) -> impl Iterator<Item = &'text Fence> + '_ {
        let (own, fences) = (self.own(heading), &self.outline.fences);
        let first = fences.partition_point(|fence| fence.span.start < own.start);
        fences[first..].iter().take_while(move |fence| fence.span.start < own.end)
    }

    /// What stands under `heading` itself and under the lines in bold below it, which stand among it.
    pub(super) fn labelled_paragraphs(&self, heading: usize) -> Vec<Paragraph> {
        let mut paragraphs = self.own_paragraphs(heading);
        for label in self.children(heading).filter(|at| self.outline.headings[*at].level >= LABEL) {
            let span = self.outline.headings[label].span;
            let text = format!("**{}**:", self.title(label).trim_end_matches(':'));
            let (number, check, kind) = (String::new(), None, LineKind::Prose);
            paragraphs.push(Paragraph { kind, indent: 0, number, check, text, span, first: span, heading: Some(heading) });
            paragraphs.extend(self.own_paragraphs(label));
        }
        paragraphs
    }

    pub(super) fn own_tables(&self, heading: usize) -> impl Iterator<Item = &'text Table> + '_ {
        let (own, tables) = (self.own(heading), &self.outline.tables);
        let start = |table: &Table| table.header.first().map_or(0, |cell| cell.start);
        let first = tables.partition_point(|table| start(table) < own.start);
        tables[first..].iter().take_while(move |table| start(table) < own.end)
    }

    /// The whole text's items and paragraphs.
    pub(super) fn all_paragraphs(&self) -> Vec<Paragraph> {
        self.paragraphs(Span::new(0, self.text.len()))
    }

    fn continues(&self, line: &Line, next: &Line) -> bool {
        let gap = &self.text[line.span.end..next.span.start];
        let starts_anew = |written: &str| {
            written.starts_with('>')
                || super::words::bold_label(written).is_some()
                || super::words::leading_number(written).is_some()
        };
        next.kind == LineKind::Prose
            && next.heading == line.heading
            && gap.bytes().filter(|byte| *byte == b'\n').count() == 1
            && !starts_anew(self.written(next.span))
    }

    fn paragraph(&self, line: &Line, span: Span) -> Paragraph {
        let start = self.text[..line.span.start].rfind('\n').map_or(0, |at| at + 1);
        let mark = &self.text[start..line.span.start];
        let check = mark.split_once('[').and_then(|(_, rest)| rest.chars().next());
        let number: String = mark.trim_start().chars().take_while(char::is_ascii_digit).collect();
        let text = self.written(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let (kind, indent, heading) = (line.kind, line.indent, line.heading);
        Paragraph { kind, indent, number, check, text, span, first: line.span, heading }
    }
}
