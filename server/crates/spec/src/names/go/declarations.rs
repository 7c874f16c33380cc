//! What a Go block declares: types with their members, functions, constants.

use specwave_golang::names::KEYWORDS;

use super::block::Block;
use super::signature::{is_opening, of_function, result};
use super::tokens::TokenKind;
use crate::names::symbol::{Occurrence, SymbolId, SymbolKind};
use crate::names::symbols::{Symbols, named_type};

/// Adds the types of a block with their fields and methods, and its constants.
pub(in crate::names) fn declare_types<'text>(block: &Block<'text>, symbols: &mut Symbols<'text>) {
    for at in &block.top {
        match block.word(*at) {
            Some("type") => each_spec(block, *at, |spec| declare_type(block, spec, symbols)),
            Some("const" | "var") => each_spec(block, *at, |spec| {
                if let Some(name) = block.word(spec).filter(|name| *name != "_") {
                    let id = symbols.global(name, SymbolKind::Constant, None);
                    pin(block, spec, id, symbols);
                }
            }),
            _ => {}
        }
    }
}

/// Adds the functions and methods of a block; the types of all blocks must be known.
pub(in crate::names) fn declare_functions<'text>(block: &Block<'text>, symbols: &mut Symbols<'text>) {
    for at in block.top.iter().filter(|at| block.is_word(**at, "func")) {
        let signature = of_function(block, *at);
        let Some((token, name)) = signature.name.and_then(|token| Some((token, block.word(token)?))) else { continue };
        let id = match signature.receiver {
            None => symbols.global(name, SymbolKind::Function, None),
            Some(receiver) => {
                let Some(owner) = symbols.find_type(receiver, block.package) else { continue };
                match symbols.find_member(owner, name) {
                    Some(known) => known,
                    None => symbols.member(owner, name, SymbolKind::Operation),
                }
            }
        };
        if let Some(ty) = signature.result {
            symbols.note_type(id, ty);
        }
        pin(block, token, id, symbols);
    }
}

/// Calls `read` with the first token of each spec of `type X …`, or of each line of `type ( … )`.
fn each_spec(block: &Block<'_>, keyword: usize, mut read: impl FnMut(usize)) {
    let first = keyword + 1;
    if !block.is_mark(first, b'(') {
        if !block.starts_line(first) {
            read(first);
        }
        return;
    }
    each_line(block, first, read);
}

/// Calls `read` with the first token of each line inside the brackets at `open`, leaving out what is nested.
fn each_line(block: &Block<'_>, open: usize, mut read: impl FnMut(usize)) {
    let end = block.end(open);
    let mut at = open + 1;
    let mut starts = true;
    while at < end {
        if starts || block.starts_line(at) {
            read(at);
        }
        starts = block.is_mark(at, b';');
        at = if is_opening(block, at) { block.end(at) + 1 } else { at + 1 };
    }
}

fn declare_type<'text>(block: &Block<'text>, at: usize, symbols: &mut Symbols<'text>) {
    let Some(name) = block.word(at).filter(|name| !KEYWORDS.contains(name)) else { return };
    let mut body = at + 1;
    if block.is_mark(body, b'[') && block.word(body + 1).is_some() {
        body = block.end(body) + 1;
    }
    body += usize::from(block.is_mark(body, b'='));
    let kind = match block.word(body) {
        Some("struct") => SymbolKind::Struct,
        Some("interface") => SymbolKind::Interface,
        _ => SymbolKind::Type,
    };
    let id = symbols.find(name, block.package).unwrap_or_else(|| symbols.global(name, kind, None));
    symbols.note_package(id, block.package);
    pin(block, at, id, symbols);
    if !block.is_mark(body + 1, b'{') {
        return;
    }
    match kind {
        SymbolKind::Struct => each_line(block, body + 1, |line| declare_fields(block, id, line, symbols)),
        SymbolKind::Interface => each_line(block, body + 1, |line| declare_method(block, id, line, symbols)),
        _ => {}
    }
}

/// The fields of one line: `A, B Type`. An embedded type has no name of its own.
fn declare_fields<'text>(block: &Block<'text>, owner: SymbolId, line: usize, symbols: &mut Symbols<'text>) {
    let mut last = line;
    while block.is_mark(last + 1, b',') && block.word(last + 2).is_some() && !block.starts_line(last + 2) {
        last += 2;
    }
    let ty = last + 1;
    let is_named = block.word(line).is_some() && !block.starts_line(ty) && !block.is_mark(ty, b'.') && !ends(block, ty);
    if !is_named {
        return;
    }
    let end = (ty..block.line_end(ty, block.tokens.len())).find(|at| ends(block, *at));
    let ty = named_type(block.slice(ty, end.unwrap_or_else(|| block.line_end(ty, block.tokens.len()))));
    for token in (line..=last).step_by(2) {
        if let Some(name) = block.word(token) {
            let id = symbols.member(owner, name, SymbolKind::Field);
            symbols.note_type(id, ty);
            pin(block, token, id, symbols);
        }
    }
}

/// Whether a field's type ends in front of a token: a tag, or the end of the struct.
fn ends(block: &Block<'_>, at: usize) -> bool {
    let is_tag = block.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Literal);
    is_tag || block.is_mark(at, b'}') || block.is_mark(at, b';')
}

/// The method of one line of an interface.
fn declare_method<'text>(block: &Block<'text>, owner: SymbolId, line: usize, symbols: &mut Symbols<'text>) {
    let Some(name) = block.word(line).filter(|_| block.is_mark(line + 1, b'(')) else { return };
    let id = symbols.member(owner, name, SymbolKind::Operation);
    if let (Some(ty), _) = result(block, block.end(line + 1) + 1) {
        symbols.note_type(id, ty);
    }
    pin(block, line, id, symbols);
}

/// The model knows best what is declared at a place.
fn pin<'text>(block: &Block<'text>, token: usize, id: SymbolId, symbols: &mut Symbols<'text>) {
    let span = block.tokens[token].span;
    let occurrence = Occurrence { symbol: id, span, declares: true };
    symbols.pinned.entry(span.start).or_insert(occurrence);
}
