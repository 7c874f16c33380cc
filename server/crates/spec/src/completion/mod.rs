//! What could be typed at a place: keys, values, sections, declared names, types, units.
//!
//! The text is half-typed where this is asked, so a place is told by the characters in front of it and by what the lines
//! above look like, not by what was read of it.

mod front_matter;
mod go;
mod headings;
mod names;
mod new_file;
mod proposal;
mod prose;
mod targets;
mod yaml;

use specwave_source::Span;

use crate::model::{Fence, Spec};
use crate::names::Names;
pub use new_file::in_new_file;
pub use proposal::{Completion, Proposal, ProposalKind};

/// A place in a text, with what is known about the text.
pub(crate) struct Place<'text> {
    pub(crate) spec: &'text Spec,
    pub(crate) names: &'text Names,
    pub(crate) text: &'text str,
    /// The file that is being typed, if the text is that of several.
    pub(crate) file: Span,
    pub(crate) offset: usize,
    /// The line up to the place.
    pub(crate) before: &'text str,
    /// The letters, digits and `_` in front of the place.
    pub(crate) word: &'text str,
}

impl Place<'_> {
    /// The line up to the word that is being typed.
    pub(crate) fn before_word(&self) -> &str {
        &self.before[..self.before.len() - self.word.len()]
    }

    /// Proposals that replace the last `typed` bytes in front of the place.
    pub(crate) fn replacing(&self, typed: usize, proposals: Vec<Proposal>) -> Completion {
        Completion { replaces: Span::new(self.offset - typed, self.offset), proposals }
    }

    /// Proposals that replace the word in front of the place.
    pub(crate) fn instead_of_word(&self, proposals: Vec<Proposal>) -> Completion {
        self.replacing(self.word.len(), proposals)
    }
}

/// What could be typed at `offset` of a text, in the file that is `file` of it.
#[must_use]
pub fn at(spec: &Spec, names: &Names, text: &str, file: Span, offset: usize) -> Completion {
    let offset = text.floor_char_boundary(offset);
    let line = text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let before = &text[line..offset];
    let word = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(before, |at| {
        let behind = before[at..].chars().next().map_or(0, char::len_utf8);
        &before[at + behind..]
    });
    let place = Place { spec, names, text, file, offset, before, word };
    if let Some(completion) = front_matter::at(&place) {
        return completion;
    }
    match fence_around(spec, offset) {
        Some(fence) => match fence.language.as_str() {
            "yaml" | "yml" => yaml::at(&place, fence),
            "go" | "golang" => go::at(&place, fence),
            _ => place.instead_of_word(Vec::new()),
        },
        None => headings::at(&place).unwrap_or_else(|| prose::at(&place)),
    }
}

/// The fence whose content is being typed; one that nothing closes goes on where the text ends.
fn fence_around(spec: &Spec, offset: usize) -> Option<&Fence> {
    let behind = spec.fences.partition_point(|fence| fence.content.start <= offset);
    let fence = spec.fences.get(behind.checked_sub(1)?)?;
    (offset < fence.content.end || (!fence.closed && offset == fence.content.end)).then_some(fence)
}

#[cfg(test)]
mod tests;
