//! One element of a glob: literals, `?` and `*` between two slashes.

use std::borrow::Cow;

/// A pattern of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    /// One name only; most elements are.
    Name(Box<str>),
    Pattern(Vec<Token>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Literal(char),
    /// `?`
    Any,
    /// `*`
    AnyMany,
}

/// Stands for "any character" in examples.
const EXAMPLE: char = 'x';

impl Element {
    /// Reads a pattern.
    pub(super) fn new(text: &str) -> Self {
        if !text.contains(['*', '?']) {
            return Self::literal(text);
        }
        let mut tokens: Vec<Token> = Vec::new();
        for c in text.chars() {
            match c {
                '*' if tokens.last() == Some(&Token::AnyMany) => {}
                '*' => tokens.push(Token::AnyMany),
                '?' => tokens.push(Token::Any),
                c => tokens.push(Token::Literal(c)),
            }
        }
        Self::Pattern(tokens)
    }

    /// The pattern of one name only.
    pub(super) fn literal(name: &str) -> Self {
        Self::Name(name.into())
    }

    fn tokens(&self) -> Cow<'_, [Token]> {
        match self {
            Self::Name(name) => Cow::Owned(name.chars().map(Token::Literal).collect()),
            Self::Pattern(tokens) => Cow::Borrowed(tokens),
        }
    }

    /// A name that the pattern matches.
    pub(super) fn example(&self) -> String {
        let character = |token: &Token| match token {
            Token::Literal(c) => Some(*c),
            Token::Any => Some(EXAMPLE),
            Token::AnyMany => None,
        };
        match self {
            Self::Name(name) => name.to_string(),
            Self::Pattern(tokens) => non_empty(tokens.iter().filter_map(character).collect()),
        }
    }

    /// Whether there is a name that both patterns match.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(one), Self::Name(two)) => one == two,
            _ => {
                let (one, two) = (self.tokens(), other.tokens());
                !begin_apart(&one, &two) && common_rests(&one, &two)[0][0]
            }
        }
    }

    /// A name that both patterns match, if there is one.
    ///
    /// `reachable[i][j]` tells whether the rests of both patterns behind their first `i` and `j` tokens share a name; the
    /// name is then read off along the reachable pairs.
    pub(super) fn common_name(&self, other: &Self) -> Option<String> {
        if let (Self::Name(one), Self::Name(two)) = (self, other) {
            return (one == two).then(|| one.to_string());
        }
        let (ours, theirs) = (self.tokens(), other.tokens());
        let reachable = common_rests(&ours, &theirs);
        if !reachable[0][0] {
            return None;
        }
        let (mut left, mut right, mut name) = (0, 0, String::new());
        while left < ours.len() || right < theirs.len() {
            let (one, two) = (ours.get(left), theirs.get(right));
            if one == Some(&Token::AnyMany) && reachable[left + 1][right] {
                left += 1;
                continue;
            }
            if two == Some(&Token::AnyMany) && reachable[left][right + 1] {
                right += 1;
                continue;
            }
            name.push(shared_character(one?, two?)?);
            left += usize::from(one != Some(&Token::AnyMany));
            right += usize::from(two != Some(&Token::AnyMany));
        }
        Some(non_empty(name))
    }
}

/// Whether the literals that both patterns begin with differ, as they mostly do.
fn begin_apart(ours: &[Token], theirs: &[Token]) -> bool {
    let mut first = ours.iter().zip(theirs).map(|pair| match pair {
        (Token::AnyMany, _) | (_, Token::AnyMany) => None,
        (one, two) => Some(shared_character(one, two).is_some()),
    });
    first.find(|same| *same != Some(true)) == Some(Some(false))
}

fn common_rests(ours: &[Token], theirs: &[Token]) -> Vec<Vec<bool>> {
    let (rows, columns) = (ours.len(), theirs.len());
    let mut reachable = vec![vec![false; columns + 1]; rows + 1];
    reachable[rows][columns] = true;
    for left in (0..=rows).rev() {
        for right in (0..=columns).rev() {
            let (one, two) = (ours.get(left), theirs.get(right));
            reachable[left][right] |= match (one, two) {
                (None, None) => true,
                (Some(Token::AnyMany), None) => reachable[left + 1][right],
                (None, Some(Token::AnyMany)) => reachable[left][right + 1],
                (None, Some(_)) | (Some(_), None) => false,
                // Either the stars end here, or they swallow what the other pattern has next.
                (Some(Token::AnyMany), Some(_)) | (Some(_), Some(Token::AnyMany)) => {
                    reachable[left + 1][right] || reachable[left][right + 1]
                }
                (Some(one), Some(two)) => shared_character(one, two).is_some() && reachable[left + 1][right + 1],
            };
        }
    }
    reachable
}

/// A character that both tokens match.
fn shared_character(one: &Token, two: &Token) -> Option<char> {
    match (one, two) {
        (Token::Literal(one), Token::Literal(two)) => (one == two).then_some(*one),
        (Token::Literal(c), _) | (_, Token::Literal(c)) => Some(*c),
        _ => Some(EXAMPLE),
    }
}

/// No name in a file system is empty; a pattern that matches the empty name is only stars and matches any other too.
fn non_empty(name: String) -> String {
    if name.is_empty() { EXAMPLE.to_string() } else { name }
}
