//! One fenced Go block as tokens, with brackets matched and top-level declarations found.

use specwave_source::Span;

use super::tokens::{Token, TokenKind, Tokens, tokens};

/// Words that start a declaration.
const DECLARING: &[&str] = &["const", "func", "import", "package", "type", "var"];

/// The tokens of one block.
pub(in crate::names) struct Block<'text> {
    pub(super) text: &'text str,
    pub(super) tokens: Vec<Token>,
    /// Comments, each with the index of the token that follows it.
    pub(super) comments: Vec<(Span, usize)>,
    /// The closing bracket of each opening one; the end of its declaration where nothing closes it.
    ends: Vec<usize>,
    /// Tokens that start top-level declarations.
    pub(super) top: Vec<usize>,
    pub(super) package: Option<&'text str>,
}

impl<'text> Block<'text> {
    pub(in crate::names) fn new(text: &'text str, span: Span) -> Self {
        let Tokens { all, comments } = tokens(text, span);
        let mut block = Self { text, tokens: all, comments, ends: Vec::new(), top: Vec::new(), package: None };
        block.top = block.top_level();
        block.ends = block.matched();
        let package = block.top.iter().find(|at| block.is_word(**at, "package"));
        block.package = package.and_then(|at| block.word(*at + 1));
        block
    }

    /// The word at an index, if it is one.
    pub(super) fn word(&self, at: usize) -> Option<&'text str> {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
        self.text.get(token.span.start..token.span.end)
    }

    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at) == Some(word)
    }

    pub(super) fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Mark(mark))
    }

    pub(super) fn starts_line(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.starts_line)
    }

    /// The index of the bracket that closes the one at `at`.
    pub(super) fn end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(self.tokens.len())
    }

    /// The index behind the last token of the line of `at`, or `limit` if that comes first.
    pub(super) fn line_end(&self, at: usize, limit: usize) -> usize {
        let limit = limit.min(self.tokens.len());
        (at + 1..limit).find(|next| self.tokens[*next].starts_line).unwrap_or(limit)
    }

    /// The text from one token up to, not including, another.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'text str {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => self.text.get(first.span.start..last.span.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// Words that start a declaration and stand as far to the left as any of them does.
    fn top_level(&self) -> Vec<usize> {
        let indent = |at: usize| {
            let start = self.tokens[at].span.start;
            start - self.text[..start].rfind('\n').map_or(0, |end| end + 1)
        };
        let starts = (0..self.tokens.len()).filter(|at| self.starts_line(*at));
        let starts = starts.filter(|at| self.word(*at).is_some_and(|word| DECLARING.contains(&word)));
        let indented: Vec<(usize, usize)> = starts.map(|at| (at, indent(at))).collect();
        let least = indented.iter().map(|(_, indent)| *indent).min();
        indented.iter().filter(|(_, indent)| Some(*indent) == least).map(|(at, _)| *at).collect()
    }

    /// Matches brackets; a bracket that is open where the next declaration starts ends there.
    fn matched(&self) -> Vec<usize> {
        let mut ends = vec![self.tokens.len(); self.tokens.len()];
        let mut open: Vec<(usize, u8)> = Vec::new();
        let mut top = self.top.iter().copied().peekable();
        for (at, token) in self.tokens.iter().enumerate() {
            if top.next_if_eq(&at).is_some() {
                for (unclosed, _) in open.drain(..) {
                    ends[unclosed] = at;
                }
            }
            match token.kind {
                TokenKind::Mark(mark @ (b'(' | b'[' | b'{')) => open.push((at, mark)),
                TokenKind::Mark(mark @ (b')' | b']' | b'}')) => {
                    let opening = match mark {
                        b')' => b'(',
                        b']' => b'[',
                        _ => b'{',
                    };
                    if let Some((start, _)) = open.pop_if(|(_, mark)| *mark == opening) {
                        ends[start] = at;
                    }
                }
                _ => {}
            }
        }
        ends
    }
}
