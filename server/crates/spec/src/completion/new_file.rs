//! A specification to start from, in a file that has nothing yet.

use std::path::Path;

use specwave_golang::names::words;
use specwave_source::Span;

use super::{Completion, Proposal, ProposalKind};
use crate::template::{domain_of_name, template};

/// A whole specification, where the file that is `file` of a text has no more than the beginning of a word, and that is at
/// `offset`. It is called what the file at `path` is called.
#[must_use]
pub fn in_new_file(path: &Path, text: &str, file: Span, offset: usize) -> Option<Completion> {
    let content = text.get(file.start..file.end)?;
    let typed = content.trim();
    let start = if typed.is_empty() { offset } else { file.start + content.find(typed)? };
    let replaces = Span::new(start, start + typed.len());
    if !typed.chars().all(char::is_alphanumeric) || !replaces.touches(offset) {
        return None;
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let words: Vec<String> = words(&stem).iter().map(|word| capitalized(word)).collect();
    let name = if words.is_empty() { "New Feature".to_owned() } else { words.join(" ") };
    let proposal = Proposal::new(ProposalKind::Template, "feature specification", format!("{name}, to start from"))
        .documented("A small feature with every section: it has no findings, and a run builds it.")
        .inserting(template(&name, &domain_of_name(&name)));
    Some(Completion { replaces, proposals: vec![proposal] })
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
