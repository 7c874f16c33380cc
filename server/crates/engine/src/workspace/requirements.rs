//! What Tasks ask of `go.mod` and `go.sum`. Neither file is anybody's: a Task hands in what it requires, and the engine composes
//! both from what all of them do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The names of the two files.
pub(super) const GO_MOD: &str = "go.mod";
pub(super) const GO_SUM: &str = "go.sum";

/// What is required of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Requirement {
    version: String,
    /// Whether no package of the main module imports it.
    is_indirect: bool,
}

/// What one Task asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Requirements {
    modules: BTreeMap<String, Requirement>,
    sums: BTreeSet<String>,
}

impl Requirements {
    /// What a Task has added to a `go.mod`; nothing where it changed anything else, of which nothing is taken.
    pub(super) fn added(before: &str, after: &str) -> Option<Self> {
        let (old, old_rest) = read(before);
        let (new, new_rest) = read(after);
        let is_added = |(module, requirement): &(String, Requirement)| old.get(module) != Some(requirement);
        let modules = new.into_iter().filter(is_added).collect();
        (old_rest == new_rest).then_some(Self { modules, sums: BTreeSet::new() })
    }

    /// What a Task has added to a `go.sum`; nothing where there are lines that do not belong there.
    pub(super) fn sums_added(before: &str, after: &str) -> Option<Self> {
        let old: BTreeSet<&str> = before.lines().collect();
        let added = after.lines().filter(|line| !line.is_empty() && !old.contains(line));
        let sums = added.map(|line| is_sum(line).then(|| line.to_owned())).collect::<Option<_>>()?;
        Some(Self { modules: BTreeMap::new(), sums })
    }

    pub(super) fn extend(&mut self, more: Self) {
        self.modules.extend(more.modules);
        self.sums.extend(more.sums);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.modules.is_empty() && self.sums.is_empty()
    }

    /// As lines of a message.
    pub(super) fn lines(&self) -> String {
        let mut lines = String::new();
        for (module, Requirement { version, is_indirect }) in &self.modules {
            let _ = writeln!(lines, "Requires: {module} {version}{}", if *is_indirect { INDIRECT } else { "" });
        }
        for sum in &self.sums {
            let _ = writeln!(lines, "Sum: {sum}");
        }
        lines
    }

    /// What such lines say.
    pub(super) fn of_message(message: &str) -> Self {
        let mut requirements = Self::default();
        for line in message.lines() {
            if let Some((module, requirement)) = line.strip_prefix("Requires: ").and_then(requirement) {
                requirements.modules.insert(module, requirement);
            }
            requirements.sums.extend(line.strip_prefix("Sum: ").map(str::to_owned));
        }
        requirements
    }

    /// A `go.mod` with these requirements: of two versions the later one, of two Tasks' words on who imports it the stronger.
    pub(super) fn go_mod(&self, before: &str) -> String {
        let mut wanted = self.modules.clone();
        let mut text = String::new();
        let mut in_block = false;
        for line in before.lines() {
            in_block = goes_on(line, in_block);
            let Some((module, there)) = listed(line, in_block) else {
                let _ = writeln!(text, "{line}");
                continue;
            };
            let Some(wanted) = wanted.remove(&module) else {
                let _ = writeln!(text, "{line}");
                continue;
            };
            let version = if is_later(&wanted.version, &there.version) { wanted.version } else { there.version };
            let indirect = if wanted.is_indirect && there.is_indirect { INDIRECT } else { "" };
            let _ = writeln!(text, "{}{module} {version}{indirect}", if in_block { "\t" } else { "require " });
        }
        if !wanted.is_empty() {
            text.push_str("\nrequire (\n");
            for (module, Requirement { version, is_indirect }) in wanted {
                let _ = writeln!(text, "\t{module} {version}{}", if is_indirect { INDIRECT } else { "" });
            }
            text.push_str(")\n");
        }
        text
    }

    /// A `go.sum` with these lines.
    pub(super) fn go_sum(&self, before: &str) -> String {
        let lines: BTreeSet<&str> =
            before.lines().chain(self.sums.iter().map(String::as_str)).filter(|line| !line.is_empty()).collect();
        lines.into_iter().map(|line| format!("{line}\n")).collect()
    }
}

const INDIRECT: &str = " // indirect";

/// The requirements of a `go.mod`, and its other words line by line.
fn read(text: &str) -> (BTreeMap<String, Requirement>, Vec<String>) {
    let (mut modules, mut rest, mut in_block) = (BTreeMap::new(), Vec::new(), false);
    for line in text.lines() {
        in_block = goes_on(line, in_block);
        let words = line.split("//").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>();
        match listed(line, in_block) {
            Some((module, requirement)) => drop(modules.insert(module, requirement)),
            None if words.is_empty() || words == ["require", "("] || in_block_end(&words) => {}
            None => rest.push(words.join(" ")),
        }
    }
    (modules, rest)
}

