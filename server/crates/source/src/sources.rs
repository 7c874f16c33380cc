//! Several files read as one text, so that a span stays a pair of offsets wherever a fact came from.

use std::path::{Path, PathBuf};

use crate::{Encoding, LineColumn, LineIndex, Position, PositionRange, Span};

/// The files of one feature, joined in the order in which they are read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    text: String,
    files: Vec<SourceFile>,
    lines: LineIndex,
}

/// One file of a joined text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it lies, as it was named; empty for a text without a file.
    pub path: PathBuf,
    /// Its text within the joined one.
    pub span: Span,
}

impl Sources {
    /// Joins files. One that does not end with a line feed gets one in the joined text, which belongs to no file: so each
    /// file begins on a line of its own.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let mut joined = Self::default();
        for (path, text) in files {
            if !joined.text.is_empty() && !joined.text.ends_with('\n') {
                joined.text.push('\n');
            }
            let start = joined.text.len();
            joined.files.push(SourceFile { path, span: Span::new(start, start + text.len()) });
            if joined.text.is_empty() { joined.text = text } else { joined.text.push_str(&text) }
        }
        joined.lines = LineIndex::new(&joined.text);
        joined
    }

    /// The one-file case.
    #[must_use]
    pub fn single(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self::new([(path.into(), text.into())])
    }

    /// The joined text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of the joined text.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The files in their order.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The text of one file.
    #[must_use]
    pub fn text_of(&self, file: &SourceFile) -> &str {
        &self.text[file.span.start..file.span.end]
    }

    /// Place of the file among [`Self::files`] that `offset` lies in; the last one for what lies behind it.
    #[must_use]
    pub fn file_at(&self, offset: usize) -> usize {
        self.files.partition_point(|file| file.span.start <= offset).saturating_sub(1)
    }

    /// Where `offset` lies: the path of its file.
    #[must_use]
    pub fn path_at(&self, offset: usize) -> &Path {
        self.files.get(self.file_at(offset)).map_or(Path::new(""), |file| &file.path)
    }

    /// The line of `offset` in its own file, from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> u32 {
        self.within(offset).map_or(1, |(file, offset)| self.lines.line(offset) - self.lines_before(file))
    }

    /// Line and column of `offset` in its own file.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let Some((file, offset)) = self.within(offset) else { return LineColumn { line: 1, column: 1 } };
        let joined = self.lines.line_column(&self.text, offset);
        LineColumn { line: joined.line - self.lines_before(file), ..joined }
    }

    /// The file that `span` starts in, and the span in that file's own text; `None` where there is no file at all.
    #[must_use]
    pub fn local(&self, span: Span) -> Option<(&SourceFile, Span)> {
        let (file, start) = self.within(span.start)?;
        let end = span.end.min(file.span.end);
        Some((file, Span::new(start - file.span.start, end.saturating_sub(file.span.start))))
    }

    /// The LSP range of `span` in the file it starts in; `None` where there is no file at all.
    #[must_use]
    pub fn range(&self, span: Span, encoding: Encoding) -> Option<PositionRange> {
        let (file, start) = self.within(span.start)?;
        let before = self.lines_before(file);
        let position = |offset| {
            let joined = self.lines.position(&self.text, offset, encoding);
            Position { line: joined.line - before, ..joined }
        };
        Some(PositionRange { start: position(start), end: position(span.end.clamp(start, file.span.end)) })
    }

    /// The offset of an LSP position in the file at `file` among [`Self::files`].
    #[must_use]
    pub fn offset(&self, file: usize, position: Position, encoding: Encoding) -> usize {
        let offset = |file: &SourceFile| {
            let line = position.line.saturating_add(self.lines_before(file));
            self.lines.offset(&self.text, Position { line, ..position }, encoding).min(file.span.end)
        };
        self.files.get(file).map_or(0, offset)
    }

    /// How many lines of the joined text stand in front of a file.
    fn lines_before(&self, file: &SourceFile) -> u32 {
        self.lines.line(file.span.start) - 1
    }

    /// The file of an offset, and the nearest offset within it.
    fn within(&self, offset: usize) -> Option<(&SourceFile, usize)> {
        let file = self.files.get(self.file_at(offset))?;
        Some((file, offset.clamp(file.span.start, file.span.end)))
    }
}
