//! Coverage, from the profile that `go test` writes.

use std::collections::BTreeMap;
use std::path::Path;

use specwave_verify::Tree;

use super::owners::folder_of;
use crate::verdict::{GateFinding, PackageCoverage};

/// Statements, and how many of them ran, by folder below the module root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    folders: BTreeMap<String, Share>,
    /// Those with statements that did not run, in the order of their files.
    functions: Vec<Function>,
}

/// A function with statements that no test reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function {
    path: String,
    /// `Grant`, or `Consent.Grant` for a method.
    name: String,
    line: u32,
    share: Share,
}

impl Function {
    pub(super) fn in_words(&self) -> String {
        let Self { path, name, line, share } = self;
        format!("{path}:{line}: {name}: {} of {} statements are not covered", share.all - share.reached, share.all)
    }

    pub(super) fn finding(&self) -> GateFinding {
        let Share { reached, all } = self.share;
        let message = format!("`{}`: {} of {all} statements are not covered by any test", self.name, all - reached);
        GateFinding { path: self.path.clone(), line: self.line, message, ..GateFinding::default() }
    }
}

/// A share of statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Share {
    reached: u64,
    all: u64,
}

impl Share {
    fn add(&mut self, statements: u64, ran: bool) {
        self.all += statements;
        self.reached += if ran { statements } else { 0 };
    }

    /// In per cent; what has no statements is covered.
    #[expect(clippy::cast_precision_loss, reason = "far fewer statements than a f64 can count")]
    pub(super) fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.reached as f64 * 100.0 / self.all as f64 }
    }
}

impl Profile {
    /// Reads what a profile says of the files that count. With `-coverpkg` every test binary writes every block; a block
    /// ran when one of them ran it.
    pub(super) fn parse(text: &str, module: &str, counts: impl Fn(&str) -> bool, tree: &Tree) -> Self {
        let mut blocks: BTreeMap<(&str, &str), (u64, bool)> = BTreeMap::new();
        for line in text.lines() {
            let Some((file, place, statements, count)) = block(line) else { continue };
            let Some(file) = file.strip_prefix(module).and_then(|file| file.strip_prefix('/')) else { continue };
            if !counts(file) {
                continue;
            }
            let ran = &mut blocks.entry((file, place)).or_insert((statements, false)).1;
            *ran |= count > 0;
        }
        let mut profile = Self::default();
        let mut functions: BTreeMap<(&str, u32), Function> = BTreeMap::new();
        for ((file, place), (statements, ran)) in blocks {
            profile.folders.entry(folder_of(file).to_owned()).or_default().add(statements, ran);
            if let Some(function) = function_at(tree, file, place) {
                functions.entry((file, function.line)).or_insert(function).share.add(statements, ran);
            }
        }
        profile.functions = functions.into_values().filter(|function| function.share.reached < function.share.all).collect();
        profile
    }

    /// The functions of a folder with statements that no test reached.
    pub(super) fn uncovered<'p>(&'p self, folder: &'p str) -> impl Iterator<Item = &'p Function> {
        self.functions.iter().filter(move |function| folder_of(&function.path) == folder)
    }

    /// Those of all folders.
    pub(super) fn all_uncovered(&self) -> impl Iterator<Item = &Function> {
        self.functions.iter()
    }

    /// Package by package.
    pub(super) fn packages(&self) -> Vec<PackageCoverage> {
        let package = |(folder, share): (&String, &Share)| PackageCoverage {
            folder: folder.clone(),
            percent: share.percent(),
            uncovered: self.uncovered(folder).map(|function| function.name.clone()).collect(),
        };
        self.folders.iter().map(package).collect()
    }

    /// Of everything but commands.
    pub(super) fn total(&self) -> Share {
        let is_command = |folder: &str| folder == "cmd" || folder.starts_with("cmd/");
        self.folders
            .iter()
            .filter(|(folder, _)| !is_command(folder))
            .fold(Share::default(), |sum, (_, share)| Share { reached: sum.reached + share.reached, all: sum.all + share.all })
    }

    /// Of one folder.
    pub(super) fn folder(&self, folder: &str) -> Option<Share> {
        self.folders.get(folder).copied()
    }
}

/// The function that a block such as `3.14,5.2` of a file belongs to, before anything is counted of it.
fn function_at(tree: &Tree, path: &str, place: &str) -> Option<Function> {
    let line: u32 = place.split('.').next()?.parse().ok()?;
    let file = tree.file(Path::new(path))?;
    let lines =
        |function: &specwave_golang::facts::Func| (file.lines().line(function.span.start), file.lines().line(function.span.end));
    let function = file.facts.functions.iter().find(|function| {
        let (first, last) = lines(function);
        (first..=last).contains(&line)
    })?;
    let name = match &function.receiver {
        Some(receiver) => format!("{}.{}", receiver.ty, function.name.text),
        None => function.name.text.to_string(),
    };
    let line = file.lines().line(function.name.span.start);
    Some(Function { path: path.to_owned(), name, line, share: Share::default() })
}

/// `m/a/b.go:3.14,5.2 2 1`: file, place, statements, count.
fn block(line: &str) -> Option<(&str, &str, u64, u64)> {
    let (rest, count) = line.rsplit_once(' ')?;
    let (rest, statements) = rest.rsplit_once(' ')?;
    let (file, place) = rest.rsplit_once(':')?;
    Some((file, place, statements.parse().ok()?, count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_ran_when_any_test_binary_ran_it() {
        let text = "mode: set\n\
                    m/a/x.go:1.1,2.2 3 0\n\
                    m/a/x.go:3.1,4.2 1 0\n\
                    m/cmd/tool/main.go:1.1,9.9 50 0\n\
                    m/b/y.go:1.1,2.2 4 0\n\
                    m/a/theirs.go:1.1,2.2 9 0\n\
                    m/a/x.go:1.1,2.2 3 2\n";
        let go = "package a\n\nfunc (x *X) Half() {\n}\n";
        let tree = Tree::of(Some("m"), [("a/x.go".into(), go.to_owned())]);
        let profile = Profile::parse(text, "m", |file| file != "a/theirs.go", &tree);
        let half: Vec<_> = profile.uncovered("a").map(Function::in_words).collect();
        assert_eq!(half, ["a/x.go:3: X.Half: 1 of 1 statements are not covered"]);
        assert_eq!(profile.packages()[0].uncovered, ["X.Half"]);
        assert_eq!(profile.folder("a").map(Share::percent), Some(75.0));
        assert_eq!(profile.folder("b").map(Share::percent), Some(0.0));
        assert_eq!(profile.total(), Share { reached: 3, all: 8 }, "without cmd/");
        assert_eq!(profile.folder("c"), None);
        assert_eq!(Profile::parse("", "m", |_| true, &Tree::default()).total().percent(), 100.0);
    }
}
