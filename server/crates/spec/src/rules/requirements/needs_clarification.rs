//! SW802: a question that the writer left open.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW802",
    name: "needs-clarification",
    group: Group::Requirements,
    level: Level::Error,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a `[NEEDS CLARIFICATION: …]` mark.",
        why: "The writer did not know it either. Whoever builds the feature has to guess, and an agent guesses silently.",
        example: "- **FR-003**: System MUST keep invoices [NEEDS CLARIFICATION: for how long?]",
        fix: "Answer the question and take the mark out.",
    },
};

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?i)\[NEEDS CLARIFICATION:?\s*([^\]]*)\]"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(&["[needs clarification"]) {
        return;
    }
    let Some(mark) = MARK.as_ref() else { return };
    for line in subject.prose() {
        for found in mark.captures_iter(&line.text) {
            let Some(whole) = found.get(0) else { continue };
            let question = found.get(1).map_or("", |question| question.as_str().trim());
            let message = if question.is_empty() { "this is not clear yet".to_owned() } else { format!("not clear yet: {question}") };
            reporter.report(line.span(&whole), message);
        }
    }
}
