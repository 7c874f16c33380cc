//! SW805: questions that are still open.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::model::Heading;
use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW805",
    name: "open-questions",
    group: Group::Requirements,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a section of open questions that still has some.",
        why: "Whoever builds the feature meets them again, and each of them answers differently.",
        example: "## Open Questions\n\n- Which currency do reminders use?",
        fix: "Answer them where they belong and take them out of the list. Answers behind a question, and ticked ones, are fine.",
    },
};

static TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)^[\d.)\s]*(?:open|unresolved|outstanding) (?:questions?|issues?|points?)\b"));
static ANSWERED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\[x\]|~~|\b(?:answer|answered|resolved|resolution|decision|decided|closed|none|n/a)\b|→|✅"));
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^(?:[-*]|\d+[.)])\s+\S"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(&["open ", "unresolved ", "outstanding "]) {
        return;
    }
    let is_about_questions = |heading: &&Heading| TITLE.as_ref().is_some_and(|title| title.is_match(&heading.text));
    for heading in subject.spec.headings.iter().filter(is_about_questions) {
        let (Some(answered), Some(item)) = (ANSWERED.as_ref(), ITEM.as_ref()) else { return };
        let section = subject.at(heading.section);
        let mut open = 0;
        let mut lines = section.lines().skip(1).peekable();
        while let Some(line) = lines.next() {
            if !item.is_match(line) {
                continue;
            }
            let mut is_answered = answered.is_match(line);
            // What is indented below a question may be its answer.
            while let Some(below) = lines.next_if(|below| below.starts_with([' ', '\t']) || below.trim().is_empty()) {
                is_answered |= answered.is_match(below);
            }
            open += usize::from(!is_answered);
        }
        if open > 0 {
            let questions = if open == 1 { "one question is open".to_owned() } else { format!("{open} questions are open") };
            reporter.report(heading.span, questions);
        }
    }
}
