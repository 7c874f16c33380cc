//! Go type expressions as data.

use std::fmt;

use tree_sitter::{Node, Parser};

use crate::names::KEYWORDS;

/// A Go type expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `string`, `uuid.UUID`, `Page[T]` (arguments kept as written in `name`).
    Named {
        /// The qualifier, `uuid` in `uuid.UUID`.
        package: Option<String>,
        /// The type's name.
        name: String,
    },
    /// `*T`
    Pointer(Box<Type>),
    /// `[]T`
    Slice(Box<Type>),
    /// `...T`, for a last parameter.
    Variadic(Box<Type>),
    /// `[N]T`
    Array(String, Box<Type>),
    /// `map[K]V`
    Map(Box<Type>, Box<Type>),
    /// `chan T`, `<-chan T`, `chan<- T`
    Channel(ChannelDirection, Box<Type>),
    /// Function, struct and interface types, kept as written.
    Other(String),
}

/// Everything that walks over a type calls itself for what is inside.
const DEEPEST: usize = 64;

/// Which way values go through a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChannelDirection {
    /// `chan T`
    Both,
    /// `<-chan T`
    Receive,
    /// `chan<- T`
    Send,
}

impl Type {
    /// Reads a type expression; `None` when it is not Go.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("...") {
            let is_type = !rest.trim_start().starts_with("...");
            return if is_type { Some(Self::Variadic(Box::new(Self::parse(rest)?))) } else { None };
        }
        if let Some(plain) = Self::plain(text, 0) {
            return Some(plain);
        }
        let source = format!("package p\n\ntype T = {text}\n");
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_go::LANGUAGE.into()).ok()?;
        let tree = parser.parse(&source, None)?;
        let root = tree.root_node();
        if root.has_error() || root.named_child_count() != 2 {
            return None;
        }
        let alias = root.named_child(1)?.named_child(0)?;
        Some(Self::from_node(alias.child_by_field_name("type")?, &source))
    }

    /// Names, and pointers, slices and maps of them: nearly all types are such, and a contract has thousands of them, for
    /// which the grammar would take most of the time. Anything else is left to the grammar.
    fn plain(text: &str, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(inner) = text.strip_prefix('*') {
            return Some(Self::Pointer(Box::new(Self::plain(inner, depth + 1)?)));
        }
        if let Some(inner) = text.strip_prefix("[]") {
            return Some(Self::Slice(Box::new(Self::plain(inner, depth + 1)?)));
        }
        if let Some((key, value)) = text.strip_prefix("map[").and_then(|rest| rest.split_once(']')) {
            return Some(Self::Map(Box::new(Self::plain(key, depth + 1)?), Box::new(Self::plain(value, depth + 1)?)));
        }
        let is_name = |text: &str| {
            let rest = text.strip_prefix(|c: char| c.is_ascii_alphabetic() || c == '_');
            rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')) && !KEYWORDS.contains(&text)
        };
        match text.split_once('.') {
            Some((package, name)) if is_name(package) && is_name(name) => {
                Some(Self::Named { package: Some(package.to_owned()), name: name.to_owned() })
            }
            None if is_name(text) => Some(Self::Named { package: None, name: text.to_owned() }),
            _ => None,
        }
    }

    /// Reads the type expression at a syntax node of `source`. What lies deeper than anybody writes is kept as written.
    #[must_use]
    pub fn from_node(node: Node<'_>, source: &str) -> Self {
        Self::at_depth(node, source, 0)
    }

    fn at_depth(node: Node<'_>, source: &str, depth: usize) -> Self {
        let text = |node: Node<'_>| source.get(node.byte_range()).unwrap_or_default().to_owned();
        let boxed = |node: Option<Node<'_>>| {
            Box::new(node.map_or(Self::Other(String::new()), |node| Self::at_depth(node, source, depth + 1)))
        };
        match node.kind() {
            _ if depth > DEEPEST => Self::Other(text(node)),
            "type_identifier" | "identifier" | "generic_type" => Self::Named { package: None, name: text(node) },
            "qualified_type" => Self::Named {
                package: node.child_by_field_name("package").map(text),
                name: node.child_by_field_name("name").map(text).unwrap_or_default(),
            },
            "pointer_type" => Self::Pointer(boxed(node.named_child(0))),
            "slice_type" => Self::Slice(boxed(node.child_by_field_name("element"))),
            "array_type" => Self::Array(
                node.child_by_field_name("length").map(text).unwrap_or_default(),
                boxed(node.child_by_field_name("element")),
            ),
            "map_type" => Self::Map(boxed(node.child_by_field_name("key")), boxed(node.child_by_field_name("value"))),
            "channel_type" => {
                let written = text(node);
                let direction = if written.starts_with("<-") {
                    ChannelDirection::Receive
                } else if written["chan".len().min(written.len())..].trim_start().starts_with("<-") {
                    ChannelDirection::Send
                } else {
                    ChannelDirection::Both
                };
                Self::Channel(direction, boxed(node.child_by_field_name("value")))
            }
            "parenthesized_type" => *boxed(node.named_child(0)),
            _ => Self::Other(text(node)),
        }
    }

    /// The named type under all pointers, slices, arrays and channels; `None` for maps and the like.
    #[must_use]
    pub fn base(&self) -> Option<(Option<&str>, &str)> {
        match self {
            Self::Named { package, name } => Some((package.as_deref(), name)),
            Self::Pointer(inner)
            | Self::Slice(inner)
            | Self::Variadic(inner)
            | Self::Array(_, inner)
            | Self::Channel(_, inner) => inner.base(),
            Self::Map(..) | Self::Other(_) => None,
        }
    }

    /// The same type with every named type replaced by what `rename` gives for it.
    #[must_use]
    pub fn map_named(&self, rename: &mut impl FnMut(Option<&str>, &str) -> Type) -> Type {
        match self {
            Self::Named { package, name } => rename(package.as_deref(), name),
            Self::Pointer(inner) => Self::Pointer(Box::new(inner.map_named(rename))),
            Self::Slice(inner) => Self::Slice(Box::new(inner.map_named(rename))),
            Self::Variadic(inner) => Self::Variadic(Box::new(inner.map_named(rename))),
            Self::Array(length, inner) => Self::Array(length.clone(), Box::new(inner.map_named(rename))),
            Self::Map(key, value) => Self::Map(Box::new(key.map_named(rename)), Box::new(value.map_named(rename))),
            Self::Channel(direction, inner) => Self::Channel(*direction, Box::new(inner.map_named(rename))),
            Self::Other(text) => Self::Other(text.clone()),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named { package: Some(package), name } => write!(out, "{package}.{name}"),
            Self::Named { package: None, name } => out.write_str(name),
            Self::Pointer(inner) => write!(out, "*{inner}"),
            Self::Slice(inner) => write!(out, "[]{inner}"),
            Self::Variadic(inner) => write!(out, "...{inner}"),
            Self::Array(length, inner) => write!(out, "[{length}]{inner}"),
            Self::Map(key, value) => write!(out, "map[{key}]{value}"),
            Self::Channel(ChannelDirection::Both, inner) => write!(out, "chan {inner}"),
            Self::Channel(ChannelDirection::Receive, inner) => write!(out, "<-chan {inner}"),
            Self::Channel(ChannelDirection::Send, inner) => write!(out, "chan<- {inner}"),
            Self::Other(text) => out.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Type;

    #[test]
    fn every_form_prints_as_it_was_read() {
        for text in [
            "string",
            "uuid.UUID",
            "*time.Time",
            "[]*Consent",
            "map[string]interface{}",
            "...Tag",
            "[16]byte",
            "<-chan MetricUpdate",
            "chan<- int",
            "chan int",
            "func(int) error",
            "map[consent.Channel][]int",
            "struct{}",
        ] {
            assert_eq!(Type::parse(text).map(|t| t.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn plain_types_are_what_the_grammar_says_they_are() {
        for text in ["string", "_x1", "uuid.UUID", "**int", "[]*a.B", "map[string][]map[a.B]*c", "map[*K]V"] {
            // Parentheses say nothing, and are left to the grammar.
            assert_eq!(Type::plain(text, 0), Type::parse(&format!("({text})")), "{text}");
            assert!(Type::plain(text, 0).is_some(), "{text}");
        }
        for text in ["[2]int", "Page[T]", "a.b.c", "map[[2]int]string", "* int", "chan int", "func", "map", "1x", "", "é"] {
            assert_eq!(Type::plain(text, 0), None, "{text}");
        }
    }

    #[test]
    fn what_lies_deeper_than_anybody_writes_is_kept_as_written() {
        for text in ["[]*".repeat(20_000) + "string", "map[string]".repeat(20_000) + "int", "chan ".repeat(20_000) + "int"] {
            assert_eq!(Type::parse(&text).map(|ty| ty.to_string()), Some(text));
        }
        assert_eq!(Type::parse(&("...".repeat(20_000) + "int")), None);
    }

    #[test]
    fn text_that_is_not_a_type_is_refused() {
        for text in ["", "object (optional)", "array[Response]x y", "T; type U int", "type", "*", "map[string]"] {
            assert_eq!(Type::parse(text), None, "{text:?}");
        }
    }
}
