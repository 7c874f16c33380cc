//! Byte spans, lines and columns, and LSP positions.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The same span moved by `offset` bytes, for text that was cut out of a larger one.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }

    /// Whether `offset` lies inside, the end included so that a cursor behind the last letter counts.
    #[must_use]
    pub fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }
}

/// A line and a column as people and reports count them: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// How an LSP client counts characters within a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    #[default]
    Utf16,
}

impl Encoding {
    /// How many units a character takes.
    pub(crate) fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }
}

/// A position as LSP counts it: line and character from 0, characters in an [`Encoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 0.
    pub line: u32,
    /// Units of the negotiated encoding, from 0.
    pub character: u32,
}

/// A range as LSP counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PositionRange {
    /// First position.
    pub start: Position,
    /// Position behind the last character.
    pub end: Position,
}

/// Where the lines of a text begin; converts offsets without reading the text again from its start.
///
/// A line ends at `\n`, `\r\n` or a lone `\r`, as in LSP.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
    length: usize,
    /// UTF-16 code units before every block of the text, counted for the first place that is far behind the start of its line:
    /// a place in a line of megabytes is as near as any other.
    units: OnceLock<Vec<usize>>,
}

/// Bytes of a block.
const BLOCK: usize = 1 << 10;

/// How many UTF-16 code units the bytes begin.
fn utf16_units(bytes: &[u8]) -> usize {
    let begins = |byte: &u8| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0);
    bytes.iter().map(begins).sum()
}

impl Default for LineIndex {
    /// The one line of an empty text.
    fn default() -> Self {
        Self::new("")
    }
}

impl LineIndex {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // Hardly any text has a lone `\r`, and the search for one byte is many times as fast as that for either.
        let lone = memchr::memchr_iter(b'\r', bytes).map(|at| at + 1).filter(|at| bytes.get(*at) != Some(&b'\n'));
        let mut starts: Vec<usize> = std::iter::once(0).chain(lone).collect();
        let is_mixed = starts.len() > 1;
        starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
        if is_mixed {
            starts.sort_unstable();
        }
        Self { starts, length: bytes.len(), units: OnceLock::new() }
    }

    /// Number of lines; an empty text has one.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line that holds `offset`, from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The bytes of `line` (from 1) with its line ending; empty past the end of the text.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let at = line.saturating_sub(1) as usize;
        let start = self.starts.get(at).copied().unwrap_or(self.length);
        Span::new(start, self.starts.get(at + 1).copied().unwrap_or(self.length))
    }

    /// Line and column of `offset` in `text`, which must be the text this index was made of.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let offset = floor_char_boundary(text, offset);
        let line = self.line(offset);
        let start = self.line_span(line).start;
        LineColumn { line, column: text[start..offset].chars().count() as u32 + 1 }
    }

    /// The LSP position of `offset` in `text`, which must be the text this index was made of.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let offset = floor_char_boundary(text, offset);
        let line = self.line(offset);
        let start = self.line_span(line).start;
        let character = match encoding {
            Encoding::Utf8 => offset - start,
            Encoding::Utf16 if offset - start <= BLOCK => utf16_units(&text.as_bytes()[start..offset]),
            Encoding::Utf16 => self.units_before(text, offset) - self.units_before(text, start),
        };
        Position { line: line - 1, character: character as u32 }
    }

    /// How many UTF-16 code units stand before `offset`.
    fn units_before(&self, text: &str, offset: usize) -> usize {
        let units = self.units.get_or_init(|| {
            let blocks = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
                let units = *before;
                *before += utf16_units(block);
                Some(units)
            });
            blocks.collect()
        });
        let block = offset / BLOCK;
        let known = units.get(block).copied();
        known.map_or_else(
            // The end of a text that fills its last block.
            || units.last().map_or(0, |before| before + utf16_units(&text.as_bytes()[(block - 1) * BLOCK..offset])),
            |before| before + utf16_units(&text.as_bytes()[block * BLOCK..offset]),
        )
    }

    /// The offset of an LSP position. One behind the end of its line means that end, one inside a character its start,
    /// and a line behind the text the text's end.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(start) = self.starts.get(position.line as usize).copied() else { return self.length };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(self.length);
        let mut units = position.character as usize;
        let line = text.get(start..end).unwrap_or_default();
        let behind = line.char_indices().find(|(_, character)| {
            let width = encoding.width(*character);
            let stops = units < width || matches!(character, '\n' | '\r');
            units = units.saturating_sub(width);
            stops
        });
        start + behind.map_or(line.len(), |(at, _)| at)
    }

    /// The LSP range of `span`.
    #[must_use]
    pub fn range(&self, text: &str, span: Span, encoding: Encoding) -> PositionRange {
        PositionRange { start: self.position(text, span.start, encoding), end: self.position(text, span.end, encoding) }
    }
}

/// The nearest character boundary at or before `offset`.
fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
