//! SW1101: a link to a requirement that does not exist.

use std::collections::BTreeMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use super::numbers::{Known, spelling};
use crate::formats::links;
use crate::rules::check::{Reporter, Subject};
use crate::rules::prose;

pub(super) const RULE: Rule = Rule {
    code: "SW1101",
    name: "unknown-requirement",
    group: Group::Traceability,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a number behind `_Requirements: …_`, `Validates: …` or in a task's `[US3]` that no requirement, criterion or \
               story has. Numbers of a series that the specification does not use may belong to another document and are left out.",
        why: "The task does not do what it says it does, or the requirements were renumbered and the tasks were not.",
        example: "### Requirement 1: Reminders\n\n#### Acceptance Criteria\n\n1. WHEN an invoice is due, THE Ledger SHALL remind the \
                  customer\n\n- [ ] 1. Remind\n  - _Requirements: 1.4_",
        fix: "Write the number of the requirement that is meant.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    if spec.format.is_none() || (spec.requirements.is_empty() && spec.stories.is_empty()) {
        return;
    }
    let known = Known::of(subject);
    for (span, number) in linked(subject) {
        if known.lacks(&number) {
            reporter.report(span, unknown(subject, &number));
        }
    }
    let stories: Vec<String> = spec.stories.iter().map(|story| spelling(&story.id)).collect();
    let mut marks: BTreeMap<Span, &str> = BTreeMap::new();
    marks.extend(spec.tasks.iter().filter_map(|task| Some((task.story.as_ref()?.span, task.story.as_ref()?.value.as_str()))));
    for (span, story) in marks.into_iter().filter(|_| stories.iter().any(|story| !story.is_empty())) {
        if !stories.contains(&spelling(story)) {
            reporter.report(span, format!("there is no story `{story}`"));
        }
    }
}

/// Every number that something says it fulfils, by its place. Of `1.1-1.4` the last number stands for those between.
fn linked(subject: &Subject<'_>) -> BTreeMap<Span, String> {
    let mut links: BTreeMap<Span, String> = BTreeMap::new();
    let validated = prose::lines(subject).into_iter().filter(|line| line.text.contains("alidates"));
    let validated = validated.flat_map(|line| links::read(&line.text, line.start));
    for link in subject.spec.tasks.iter().flat_map(|task| task.requirements.iter().cloned()).chain(validated) {
        let is_written = subject.at(link.span) == link.value;
        if is_written {
            links.insert(link.span, link.value);
        } else {
            links.entry(link.span).or_insert(link.value);
        }
    }
    links
}

fn unknown(subject: &Subject<'_>, number: &str) -> String {
    let above = number.rsplit_once('.').map(|(above, _)| spelling(above));
    let requirement = subject.spec.requirements.iter().find(|requirement| above.as_ref().is_some_and(|above| *above == spelling(&requirement.id)));
    match requirement.and_then(|requirement| Some((requirement, requirement.criteria.last()?))) {
        Some((requirement, last)) => {
            format!("there is no criterion `{number}`: the last one of requirement {} is `{}`", requirement.id, last.id)
        }
        None => format!("there is no requirement `{number}`"),
    }
}
