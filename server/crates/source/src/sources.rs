//! Several files read as one text, so that a span stays a pair of offsets wherever a fact came from.

use std::path::{Path, PathBuf};

use crate::{Encoding, LineColumn, LineIndex, Position, PositionRange, Span};

/// The files of one feature, joined in the order in which they are read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    text: String,
    files: Vec<SourceFile>,
}

/// One file of a joined text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it lies, as it was named; empty for a text without a file.
    pub path: PathBuf,
    /// Its text within the joined one.
    pub span: Span,
    lines: LineIndex,
}

impl Sources {
    /// Joins files. One that does not end with a line end gets one in the joined text, which belongs to no file.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let mut joined = Self::default();
        for (path, text) in files {
            if !joined.text.is_empty() && !joined.text.ends_with(['\n', '\r']) {
                joined.text.push('\n');
            }
            let start = joined.text.len();
            let span = Span::new(start, start + text.len());
            joined.files.push(SourceFile { path, span, lines: LineIndex::new(&text) });
            if joined.text.is_empty() { joined.text = text } else { joined.text.push_str(&text) }
        }
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
        self.at(offset).map_or(1, |(file, offset)| file.lines.line(offset))
    }

    /// Line and column of `offset` in its own file.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let found = self.at(offset).map(|(file, offset)| file.lines.line_column(self.text_of(file), offset));
        found.unwrap_or(LineColumn { line: 1, column: 1 })
    }

    /// The file that `span` starts in, and the span in that file's own text; `None` where there is no file at all.
    #[must_use]
    pub fn local(&self, span: Span) -> Option<(&SourceFile, Span)> {
        let (file, start) = self.at(span.start)?;
        let end = span.end.min(file.span.end).saturating_sub(file.span.start);
        Some((file, Span::new(start, end)))
    }

    /// The LSP range of `span` in the file it starts in; `None` where there is no file at all.
    #[must_use]
    pub fn range(&self, span: Span, encoding: Encoding) -> Option<PositionRange> {
        let (file, span) = self.local(span)?;
        Some(file.lines.range(self.text_of(file), span, encoding))
    }

    /// The offset of an LSP position in the file at `file` among [`Self::files`].
    #[must_use]
    pub fn offset(&self, file: usize, position: Position, encoding: Encoding) -> usize {
        let offset = |file: &SourceFile| file.span.start + file.lines.offset(self.text_of(file), position, encoding);
        self.files.get(file).map_or(0, offset)
    }

    /// A file, and `offset` as one into its own text.
    fn at(&self, offset: usize) -> Option<(&SourceFile, usize)> {
        let file = self.files.get(self.file_at(offset))?;
        Some((file, offset.min(file.span.end).saturating_sub(file.span.start)))
    }
}
