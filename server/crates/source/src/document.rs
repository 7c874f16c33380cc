//! An open text as a rope, edited in the client's positions.

use ropey::Rope;

use crate::{Encoding, Position, PositionRange};

/// One change of a text: a range and what replaces it, or the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced; `None` for the whole text.
    pub range: Option<PositionRange>,
    /// What stands there afterwards.
    pub text: String,
}

/// An edit whose range ends before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditError {
    /// The range as the client sent it.
    pub range: PositionRange,
}

/// A text with a version.
#[derive(Debug, Clone)]
pub struct Document {
    rope: Rope,
    version: i32,
}

impl Document {
    /// A document with the given text and version.
    #[must_use]
    pub fn new(text: &str, version: i32) -> Self {
        Self { rope: Rope::from_str(text), version }
    }

    /// The version of the last change.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.version
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from(&self.rope)
    }

    /// Applies one change. Positions behind the end of a line or of the text mean that end, as LSP says.
    ///
    /// # Errors
    /// When the range ends before it starts; the text is then unchanged.
    pub fn apply(&mut self, edit: &TextEdit, version: i32, encoding: Encoding) -> Result<(), EditError> {
        match edit.range {
            None => self.rope = Rope::from_str(&edit.text),
            Some(range) => {
                let (start, end) = (self.char_at(range.start, encoding), self.char_at(range.end, encoding));
                if end < start {
                    return Err(EditError { range });
                }
                self.rope.remove(start..end);
                self.rope.insert(start, &edit.text);
            }
        }
        self.version = version;
        Ok(())
    }

    /// The character index of an LSP position, clamped to the line and the text.
    fn char_at(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let mut units = position.character as usize;
        let mut at = self.rope.line_to_char(line);
        for character in self.rope.line(line).chars() {
            let width = encoding.width(character);
            if units < width || matches!(character, '\n' | '\r') {
                break;
            }
            units -= width;
            at += 1;
        }
        at
    }
}
