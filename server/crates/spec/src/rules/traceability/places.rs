//! Where numbered things stand.

use specwave_source::Span;

use crate::model::Heading;
use crate::rules::check::Subject;
use crate::rules::heading_tree::parents;

/// What a numbered thing is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Heading,
    Row,
    Line,
}

/// The headings of a specification, to look up what stands under which.
pub(super) struct Places<'spec> {
    headings: &'spec [Heading],
    parents: Vec<Option<usize>>,
}

impl<'spec> Places<'spec> {
    pub(super) fn of(subject: &Subject<'spec>) -> Self {
        let headings = &subject.spec.headings;
        Self { headings, parents: parents(headings) }
    }

    /// The form of what stands at `span`, and the heading it stands under.
    pub(super) fn of_thing(&self, subject: &Subject<'_>, span: Span) -> (Form, Option<usize>) {
        let line = subject.line_at(span.start);
        let before = self.headings.partition_point(|heading| heading.span.start <= line.end);
        let innermost = before.checked_sub(1);
        match subject.at(line).trim_start().chars().next() {
            Some('#') => (Form::Heading, innermost.and_then(|at| self.parents[at])),
            Some('|') => (Form::Row, innermost),
            _ => (Form::Line, innermost),
        }
    }
}
