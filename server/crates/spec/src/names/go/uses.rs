//! What the words of a Go block mean: one pass, with the type of the expression that was just read.
//!
//! A field or a method counts only where the type in front of its dot is known; a name that a variable hides, a
//! key of an unknown literal and a type of another package mean nothing here.

use specwave_golang::names::KEYWORDS;

use super::block::Block;
use super::signature::{of_function, parameters};
use super::tokens::TokenKind;
use super::variables::Variables;
use crate::names::symbol::{Occurrence, SymbolId, SymbolKind};
use crate::names::symbols::{Symbols, named_type};

/// Adds what the words of a block name.
pub(in crate::names) fn read(block: &Block<'_>, symbols: &Symbols<'_>, out: &mut Vec<Occurrence>) {
    Reader::new(block, symbols, out).read();
}

/// Adds what inline code names; its first word may be a field or an operation of `owner`, or of the only owner
/// that has one of that name.
pub(in crate::names) fn read_inline(
    block: &Block<'_>,
    symbols: &Symbols<'_>,
    first: Option<SymbolId>,
    out: &mut Vec<Occurrence>,
) {
    let mut reader = Reader::new(block, symbols, out);
    reader.first = first;
    reader.read();
}

/// What the expression that was just read is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chain<'text> {
    Nothing,
    /// A word in front of a dot that is no variable.
    Package(&'text str),
    Type(SymbolId),
    Value(SymbolId),
    /// Something that gives a value of that type when it is called.
    Callable(Option<SymbolId>),
}

/// An open bracket.
enum Frame<'text> {
    /// `( … )`: what stands behind it.
    Call(Chain<'text>),
    /// `[ … ]`: what stands in front of it.
    Index(Chain<'text>),
    /// `{ … }` of a literal; the mark of the variables.
    Literal(SymbolId),
    /// Any other `{ … }`, with the mark of the variables in front of it.
    Block(usize),
}

/// `names := …`, until its end is reached.
struct Definition<'text> {
    names: Vec<&'text str>,
    depth: usize,
    /// Whether it is a `range`, which gives its second name the elements.
    range: bool,
}

/// A name, and its type if that is known.
type Parameter<'text> = (&'text str, Option<SymbolId>);

struct Reader<'read, 'text> {
    block: &'read Block<'text>,
    symbols: &'read Symbols<'text>,
    out: &'read mut Vec<Occurrence>,
    /// What the first word means, where the surroundings tell.
    first: Option<SymbolId>,
    chain: Chain<'text>,
    frames: Vec<Frame<'text>>,
    variables: Variables<'text>,
    definition: Option<Definition<'text>>,
    /// Tokens that name nothing: variables where they are declared.
    silent: Vec<bool>,
    /// Parameters that are bound where the body starts at this token.
    bodies: Vec<(usize, Vec<Parameter<'text>>)>,
}

impl<'read, 'text> Reader<'read, 'text> {
    fn new(block: &'read Block<'text>, symbols: &'read Symbols<'text>, out: &'read mut Vec<Occurrence>) -> Self {
        Self {
            block,
            symbols,
            out,
            first: None,
            chain: Chain::Nothing,
            frames: Vec::new(),
            variables: Variables::default(),
            definition: None,
            silent: vec![false; block.tokens.len()],
            bodies: Vec::new(),
        }
    }

    fn read(mut self) {
        let mut top = self.block.top.iter().copied().peekable();
        for at in 0..self.block.tokens.len() {
            if top.next_if_eq(&at).is_some() {
                self.start_declaration();
            } else if self.block.starts_line(at) && !self.is_continued(at) {
                self.end_definition();
                self.chain = Chain::Nothing;
            }
            self.token(at);
        }
    }

    /// Whatever a declaration left open ends with it.
    fn start_declaration(&mut self) {
        self.frames.clear();
        self.variables.leave(0);
        self.definition = None;
        self.bodies.clear();
        self.chain = Chain::Nothing;
    }

    /// Whether the line of this token goes on with the expression of the line before.
    fn is_continued(&self, at: usize) -> bool {
        let behind_dot = at.checked_sub(1).is_some_and(|before| self.block.is_mark(before, b'.'));
        behind_dot || self.block.is_mark(at, b'.') || matches!(self.frames.last(), Some(Frame::Call(_) | Frame::Index(_)))
    }

