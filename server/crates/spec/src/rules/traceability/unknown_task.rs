//! SW1102: a task that waits for one that is not in the list.

use foldhash::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::pattern::pattern;
use crate::rules::check::{Reporter, Subject};
use crate::rules::prose;

pub(super) const RULE: Rule = Rule {
    code: "SW1102",
    name: "unknown-task",
    group: Group::Traceability,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a number such as `T012` in the text that no task of the list has, where the list numbers its tasks so.",
        why: "What depends on it waits for something that nobody does, or means another task.",
        example: "- [ ] T001 Create the ledger\n- [ ] T002 Remind customers (depends on T011)",
        fix: "Write the number of the task that is meant, or add the task.",
    },
};

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\bT\d{3,4}"));

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.tasks.is_empty() {
        return;
    }
    let Some(number) = NUMBER.as_ref() else { return };
    // A letter behind the number tells tasks apart that were one.
    let numbers = subject.spec.tasks.iter().map(|task| task.id.trim_end_matches(|c: char| c.is_ascii_lowercase()));
    let numbers: HashSet<&str> = numbers.filter(|id| number.is_match(id)).collect();
    // Tasks of one list have numbers of one length; others count something else.
    let lengths: HashSet<usize> = numbers.iter().map(|id| id.len()).collect();
    if numbers.is_empty() {
        return;
    }
    for line in prose::lines(subject) {
        for found in number.find_iter(&line.text) {
            if !numbers.contains(found.as_str()) && lengths.contains(&found.len()) {
                reporter.report(line.span(&found), format!("there is no task `{}`", found.as_str()));
            }
        }
    }
}
