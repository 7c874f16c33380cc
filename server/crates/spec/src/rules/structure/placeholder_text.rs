//! SW106: text that was meant to be replaced.

use std::sync::LazyLock;

use regex::Regex;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW106",
    name: "placeholder-text",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports text of a template that nobody filled in: `[Current Date]`, `[Your team]`, `TBD`, `TODO`, \
               `lorem ipsum`.",
        why: "Whoever builds the feature has to guess what belongs there, and an agent guesses silently.",
        example: "# Feature Specification: Invoice Reminders\n\n*Last updated: [Current Date]*",
        fix: "Fill it in, or take it out.",
    },
};

static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let bracketed = r"\[(?:(?i:current date|date|insert|enter|your|to be|placeholder|name of|feature name)\b[^\]\n]{0,80}|TBD|TODO)\]";
    pattern(&format!(r"{bracketed}|\b(?:TBD|TODO|FIXME|TBC)\b|(?i:\blorem ipsum\b)"))
});

/// What the pattern matches begins with one of these.
const BEGINNINGS: &[&str] = &[
    "tbd", "todo", "fixme", "tbc", "lorem ipsum", "[current date", "[date", "[insert", "[enter", "[your", "[to be", "[placeholder", "[name of",
    "[feature name",
];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.mentions(BEGINNINGS) {
        return;
    }
    let Some(placeholder) = PLACEHOLDER.as_ref() else { return };
    for line in subject.prose() {
        for found in placeholder.find_iter(&line.text) {
            // A bracket that is followed by a parenthesis is the text of a link.
            if line.text[found.end()..].starts_with('(') {
                continue;
            }
            reporter.report(line.span(&found), format!("`{}` was never filled in", found.as_str()));
        }
    }
}