    fn token(&mut self, at: usize) {
        match self.block.tokens[at].kind {
            TokenKind::Word => self.word(at),
            TokenKind::Mark(b'.') => {}
            TokenKind::Mark(b'(') => {
                self.frames.push(Frame::Call(match self.chain {
                    Chain::Callable(Some(result)) | Chain::Type(result) => Chain::Value(result),
                    _ => Chain::Nothing,
                }));
                self.chain = Chain::Nothing;
            }
            TokenKind::Mark(b'[') => {
                self.frames.push(Frame::Index(self.chain));
                self.chain = Chain::Nothing;
            }
            TokenKind::Mark(b'{') => self.open_brace(at),
            TokenKind::Mark(b')' | b']' | b'}') => self.close(),
            TokenKind::Mark(b';') => {
                self.end_definition();
                self.chain = Chain::Nothing;
            }
            TokenKind::Define | TokenKind::Mark(_) | TokenKind::Dots | TokenKind::Literal => self.chain = Chain::Nothing,
        }
    }

    fn open_brace(&mut self, at: usize) {
        let mark = self.variables.mark();
        if let Some((_, parameters)) = self.bodies.pop_if(|(body, _)| *body == at) {
            self.frames.push(Frame::Block(mark));
            parameters.into_iter().for_each(|(name, ty)| self.variables.bind(name, ty));
        } else if let Chain::Type(ty) = self.chain {
            self.frames.push(Frame::Literal(ty));
        } else {
            self.end_definition();
            let elided =
                at.checked_sub(1).is_some_and(|before| [b'{', b',', b':'].iter().any(|m| self.block.is_mark(before, *m)));
            match self.frames.last() {
                Some(Frame::Literal(ty)) if elided => self.frames.push(Frame::Literal(*ty)),
                _ => self.frames.push(Frame::Block(mark)),
            }
        }
        self.chain = Chain::Nothing;
    }

    fn close(&mut self) {
        self.chain = match self.frames.pop() {
            Some(Frame::Call(behind)) => behind,
            Some(Frame::Index(before)) => before,
            Some(Frame::Literal(ty)) => Chain::Value(ty),
            Some(Frame::Block(mark)) => {
                self.variables.leave(mark);
                Chain::Nothing
            }
            None => Chain::Nothing,
        };
    }

    fn word(&mut self, at: usize) {
        let Some(word) = self.block.word(at) else { return };
        let before = std::mem::replace(&mut self.chain, Chain::Nothing);
        if self.silent[at] {
            return;
        }
        if KEYWORDS.contains(&word) {
            return self.keyword(at, word);
        }
        if let Some(known) = self.symbols.pinned.get(&self.block.tokens[at].span.start) {
            self.out.push(*known);
            self.chain = self.chain_of(known.symbol);
            return;
        }
        let is_selected = at.checked_sub(1).is_some_and(|before| self.block.is_mark(before, b'.'));
        if is_selected {
            let found = match before {
                Chain::Package(package) => self.symbols.find_qualified(package, word),
                Chain::Type(owner) | Chain::Value(owner) => self.symbols.find_member(owner, word),
                Chain::Nothing | Chain::Callable(_) => None,
            };
            return self.name(at, found);
        }
        if let Some(member) = self.key(at, word) {
            self.name(at, Some(member));
            self.chain = Chain::Nothing;
            return;
        }
        if self.defines(at) {
            return;
        }
        if let Some(ty) = self.variables.find(word) {
            self.chain = ty.map_or(Chain::Nothing, Chain::Value);
            return;
        }
        match self.symbols.find(word, self.block.package) {
            Some(found) => self.name(at, Some(found)),
            None if at == 0 && self.first.is_some() => self.name(at, self.first),
            None if self.block.is_mark(at + 1, b'.') => self.chain = Chain::Package(word),
            None => {}
        }
    }

    /// Records what the word at `at` names.
    fn name(&mut self, at: usize, found: Option<SymbolId>) {
        let Some(symbol) = found else { return };
        self.out.push(Occurrence { symbol, span: self.block.tokens[at].span, declares: false });
        self.chain = self.chain_of(symbol);
    }

