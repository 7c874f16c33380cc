//! Places in the tree that tools name.

use crate::verdict::GateFinding;

/// The place at the beginning of a line such as `internal/a/b.go:12:3: undefined: x`. A name without a folder is
/// relative to `folder`.
pub(crate) fn place(line: &str, folder: &str, root: &str) -> Option<GateFinding> {
    let line = line.trim_start();
    let line = line.strip_prefix("vet: ").unwrap_or(line);
    let line = line.strip_prefix(root).map_or(line, |line| line.trim_start_matches('/'));
    let end = line.find(".go:")? + ".go".len();
    let (path, rest) = (&line[..end], &line[end + 1..]);
    let is_plain = !path.is_empty() && !path.starts_with('/') && !path.contains("..") && !path.contains(char::is_whitespace);
    if !is_plain {
        return None;
    }
    let (number, rest) = leading_number(rest)?;
    let (column, rest) = match rest.strip_prefix(':').and_then(leading_number) {
        Some((column, rest)) => (column, rest),
        None => (0, rest),
    };
    let message = rest.trim_start_matches(':').trim();
    Some(GateFinding { path: below(path, folder), line: number, column, message: message.to_owned(), ..GateFinding::default() })
}

fn below(path: &str, folder: &str) -> String {
    match path.strip_prefix("./") {
        Some(path) => path.to_owned(),
        None if path.contains('/') || folder.is_empty() => path.to_owned(),
        None => format!("{folder}/{path}"),
    }
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_tools_write() {
        let cases = [
            ("internal/a/b.go:12:3: undefined: x", "", Some(("internal/a/b.go", 12, 3, "undefined: x"))),
            ("./main.go:1:1: expected 'package'", "", Some(("main.go", 1, 1, "expected 'package'"))),
            ("vet: a/b.go:4:2: unreachable code", "", Some(("a/b.go", 4, 2, "unreachable code"))),
            ("    b_test.go:7: got 1, want 2", "a", Some(("a/b_test.go", 7, 0, "got 1, want 2"))),
            ("/w/tree/a/b.go:3:1: x", "", Some(("a/b.go", 3, 1, "x"))),
            ("\t/w/tree/a/b.go:3 +0x1d", "", Some(("a/b.go", 3, 0, "+0x1d"))),
            ("/usr/local/go/src/testing/testing.go:1: x", "", None),
            ("../out.go:1: x", "", None),
            ("FAIL m/a 0.1s", "", None),
        ];
        for (line, folder, expected) in cases {
            let found = place(line, folder, "/w/tree");
            let found = found.as_ref().map(|found| (found.path.as_str(), found.line, found.column, found.message.as_str()));
            assert_eq!(found, expected, "{line}");
        }
    }
}
