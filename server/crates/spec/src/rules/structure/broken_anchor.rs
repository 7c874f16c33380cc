//! SW117: a link to a heading that does not exist.

use foldhash::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW117",
    name: "broken-anchor",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a link such as `[errors](#error-handling)` that no heading of the text is the target of.",
        why: "The reader is led nowhere, most often because the heading was renamed.",
        example: "See [errors](#eror-handling).\n\n## Error Handling\n\nAn error is shown.",
        fix: "Link to a heading that exists: its words in lower case with hyphens between them.",
    },
};

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\]\(#([^)\s]+)\)"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(&["](#"]) {
        return;
    }
    let Some(link) = LINK.as_ref() else { return };
    let anchors = anchors(subject);
    for line in subject.prose() {
        // An anchor of one's own is a target too.
        if subject.text.contains("id=\"") || subject.text.contains("name=\"") {
            return;
        }
        for target in link.captures_iter(&line.text).filter_map(|found| found.get(1)) {
            let written = target.as_str();
            if anchors.iter().any(|anchor| anchor.eq_ignore_ascii_case(written)) {
                continue;
            }
            let span: Span = line.span(&target);
            let finding = reporter.report(span, format!("no heading is the target of `#{written}`"));
            if let Some(meant) = most_similar(written, anchors.iter().map(String::as_str)) {
                finding.fixes.push(Fix::likely(format!("Link to `#{meant}`"), span, meant));
            }
        }
    }
}

/// The targets of links that headings are; a second heading of the same words gets a number.
fn anchors(subject: &Subject<'_>) -> Vec<String> {
    let mut times: HashMap<String, usize> = HashMap::default();
    let mut anchors = Vec::new();
    for heading in &subject.spec.headings {
        let anchor = anchor(&heading.text);
        let before = times.entry(anchor.clone()).or_default();
        anchors.push(if *before == 0 { anchor } else { format!("{anchor}-{before}") });
        *before += 1;
    }
    anchors
}

/// Lower case without punctuation, spaces as hyphens.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::anchor;

    #[test]
    fn anchors_are_what_renderers_make_of_headings() {
        assert_eq!(anchor("2.1 Core Aggregates & More"), "21-core-aggregates--more");
        assert_eq!(anchor("Error_Codes"), "error_codes");
    }
}