    fn chain_of(&self, symbol: SymbolId) -> Chain<'text> {
        let ty = || self.symbols.type_of(symbol, self.block.package);
        match self.symbols.kind(symbol) {
            kind if kind.is_type() => Chain::Type(symbol),
            SymbolKind::Field => ty().map_or(Chain::Nothing, Chain::Value),
            SymbolKind::Operation | SymbolKind::Function => Chain::Callable(ty()),
            SymbolKind::EnumValue => self.symbols.all[symbol.0].owner.map_or(Chain::Nothing, Chain::Value),
            _ => Chain::Nothing,
        }
    }

    /// The field that is set by `word:` in a literal.
    fn key(&self, at: usize, word: &str) -> Option<SymbolId> {
        let Some(Frame::Literal(owner)) = self.frames.last() else { return None };
        self.block.is_mark(at + 1, b':').then(|| self.symbols.find_member(*owner, word)).flatten()
    }

    fn keyword(&mut self, at: usize, word: &str) {
        match word {
            "func" => self.function(at),
            "range" => {
                if let Some(definition) = &mut self.definition {
                    definition.range = true;
                }
            }
            "package" => self.silence(at + 1),
            "var" => self.variable(at + 1),
            "interface" => self.interface(at),
            _ => {}
        }
    }

    /// The parameters are variables of the body, and name nothing themselves.
    fn function(&mut self, at: usize) {
        let signature = of_function(self.block, at);
        let parameters = signature.variables.iter().filter_map(|(token, ty)| {
            let ty = self.symbols.find_type(*ty, self.block.package);
            Some((self.block.word(*token)?, ty))
        });
        let parameters = parameters.collect();
        for (token, _) in &signature.variables {
            self.silence(*token);
        }
        if let Some(body) = signature.body {
            self.bodies.push((body, parameters));
        }
    }

    /// The parameters of an interface's methods name nothing.
    fn interface(&mut self, at: usize) {
        let end = self.block.end(at + 1);
        if !self.block.is_mark(at + 1, b'{') {
            return;
        }
        let mut next = at + 2;
        while next < end {
            if self.block.is_mark(next, b'(') {
                for (token, _) in parameters(self.block, next) {
                    self.silence(token);
                }
                next = self.block.end(next);
            }
            next += 1;
        }
    }

    /// `var a, b T` inside a body.
    fn variable(&mut self, first: usize) {
        let mut last = first;
        while self.block.is_mark(last + 1, b',') && self.block.word(last + 2).is_some() {
            last += 2;
        }
        if self.frames.is_empty() || self.block.starts_line(first) {
            return;
        }
        let end = self.block.line_end(last, self.block.tokens.len());
        let end = (last + 1..end).find(|at| self.block.is_mark(*at, b'=')).unwrap_or(end);
        let ty = self.symbols.find_type(named_type(self.block.slice(last + 1, end)), self.block.package);
        for token in (first..=last).step_by(2) {
            if let Some(name) = self.block.word(token) {
                self.silence(token);
                self.variables.bind(name, ty);
            }
        }
    }

    /// Whether the word starts `a, b := …`; the names are then variables from its end on.
    fn defines(&mut self, at: usize) -> bool {
        if at.checked_sub(1).is_some_and(|before| self.block.is_mark(before, b',')) {
            return false;
        }
        let mut last = at;
        while self.block.is_mark(last + 1, b',') && self.block.word(last + 2).is_some() {
            last += 2;
        }
        if self.block.tokens.get(last + 1).is_none_or(|token| token.kind != TokenKind::Define) {
            return false;
        }
        let names: Vec<&str> = (at..=last).step_by(2).filter_map(|token| self.block.word(token)).collect();
        (at..=last).step_by(2).for_each(|token| self.silence(token));
        self.definition = Some(Definition { names, depth: self.frames.len(), range: false });
        true
    }

    fn end_definition(&mut self) {
        let depth = self.frames.len();
        let Some(definition) = self.definition.take_if(|definition| depth <= definition.depth) else { return };
        let ty = match self.chain {
            Chain::Value(ty) => Some(ty),
            _ => None,
        };
        let typed = usize::from(definition.range);
        for (at, name) in definition.names.into_iter().enumerate() {
            self.variables.bind(name, ty.filter(|_| at == typed));
        }
    }

    fn silence(&mut self, token: usize) {
        if let Some(silent) = self.silent.get_mut(token) {
            *silent = true;
        }
    }
}