/// Whether a block of requirements is open behind a line.
fn goes_on(line: &str, in_block: bool) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(2).collect();
    words == ["require", "("] || in_block && !in_block_end(&words)
}

fn in_block_end(words: &[&str]) -> bool {
    words == [")"]
}

/// The requirement that a line lists.
fn listed(line: &str, in_block: bool) -> Option<(String, Requirement)> {
    let line = line.trim();
    match line.strip_prefix("require ") {
        Some(line) => requirement(line.trim()),
        None if in_block => requirement(line),
        None => None,
    }
}

/// `example.org/module v1.2.3`, perhaps with a comment.
fn requirement(text: &str) -> Option<(String, Requirement)> {
    let (code, comment) = text.split_once("//").unwrap_or((text, ""));
    let [module, version] = code.split_whitespace().collect::<Vec<_>>()[..] else { return None };
    let is_path = module.contains('.') && module.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/!".contains(c));
    parts(version)?;
    is_path.then(|| (module.to_owned(), Requirement { version: version.to_owned(), is_indirect: comment.trim() == "indirect" }))
}

/// `module version hash`, the version perhaps with `/go.mod` behind it.
fn is_sum(line: &str) -> bool {
    match line.split_whitespace().collect::<Vec<_>>()[..] {
        [_, version, hash] => parts(version.trim_end_matches("/go.mod")).is_some() && hash.starts_with("h1:"),
        _ => false,
    }
}

/// The numbers of a version, and what comes before a release.
fn parts(version: &str) -> Option<([u64; 3], &str)> {
    let version = version.strip_prefix('v')?;
    let version = version.split('+').next()?;
    let (numbers, before_release) = version.split_once('-').unwrap_or((version, ""));
    let numbers: Vec<u64> = numbers.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let is_plain = before_release.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    Some((numbers.try_into().ok()?, before_release)).filter(|_| is_plain)
}

/// Whether one version is later than another. Those before a release are compared as Go's own pseudo-versions are: by their text.
fn is_later(one: &str, another: &str) -> bool {
    let key = |version| parts(version).map(|(numbers, before)| (numbers, before.is_empty(), before));
    key(one) > key(another)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str =
        "module example.org/m\n\ngo 1.22\n\nrequire example.org/a v1.2.0\n\nrequire (\n\texample.org/b v0.1.0 // indirect\n)\n";

    #[test]
    fn what_tasks_require_is_composed_whoever_comes_first() {
        let one = BEFORE.replace("a v1.2.0", "a v1.10.0").replace(")\n", "\texample.org/c v2.0.0-rc.1 // indirect\n)\n");
        let other = BEFORE.replace("v0.1.0 // indirect", "v0.1.0") + "require example.org/c v2.0.0\n";
        let [one, other] = [one, other].map(|after| Requirements::added(BEFORE, &after).unwrap());
        let expected = "module example.org/m\n\ngo 1.22\n\nrequire example.org/a v1.10.0\n\nrequire (\n\texample.org/b v0.1.0\n)\n\nrequire (\n\texample.org/c v2.0.0\n)\n";
        assert_eq!(other.go_mod(&one.go_mod(BEFORE)), expected);
        assert_eq!(one.go_mod(&other.go_mod(BEFORE)), expected);
        let mut both = Requirements::of_message(&one.lines());
        assert_eq!(both, one);
        both.extend(Requirements::sums_added("", "example.org/a v1.10.0/go.mod h1:abc=\n").unwrap());
        assert_eq!(both.go_sum("z v1.0.0 h1:x=\n"), "example.org/a v1.10.0/go.mod h1:abc=\nz v1.0.0 h1:x=\n");
        assert_eq!(Requirements::of_message(&both.lines()), both);
    }

    #[test]
    fn nothing_is_taken_of_what_says_more() {
        for after in [
            BEFORE.replace("go 1.22", "go 1.99"),
            format!("{BEFORE}replace example.org/a => /\n"),
            format!("{BEFORE}toolchain go1.99.0\n"),
            format!("{BEFORE}require /etc v1.0.0\n"),
            format!("{BEFORE}require example.org/d latest\n"),
            "module hijacked\n".to_owned(),
        ] {
            assert_eq!(Requirements::added(BEFORE, &after), None, "{after}");
        }
        assert_eq!(Requirements::sums_added("", "rm -rf h1:x\n"), None);
        assert!(Requirements::added(BEFORE, &format!("// why\n{BEFORE}")).unwrap().is_empty());
    }
}
