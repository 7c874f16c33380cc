//! What the paths of a section begin with, where a sentence says so: `Base URL: /api/v1`.

use std::sync::LazyLock;

use regex::Regex;

use super::path::normal_path;
use crate::outline::{LineKind, Outline};
use crate::pattern::pattern;

static BASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?:all\s+)?(?:admin\s+|api\s+|rest\s+)?(?:endpoints?|routes?|paths?)?\s*(?:are\s+|is\s+)?";
    let base =
        r"(?:base(?:\s+(?:path|url|route))?|prefix(?:ed)?|mounted|rooted|served|live|under|below|relative\s+to|start\s+with)";
    pattern(&format!(r"(?i)^[*_>\s]*{words}{base}\b[^/`]*`?(?:https?://[^/\s`]+)?(/[\w\-./{{}}:]*)"))
});

/// One of these is in every sentence that the pattern matches.
const MARKS: &[&str] = &["base", "prefix", "mounted", "rooted", "served", "live", "under", "below", "relative", "start"];

/// The path that a sentence says others begin with.
pub(crate) fn of_sentence(written: &str) -> Option<String> {
    let lower = written.to_ascii_lowercase();
    if !MARKS.iter().any(|mark| lower.contains(mark)) {
        return None;
    }
    normal_path(&BASE.as_ref()?.captures(written)?[1])
}

/// A path behind its base; one that has it already stays as it is.
pub(crate) fn put_in_front(base: &str, path: String) -> String {
    let base = base.trim_end_matches('/');
    let starts_with_base = base.is_empty() || path == base || path.starts_with(&format!("{base}/"));
    let whole = if starts_with_base { path } else { format!("{base}{path}") };
    if whole.len() > 1 { whole.trim_end_matches('/').to_owned() } else { whole }
}

/// What a sentence directly below each heading says that paths there begin with.
pub(super) fn of_headings(text: &str, outline: &Outline) -> Vec<Option<String>> {
    let mut bases = vec![None; outline.headings.len()];
    for line in outline.lines.iter().filter(|line| line.kind == LineKind::Prose) {
        let Some(heading) = line.heading else { continue };
        let written = &text[line.span.start..line.span.end];
        if bases[heading].is_none() && written.contains('/') {
            bases[heading] = of_sentence(written);
        }
    }
    bases
}
