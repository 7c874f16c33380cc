//! SW1108: a success criterion that cannot be measured.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use super::numbers::success;
use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1108",
    name: "unmeasurable-success",
    group: Group::Traceability,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a success criterion (`**SC-001**: …`) that speaks of a change, an amount or an opinion without a figure: \
               *fewer complaints*, *customers are satisfied*, *most users*.",
        why: "It is there to decide whether the feature succeeded, and everybody decides it for themselves.",
        example: "- **SC-001**: Customers are more satisfied with the reminders",
        fix: "Say how many, how often, how long, or compared with what.",
    },
};

/// Changes, amounts and opinions.
static GRADUAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:improv(?:es?|ed|ing|ements?)|increas(?:es?|ed|ing)|decreas(?:es?|ed|ing)|reduc(?:es?|ed|ing|tion)|better|worse|more|less|fewer|faster|slower|eas(?:y|ier|ily)|quick(?:ly|er)?|happ(?:y|ier)|satisf(?:ied|action|ying)|confident(?:ly)?|most|many|majority|often|rarely|minimal(?:ly)?|significant(?:ly)?|intuitive|smooth(?:ly)?|seamless(?:ly)?)\b",
    )
});

/// Figures, and words that leave no doubt.
static MEASURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\d|%|\b(?:all|no|none|every|each|zero|never|always|any|half|twice|double|one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|single|at most|no more)\b",
    )
});

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for (id, statement) in success(subject) {
        let (Some(gradual), Some(measure)) = (GRADUAL.as_ref(), MEASURE.as_ref()) else { return };
        let said = statement.text.replace("NEEDS CLARIFICATION", "");
        let found = gradual.find(&said).filter(|_| !measure.is_match(&said));
        if let Some(found) = found {
            reporter.report(statement.span, format!("{id} says `{}` and no figure: how much decides?", found.as_str()));
        }
    }
}
