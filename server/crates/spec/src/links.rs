//! Paths in a specification that may lead somewhere: Markdown links, code spans, path comments.

use std::sync::LazyLock;

use regex::{Captures, Match, Regex};
use specwave_source::Span;

use crate::model::{Located, Spec};
use crate::pattern::pattern;

/// `[words](target "title")` and `` `path` ``, with the target or the path as the only group that took part.
static PATHS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r#"\]\(<?([^()<>\s]+)>?(?:\s+"[^"\n]*")?\)|`([^`\s]+)`"#));

/// Every relative path, in the order of the text; `text` is what `spec` was parsed from. URLs and anchors are the
/// editor's business.
#[must_use]
pub fn paths(spec: &Spec, text: &str) -> Vec<Located<String>> {
    let comments = spec.go_blocks.iter().filter_map(|block| block.path.clone());
    let written = written(spec, text, |found| found.get(1).or_else(|| found.get(2)));
    let mut paths: Vec<Located<String>> =
        written.into_iter().chain(comments).filter(|path| is_relative_path(&path.value)).collect();
    paths.sort_by_key(|path| path.span.start);
    paths
}

/// The relative paths that links and images lead to, and nothing that is merely written as code.
#[must_use]
pub fn targets(spec: &Spec, text: &str) -> Vec<Located<String>> {
    let mut targets = written(spec, text, |found| found.get(1));
    targets.retain(|target| is_relative_path(&target.value));
    targets
}

/// What the wanted group of [`PATHS`] holds outside fences, without the anchor.
fn written<'text>(
    spec: &Spec,
    text: &'text str,
    wanted: impl Fn(Captures<'text>) -> Option<Match<'text>>,
) -> Vec<Located<String>> {
    let mut fences = spec.fences.iter().peekable();
    let mut is_fenced = |at: usize| {
        while fences.next_if(|fence| fence.span.end <= at).is_some() {}
        fences.peek().is_some_and(|fence| fence.span.start <= at)
    };
    let written = PATHS.iter().flat_map(|paths| paths.captures_iter(text)).filter_map(wanted);
    let unfenced = written.filter(|path| !is_fenced(path.start())).filter_map(|path| {
        let target = path.as_str().split('#').next()?;
        Some(Located { value: target.to_owned(), span: Span::new(path.start(), path.start() + target.len()) })
    });
    unfenced.collect()
}

/// Whether it looks like a path: not every word in backticks has to be looked for on the disk.
fn is_relative_path(target: &str) -> bool {
    let path_like = target.contains('/') || target.contains('.');
    path_like && !target.starts_with('/') && !target.contains([':', '\\', '\0', '*', '{', '?'])
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn links_code_spans_and_path_comments_are_paths() {
        let text = "# Seats\n\nSee [the plan](plan.md#later \"Plan\"), [site](https://example.org/a.md), [below](#api) and\n\
            `internal/domain/seats`, `Seat`, `/etc/passwd`, <https://a.b>.\n\n## Domain Model\n\n```go\n// internal/domain/seats/seat.go\n\
            package seats\n\n// `not/this.md`\ntype Seat struct {\n\tID string\n}\n```\n\n[last](<other/spec.md>)\n";
        let found = paths(&crate::parse(text), text);
        let values: Vec<&str> = found.iter().map(|path| path.value.as_str()).collect();
        assert_eq!(values, ["plan.md", "internal/domain/seats", "internal/domain/seats/seat.go", "other/spec.md"]);
        assert!(found.iter().all(|path| text[path.span.start..path.span.end] == path.value));
    }
}
