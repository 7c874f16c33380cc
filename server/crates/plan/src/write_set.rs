//! Write sets: globs of the paths that a Task may change, and the proof that two of them share none.
//!
//! A glob is made of literals, `?` (one character), `*` (any characters) within one path element, and `**` as a
//! whole element for any number of elements; at the end, for at least one.

mod element;

use element::Element;

/// One glob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    parts: Vec<Part>,
    /// What every path begins with that it matches.
    prefix: String,
    /// Whether that is all of it.
    is_literal: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// `**`
    AnyElements,
    One(Element),
}

/// The globs of one Task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteSet {
    globs: Vec<Glob>,
}

impl Glob {
    /// Reads a glob. Every text is one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for element in text.split('/').filter(|element| !element.is_empty()) {
            match element {
                "**" if parts.last() == Some(&Part::AnyElements) => {}
                "**" => parts.push(Part::AnyElements),
                _ => parts.push(Part::One(Element::new(element))),
            }
        }
        if parts.last() == Some(&Part::AnyElements) {
            parts.push(Part::One(Element::new("*")));
        }
        let elements: Vec<&str> = text.split('/').filter(|element| !element.is_empty()).collect();
        let whole = elements.join("/");
        let prefix = whole.split(['*', '?']).next().unwrap_or_default().to_owned();
        Self { parts, is_literal: prefix.len() == whole.len(), prefix }
    }

    /// Whether `path`, with slashes and relative to where the glob is, is one of its paths.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        if self.is_literal || !path.starts_with(&self.prefix) {
            return self.is_literal && self.prefix == path && !path.is_empty();
        }
        let parts = path.split('/').map(|element| Part::One(Element::literal(element))).collect();
        self.common_path(&Self { parts, prefix: path.to_owned(), is_literal: true }).is_some()
    }

    /// A path that both globs match, if there is one.
    ///
    /// Both are read as automata whose letters are path elements; the search goes through the pairs of their states.
    /// Two elements meet when the product of their own automata accepts a name, so the answer is exact.
    #[must_use]
    pub fn common_path(&self, other: &Self) -> Option<String> {
        let shared = self.prefix.len().min(other.prefix.len());
        if self.prefix.as_bytes()[..shared] != other.prefix.as_bytes()[..shared] {
            return None;
        }
        if self.is_literal && other.is_literal {
            return (self.prefix == other.prefix && !self.prefix.is_empty()).then(|| self.prefix.clone());
        }
        let mut search = Search { left: &self.parts, right: &other.parts, dead_ends: Vec::new() };
        let elements = search.from(0, 0)?;
        (!elements.is_empty()).then(|| elements.into_iter().rev().collect::<Vec<_>>().join("/"))
    }
}

/// A walk through the pairs of states of two globs that remembers the pairs which lead nowhere.
struct Search<'a> {
    left: &'a [Part],
    right: &'a [Part],
    dead_ends: Vec<(usize, usize)>,
}

impl Search<'_> {
    /// The elements of a common path from a pair of states to the end of both, the last element first.
    fn from(&mut self, left: usize, right: usize) -> Option<Vec<String>> {
        if self.dead_ends.contains(&(left, right)) {
            return None;
        }
        let found = self.step(left, right);
        // Two single elements lead on to one pair only, so only what `**` leads to comes up again.
        let branches = [self.left.get(left), self.right.get(right)].contains(&Some(&Part::AnyElements));
        if found.is_none() && branches {
            self.dead_ends.push((left, right));
        }
        found
    }

    fn step(&mut self, left: usize, right: usize) -> Option<Vec<String>> {
        match (self.left.get(left), self.right.get(right)) {
            (None, None) => Some(Vec::new()),
            // Both skip or swallow any elements: what one swallows the other could leave out.
            (Some(Part::AnyElements), Some(Part::AnyElements)) => {
                self.from(left + 1, right).or_else(|| self.from(left, right + 1))
            }
            (Some(Part::AnyElements), Some(Part::One(element))) => {
                let name = element.example();
                self.from(left + 1, right).or_else(|| self.from(left, right + 1).map(|rest| with(rest, name)))
            }
            (Some(Part::One(element)), Some(Part::AnyElements)) => {
                let name = element.example();
                self.from(left, right + 1).or_else(|| self.from(left + 1, right).map(|rest| with(rest, name)))
            }
            (Some(Part::One(one)), Some(Part::One(other))) => {
                // Most pairs differ somewhere, so the name is made last.
                let rest = if one.meets(other) { self.from(left + 1, right + 1)? } else { return None };
                one.common_name(other).map(|name| with(rest, name))
            }
            // `**` is never last, so whoever is not at its end still asks for an element.
            (None, Some(_)) | (Some(_), None) => None,
        }
    }
}

