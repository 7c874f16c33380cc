//! SW106: text that was meant to be replaced.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::prose::phrases;

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

/// Words that stand for what is missing; all but the last in capitals only.
const WORDS: &[&str] = &["tbd", "todo", "fixme", "tbc", "lorem ipsum"];

/// Words that the text in brackets begins with.
const OPENINGS: &[&str] = &["current date", "date", "insert", "enter", "your", "to be", "placeholder", "name of", "feature name"];

/// Whoever writes more than this in brackets, in bytes, says something.
const LONGEST: usize = 100;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let sought: &[&str] = if subject.mentions(WORDS) { WORDS } else { &[] };
    for line in subject.prose() {
        if sought.is_empty() && !line.text.contains('[') {
            continue;
        }
        let brackets = in_brackets(&line.text);
        let is_inside = |word: &Span| brackets.iter().any(|bracket| bracket.start <= word.start && word.end <= bracket.end);
        let words = phrases(&line.text, sought).into_iter().filter(|word| {
            let written = &line.text[word.start..word.end];
            !is_inside(word) && (written.contains(' ') || !written.bytes().any(|byte| byte.is_ascii_lowercase()))
        });
        let mut found: Vec<Span> = words.collect();
        // A bracket that is followed by a parenthesis is the text of a link.
        found.extend(brackets.iter().filter(|bracket| !line.text[bracket.end..].starts_with('(')));
        for place in found {
            let message = format!("`{}` was never filled in", &line.text[place.start..place.end]);
            reporter.report(place.shifted(line.start), message);
        }
    }
}

/// Text in brackets that asks to be replaced.
fn in_brackets(line: &str) -> Vec<Span> {
    let bracket = |(start, _): (usize, &str)| {
        let inside = &line[start + 1..];
        let inside = &inside[..inside.find(']').filter(|length| *length <= LONGEST)?];
        let asks = matches!(inside, "TBD" | "TODO") || phrases(inside, OPENINGS).first().is_some_and(|found| found.start == 0);
        asks.then(|| Span::new(start, start + inside.len() + "[]".len()))
    };
    line.match_indices('[').filter_map(bracket).collect()
}
