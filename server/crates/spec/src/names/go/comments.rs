//! Names in comments of Go: as in prose, and the first word of a doc comment.

use super::block::Block;
use crate::names::prose::read_bare;
use crate::names::symbol::Occurrence;
use crate::names::symbols::Symbols;
use crate::names::words::words;

/// Adds what the comments of a block name.
pub(in crate::names) fn read_comments(block: &Block<'_>, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    let mut documented = None;
    for (comment, next) in &block.comments {
        // The lines of a doc comment are followed by the same token; the name leads the first one only.
        let first = documented.replace(*next) != Some(*next);
        let declared = declared_by(block, *next).filter(|_| first).and_then(|token| {
            let known = symbols.pinned.get(&block.tokens[token].span.start)?;
            Some((block.word(token)?, known.symbol))
        });
        let leading = words(block.text, *comment).next();
        match (leading, declared) {
            (Some(word), Some((name, symbol))) if block.text.get(word.start..word.end) == Some(name) => {
                out.push(Occurrence { symbol, span: word, declares: false });
            }
            _ => {}
        }
        read_bare(block.text, *comment, symbols, out);
    }
}

/// The name that is declared from a token on: of a type, a function, a field or a method.
fn declared_by(block: &Block<'_>, at: usize) -> Option<usize> {
    match block.word(at)? {
        "type" | "const" | "var" => Some(at + 1),
        "func" if block.is_mark(at + 1, b'(') => Some(block.end(at + 1) + 1),
        "func" => Some(at + 1),
        _ => Some(at),
    }
    .filter(|token| *token < block.tokens.len())
}