fn with(mut elements: Vec<String>, name: String) -> Vec<String> {
    elements.push(name);
    elements
}

impl WriteSet {
    /// The write set of the given globs.
    pub fn new(globs: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self { globs: globs.into_iter().map(|glob| Glob::new(glob.as_ref())).collect() }
    }

    /// Whether `path`, with slashes and below the module root, may be written.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.globs.iter().any(|glob| glob.matches(path))
    }

    /// A path that both write sets allow, if there is one.
    #[must_use]
    pub fn common_path(&self, other: &Self) -> Option<String> {
        self.globs.iter().find_map(|glob| other.globs.iter().find_map(|theirs| glob.common_path(theirs)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop};
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::{Glob, WriteSet};

    #[test]
    fn a_glob_matches_whole_paths() {
        let cases = [
            ("a/b.go", "a/b.go", true),
            ("a/*.go", "a/b.go", true),
            ("a/*.go", "a/b/c.go", false),
            ("a/**", "a/b/c.go", true),
            ("a/**", "a", false),
            ("**/c.go", "c.go", true),
            ("**/c.go", "a/b/c.go", true),
            ("a/**/c.go", "a/c.go", true),
            ("a/?.go", "a/é.go", true),
            ("a/?.go", "a/.go", false),
            ("a*c/*", "abbc/x", true),
            ("a*c/*", "abb/x", false),
        ];
        for (glob, path, expected) in cases {
            assert_eq!(Glob::new(glob).matches(path), expected, "{glob} {path}");
        }
    }

    #[test]
    fn globs_that_meet_give_a_path_of_both() {
        let cases = [
            ("d/*_dto.go", "d/*_handler.go", None),
            ("d/*_dto.go", "d/user_*.go", Some("d/user_dto.go")),
            ("d/api_*_test.go", "d/*_handler_test.go", Some("d/api_handler_test.go")),
            ("d/*.go", "d/*_test.go", Some("d/_test.go")),
            ("d/**", "*/x/*.md", Some("d/x/.md")),
            ("d/events.go", "d/events_registry.go", None),
            ("a/**/b", "a/b", Some("a/b")),
            ("a/?/b", "a/b", None),
        ];
        for (one, other, expected) in cases {
            assert_eq!(Glob::new(one).common_path(&Glob::new(other)).as_deref(), expected, "{one} {other}");
        }
        let (one, other) = (WriteSet::new(["a", "b/*"]), WriteSet::new(["c", "**/x"]));
        assert_eq!(one.common_path(&other).as_deref(), Some("b/x"));
        assert!(one.contains("b/y") && !one.contains("c"));
    }

    /// All paths of up to three elements of up to three letters from a small alphabet.
    fn small_paths() -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for one in ["a", "b"] {
            names.push(one.to_owned());
            for two in ["a", "b"] {
                names.push(format!("{one}{two}"));
                names.extend(["a", "b"].map(|three| format!("{one}{two}{three}")));
            }
        }
        let mut paths = names.clone();
        for one in &names {
            for two in &names {
                paths.push(format!("{one}/{two}"));
                paths.extend(["a", "ab", "bba"].map(|three| format!("{one}/{two}/{three}")));
            }
        }
        paths
    }

    fn small_glob() -> impl Strategy<Value = String> {
        let element = prop::sample::select(vec!["**", "*", "a", "b", "?", "a*", "*b", "a?", "?b", "*a*", "b*a", "ab"]);
        prop::collection::vec(element, 1..4).prop_map(|elements| elements.join("/"))
    }

    /// An independent reading of the same language.
    fn reference(glob: &str) -> globset::GlobMatcher {
        globset::GlobBuilder::new(glob).literal_separator(true).build().unwrap().compile_matcher()
    }

    proptest! {
        #[test]
        fn the_intersection_is_exact(one in small_glob(), other in small_glob()) {
            let (first, second) = (reference(&one), reference(&other));
            match Glob::new(&one).common_path(&Glob::new(&other)) {
                Some(path) => prop_assert!(first.is_match(&path) && second.is_match(&path), "{path}"),
                None => {
                    let both = small_paths().into_iter().find(|path| first.is_match(path) && second.is_match(path));
                    prop_assert_eq!(both, None);
                }
            }
        }

        #[test]
        fn matching_agrees_with_an_independent_reading(glob in small_glob()) {
            let (own, independent) = (Glob::new(&glob), reference(&glob));
            for path in small_paths() {
                prop_assert_eq!(own.matches(&path), independent.is_match(&path), "{} {}", glob, path);
            }
        }
    }
}
