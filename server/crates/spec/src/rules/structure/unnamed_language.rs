//! SW116: a block of code that does not say its language.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use super::nested_fence::opening_line;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW116",
    name: "unnamed-language",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a fenced block that is Go, SQL or JSON by its content and does not say so. Blocks that show anything \
               else (a diagram, a tree of folders) are left alone.",
        why: "What such a block declares is not read: its types, tables and values are missing in the contract.",
        example: "```\ntype Invoice struct {\n    ID uuid.UUID\n}\n```",
        fix: "Write the language behind the fence.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for fence in subject.spec.fences.iter().filter(|fence| fence.language.is_empty() && fence.closed) {
        if let Some(language) = language_of(subject.at(fence.content)) {
            let opening = opening_line(subject, fence);
            let finding = reporter.report(opening, format!("this block is {} and does not say so", language.name));
            let behind = Span::new(opening.end, opening.end);
            finding.fixes.push(Fix::likely(format!("Mark it as `{}`", language.word), behind, language.word));
        }
    }
}

struct Language {
    name: &'static str,
    word: &'static str,
}

/// The language of a text that can be nothing else, and that is sound in it.
fn language_of(content: &str) -> Option<Language> {
    let code: Vec<&str> = content.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
    let first = code.iter().find(|line| !line.starts_with("//") && !line.starts_with("--"))?;
    let language = if first.starts_with("package ")
        || (first.starts_with("type ") && first.ends_with('{'))
        || (first.starts_with("func ") && first.ends_with('{'))
    {
        Language { name: "Go", word: "go" }
    } else if ["CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ", "ALTER TABLE "].iter().any(|word| first.starts_with(word)) {
        Language { name: "SQL", word: "sql" }
    } else if first.starts_with('{') && serde_json::from_str::<serde_json::Map<_, _>>(content).is_ok_and(|map| !map.is_empty()) {
        Language { name: "JSON", word: "json" }
    } else {
        return None;
    };
    let marked = format!("```{}\n{content}```\n", language.word);
    crate::parse(&marked).problems.is_empty().then_some(language)
}
