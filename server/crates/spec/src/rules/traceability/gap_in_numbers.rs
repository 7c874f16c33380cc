//! SW1104: a number that is left out.

use std::collections::BTreeMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use super::numbers::{is_numbered, parts, success};
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1104",
    name: "gap-in-numbers",
    group: Group::Traceability,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a requirement, a success criterion or a story before which a number of its series is left out and mentioned \
               nowhere. A jump to the next ten or hundred begins a group.",
        why: "Something was taken out, or lost when the text was moved. Whoever reviews the text should know which.",
        example: "- **FR-001**: The system MUST remind customers\n- **FR-003**: The system MUST charge a fee",
        fix: "Bring back what is missing; where the number was given up, say so (`FR-002 was withdrawn`).",
    },
};

/// More numbers than these are not lost one by one.
const MOST: usize = 5;

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let requirements = spec.requirements.iter().filter(|it| is_numbered(subject, it)).map(|it| (it.id.as_str(), it.span));
    let stories = spec.stories.iter().map(|it| (it.id.as_str(), it.span)).filter(|(id, _)| id.starts_with("US"));
    let criteria = success(subject).map(|(id, statement)| (id, statement.span));
    let mut of_series: BTreeMap<String, BTreeMap<u32, (&str, Span)>> = BTreeMap::new();
    for (id, span) in requirements.chain(criteria).chain(stories) {
        let (series, digits) = parts(id);
        if let Ok(number) = digits.parse() {
            of_series.entry(series).or_default().entry(number).or_insert((id, span));
        }
    }
    for numbers in of_series.values() {
        for ((number, _), (next, (id, span))) in numbers.iter().zip(numbers.iter().skip(1)) {
            let missing: Vec<String> = (number + 1..*next).take(MOST + 1).map(|it| like(id, it)).collect();
            let is_group = matches!(next % 10, 0 | 1) && missing.len() > 1 || missing.len() > MOST;
            // Without letters, nothing tells a mention from any other figure.
            let is_lettered = id.starts_with(|c: char| c.is_ascii_alphabetic());
            let is_mentioned = is_lettered && missing.iter().all(|it| subject.text.contains(it.as_str()));
            if !missing.is_empty() && !is_group && !is_mentioned {
                let verb = if missing.len() == 1 { "is" } else { "are" };
                reporter.report(*span, format!("`{}` {verb} left out before `{id}`", missing.join("`, `")));
            }
        }
    }
}

/// A number written as `id` is.
fn like(id: &str, number: u32) -> String {
    let digits = parts(id).1;
    format!("{}{number:0>width$}", &id[..id.len() - digits.len()], width = if digits.starts_with('0') { digits.len() } else { 1 })
}
