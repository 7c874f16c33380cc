//! One element of a glob: literals, `?` and `*` between two slashes.

/// A pattern of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
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
        let mut tokens: Vec<Token> = Vec::new();
        for c in text.chars() {
            match c {
                '*' if tokens.last() == Some(&Token::AnyMany) => {}
                '*' => tokens.push(Token::AnyMany),
                '?' => tokens.push(Token::Any),
                c => tokens.push(Token::Literal(c)),
            }
        }
        Self { tokens }
    }

    /// The pattern of one name only.
    pub(super) fn literal(name: &str) -> Self {
        Self { tokens: name.chars().map(Token::Literal).collect() }
    }

    fn is_literal(&self) -> bool {
        self.tokens.iter().all(|token| matches!(token, Token::Literal(_)))
    }

    /// A name that the pattern matches.
    pub(super) fn example(&self) -> String {
        let character = |token: &Token| match token {
            Token::Literal(c) => Some(*c),
            Token::Any => Some(EXAMPLE),
            Token::AnyMany => None,
        };
        non_empty(self.tokens.iter().filter_map(character).collect())
    }

    /// Whether there is a name that both patterns match.
    pub(super) fn meets(&self, other: &Self) -> bool {
        if self.is_literal() && other.is_literal() { self == other } else { self.common_rests(other)[0][0] }
    }

    /// A name that both patterns match, if there is one.
    ///
    /// `reachable[i][j]` tells whether the rests of both patterns behind their first `i` and `j` tokens share a name; the
    /// name is then read off along the reachable pairs.
    pub(super) fn common_name(&self, other: &Self) -> Option<String> {
        if self.is_literal() && other.is_literal() {
            return (self == other).then(|| self.example());
        }
        let reachable = self.common_rests(other);
        if !reachable[0][0] {
            return None;
        }
        let (mut left, mut right, mut name) = (0, 0, String::new());
        while left < self.tokens.len() || right < other.tokens.len() {
            let (one, two) = (self.tokens.get(left), other.tokens.get(right));
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

    fn common_rests(&self, other: &Self) -> Vec<Vec<bool>> {
        let (rows, columns) = (self.tokens.len(), other.tokens.len());
        let mut reachable = vec![vec![false; columns + 1]; rows + 1];
        reachable[rows][columns] = true;
        for left in (0..=rows).rev() {
            for right in (0..=columns).rev() {
                let (one, two) = (self.tokens.get(left), other.tokens.get(right));
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
