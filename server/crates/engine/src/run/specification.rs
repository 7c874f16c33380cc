//! The lines of a run's specification, as they were when it began.

use std::path::PathBuf;

use specwave_source::{LineColumn, Sources, Span};

use super::record::RunRequest;

/// What the specification said when the run began. Gates tell of its lines, counted through all of its files; whoever shows
/// one needs the file, and what stood there, since people go on editing.
#[derive(Debug)]
pub struct Specification {
    sources: Sources,
}

/// A line of one of its files, without the white space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecLine {
    /// The file.
    pub path: PathBuf,
    /// Its first character.
    pub start: LineColumn,
    /// Behind its last character.
    pub end: LineColumn,
    /// What stood there.
    pub text: String,
}

impl RunRequest {
    /// The specification that the run was started with.
    #[must_use]
    pub fn specification(&self) -> Specification {
        Specification { sources: Sources::new(self.texts.iter().cloned()) }
    }
}

impl Specification {
    /// A line of the joined text, from 1; `None` where there is none, or nothing stands there.
    #[must_use]
    pub fn line(&self, line: u32) -> Option<SpecLine> {
        let whole = self.sources.lines().line_span(line);
        let text = self.sources.text().get(whole.start..whole.end)?;
        let start = whole.start + text.len() - text.trim_start().len();
        let text = text.trim();
        let span = Span::new(start, start + text.len());
        (!text.is_empty()).then(|| SpecLine {
            path: self.sources.path_at(span.start).to_owned(),
            start: self.sources.line_column(span.start),
            end: self.sources.line_column(span.end),
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_of_its_own_file() {
        let sources = Sources::new([("a.md".into(), "one\n\n  two".to_owned()), ("b.md".into(), "three\nfour é\n".to_owned())]);
        let specification = Specification { sources };
        let at = |line| {
            let found = specification.line(line)?;
            Some((found.path.display().to_string(), found.start.line, found.start.column, found.end.column, found.text))
        };
        assert_eq!(at(1), Some(("a.md".to_owned(), 1, 1, 4, "one".to_owned())));
        assert_eq!(at(2), None);
        assert_eq!(at(3), Some(("a.md".to_owned(), 3, 3, 6, "two".to_owned())));
        assert_eq!(at(5), Some(("b.md".to_owned(), 2, 1, 7, "four é".to_owned())));
        assert_eq!((at(0), at(9)), (at(1), None));
    }
}
