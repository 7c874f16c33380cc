//! Reading a Go text whole, and piece by piece where the whole does not parse.

use std::borrow::Cow;

use specwave_source::Span;

use super::declarations::{read_errors, read_into};
use super::{Facts, Name, raised};
use crate::syntax::parse;

/// Reads the facts of a Go text. Never fails: where a declaration does not parse, the others are still read.
#[must_use]
pub fn read(source: &str) -> Facts {
    let mut facts = Facts::default();
    if !read_piece(source, 0, &mut facts) {
        facts = Facts::default();
        for piece in pieces(source) {
            read_piece(&source[piece.start..piece.end], piece.start, &mut facts);
        }
    }
    facts.path = path_comment(source);
    facts
}

/// Reads one text whose first byte is `offset` of the whole; `false` when it has syntax errors.
fn read_piece(text: &str, offset: usize, facts: &mut Facts) -> bool {
    // tree-sitter-go reports an error for a final type declaration without a line end.
    let source: Cow<'_, str> = if text.ends_with('\n') { Cow::Borrowed(text) } else { Cow::Owned(format!("{text}\n")) };
    let Some(tree) = parse(&source) else { return true };
    let root = tree.root_node();
    let mut read = Facts::default();
    read_into(root, &source, &mut read);
    read.raised = raised::raised(root, &source);
    if root.has_error() {
        read_errors(root, &source, &mut read.errors);
    }
    let sound = read.errors.is_empty();
    read.shift(offset, offset + text.len());
    facts.append(read);
    sound
}

/// Cuts a text in front of each top-level declaration, with the comments above it.
fn pieces(source: &str) -> Vec<Span> {
    let mut cuts = vec![0];
    let mut comment_start = None;
    let mut offset = 0;
    let indent = source.lines().filter(|line| starts_declaration(line.trim_start())).map(indentation).min().unwrap_or(0);
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if indentation(line) == indent && starts_declaration(trimmed) {
            cuts.push(comment_start.take().unwrap_or(offset));
        } else if indentation(line) == indent && trimmed.starts_with("//") {
            comment_start.get_or_insert(offset);
        } else {
            comment_start = None;
        }
        offset += line.len();
    }
    cuts.push(source.len());
    cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).filter(|piece| piece.start < piece.end).collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn starts_declaration(line: &str) -> bool {
    ["type ", "func ", "const ", "var ", "package ", "import "].iter().any(|keyword| line.starts_with(keyword))
}

/// The file path that a comment above the code names.
fn path_comment(source: &str) -> Option<Name> {
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim();
        let Some(comment) = trimmed.strip_prefix("//") else {
            if trimmed.is_empty() {
                offset += line.len();
                continue;
            }
            return None;
        };
        let comment = comment.trim().trim_start_matches("File:").trim_start_matches("file:").trim();
        let word = comment.split_whitespace().next().unwrap_or_default();
        if word.ends_with(".go") && word.len() > 3 {
            let start = offset + line.find(word).unwrap_or_default();
            return Some(Name { text: word.trim_start_matches("./").to_owned(), span: Span::new(start, start + word.len()) });
        }
        offset += line.len();
    }
    None
}

impl Facts {
    fn append(&mut self, other: Self) {
        self.package = self.package.take().or(other.package);
        self.imports.extend(other.imports);
        self.types.extend(other.types);
        self.constants.extend(other.constants);
        self.variables.extend(other.variables);
        self.functions.extend(other.functions);
        self.raised.extend(other.raised);
        self.comments.extend(other.comments);
        self.errors.extend(other.errors);
    }
}
