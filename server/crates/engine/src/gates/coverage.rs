//! Coverage, from the profile that `go test` writes.

use std::collections::BTreeMap;

use super::owners::folder_of;

/// Statements, and how many of them ran, by folder below the module root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    folders: BTreeMap<String, Share>,
}

/// A share of statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Share {
    reached: u64,
    all: u64,
}

impl Share {
    /// In per cent; what has no statements is covered.
    #[expect(clippy::cast_precision_loss, reason = "far fewer statements than a f64 can count")]
    pub(super) fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.reached as f64 * 100.0 / self.all as f64 }
    }
}

impl Profile {
    /// Reads what a profile says of the files that count. With `-coverpkg` every test binary writes every block; a block
    /// ran when one of them ran it.
    pub(super) fn parse(text: &str, module: &str, counts: impl Fn(&str) -> bool) -> Self {
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
        for ((file, _), (statements, ran)) in blocks {
            let share = profile.folders.entry(folder_of(file).to_owned()).or_default();
            share.all += statements;
            share.reached += if ran { statements } else { 0 };
        }
        profile
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
        let profile = Profile::parse(text, "m", |file| file != "a/theirs.go");
        assert_eq!(profile.folder("a").map(Share::percent), Some(75.0));
        assert_eq!(profile.folder("b").map(Share::percent), Some(0.0));
        assert_eq!(profile.total(), Share { reached: 3, all: 8 }, "without cmd/");
        assert_eq!(profile.folder("c"), None);
        assert_eq!(Profile::parse("", "m", |_| true).total().percent(), 100.0);
    }
}
