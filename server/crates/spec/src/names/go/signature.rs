//! Parameters and results of a function.

use super::block::Block;
use crate::names::symbols::{TypeName, named_type};

/// A `func`, from its keyword on.
pub(super) struct Signature<'text> {
    /// Tokens of the names of the receiver and the parameters, with their types.
    pub(super) variables: Vec<(usize, TypeName<'text>)>,
    /// The receiver's type.
    pub(super) receiver: Option<TypeName<'text>>,
    /// The token of its name; a function literal has none.
    pub(super) name: Option<usize>,
    /// The first result's type.
    pub(super) result: Option<TypeName<'text>>,
    /// The opening brace of its body.
    pub(super) body: Option<usize>,
}

/// Reads the `func` at `at`.
pub(super) fn of_function<'text>(block: &Block<'text>, at: usize) -> Signature<'text> {
    let mut variables = Vec::new();
    let mut next = at + 1;
    let mut receiver = None;
    // A literal's parameters look like a receiver, but no name follows them.
    if block.is_mark(next, b'(') && block.word(block.end(next) + 1).is_some() && block.is_mark(block.end(next) + 2, b'(') {
        let declared = parameters(block, next);
        let unnamed = || named_type(block.slice(next + 1, block.end(next)));
        receiver = Some(declared.first().map_or_else(unnamed, |(_, ty)| *ty));
        variables.extend(declared);
        next = block.end(next) + 1;
    }
    let name = block.word(next).map(|_| next);
    next += usize::from(name.is_some());
    // Type parameters.
    if name.is_some() && block.is_mark(next, b'[') {
        next = block.end(next) + 1;
    }
    let mut signature = Signature { variables, receiver, name, result: None, body: None };
    if block.is_mark(next, b'(') {
        signature.variables.extend(parameters(block, next));
        let (result, behind) = result(block, block.end(next) + 1);
        signature.result = result;
        signature.body = block.is_mark(behind, b'{').then_some(behind);
    }
    signature
}

/// The names in the brackets at `open`, with their types; types without names are left out.
pub(super) fn parameters<'text>(block: &Block<'text>, open: usize) -> Vec<(usize, TypeName<'text>)> {
    let close = block.end(open);
    let mut named = Vec::new();
    // Names that wait for the type that a later one has: `a, b int`.
    let mut waiting = Vec::new();
    let mut start = open + 1;
    while start < close {
        let mut end = start;
        while end < close && !block.is_mark(end, b',') {
            end = if is_opening(block, end) { block.end(end).min(close) } else { end };
            end += 1;
        }
        if block.word(start).is_some() {
            let is_typed = end > start + 1 && !block.is_mark(start + 1, b'.') && !block.is_mark(start + 1, b'(');
            if is_typed && !block.is_word(start, "func") && !block.is_word(start, "map") && !block.is_word(start, "chan") {
                let ty = named_type(block.slice(start + 1, end.min(close)));
                named.extend(waiting.drain(..).map(|name| (name, ty)));
                named.push((start, ty));
            } else if end == start + 1 {
                waiting.push(start);
            }
        }
        start = end + 1;
    }
    named
}

/// The first result's type, and the token behind all results.
pub(super) fn result<'text>(block: &Block<'text>, at: usize) -> (Option<TypeName<'text>>, usize) {
    if block.is_mark(at, b'(') && !block.starts_line(at) {
        let end = block.end(at);
        let first = block.slice(at + 1, end).split(',').next().unwrap_or_default();
        let ty = first.split_whitespace().next_back().unwrap_or_default();
        return ((!ty.is_empty()).then(|| named_type(ty)), end + 1);
    }
    let mut end = at;
    while end < block.tokens.len() && !block.starts_line(end) && !block.is_mark(end, b'{') && !is_closing(block, end) {
        // The braces of `interface{}` and `struct{…}` belong to the type.
        let braced = block.is_word(end, "interface") || block.is_word(end, "struct");
        end = if braced && block.is_mark(end + 1, b'{') { block.end(end + 1) + 1 } else { end + 1 };
    }
    let ty = block.slice(at, end);
    ((!ty.is_empty()).then(|| named_type(ty)), end)
}

pub(super) fn is_opening(block: &Block<'_>, at: usize) -> bool {
    [b'(', b'[', b'{'].iter().any(|mark| block.is_mark(at, *mark))
}

fn is_closing(block: &Block<'_>, at: usize) -> bool {
    [b')', b']', b'}', b',', b';'].iter().any(|mark| block.is_mark(at, *mark))
}
