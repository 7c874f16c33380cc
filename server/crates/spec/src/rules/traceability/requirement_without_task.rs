//! SW1105: a requirement that no task works on.

use std::collections::BTreeMap;

use foldhash::HashSet;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use super::numbers::{parts, spelling};
use crate::model::{Format, Requirement};
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1105",
    name: "requirement-without-task",
    group: Group::Traceability,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a requirement to which no task refers, neither to it nor to one of its criteria, and a story that no task \
               belongs to. Where tasks refer to fewer than half of the requirements, or in a format whose tasks belong to stories to \
               fewer than three of four, nothing is reported: the links are occasional.",
        why: "All tasks get done and the requirement is still not met.",
        example: "### Requirement 1: Reminders\n\n### Requirement 2: Fees\n\n- [ ] 1. Remind customers\n  - _Requirements: 1.1_",
        fix: "Add a task for it, or refer to it in the one that fulfils it.",
    },
};

/// A requirement or a story, and whether a task works on it.
struct Asked<'spec> {
    id: &'spec str,
    span: Span,
    is_worked_on: bool,
}

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let links: HashSet<String> = spec.tasks.iter().flat_map(|task| &task.requirements).map(|link| spelling(&link.value)).collect();
    let is_linked = |id: &str| {
        let number = spelling(id);
        links.contains(&number) || links.iter().any(|link| link.strip_prefix(&number).is_some_and(|rest| rest.starts_with('.')))
    };
    let mut of_series: BTreeMap<String, Vec<Asked<'_>>> = BTreeMap::new();
    for requirement in spec.requirements.iter().filter(|requirement| asks(requirement)) {
        let is_worked_on = is_linked(&requirement.id) || requirement.criteria.iter().any(|criterion| is_linked(&criterion.id));
        let asked = Asked { id: &requirement.id, span: requirement.span, is_worked_on };
        of_series.entry(parts(&requirement.id).0).or_default().push(asked);
    }
    let share = if spec.format == Some(Format::Kiro) { 2 } else { 4 };
    for requirements in of_series.values() {
        report(reporter, "requirement", requirements, share);
    }
    let worked_on: HashSet<String> = spec.tasks.iter().filter_map(|task| Some(spelling(&task.story.as_ref()?.value))).collect();
    let stories = spec.stories.iter().filter(|story| story.id.starts_with("US"));
    let stories = stories.map(|it| Asked { id: &it.id, span: it.span, is_worked_on: worked_on.contains(&spelling(&it.id)) });
    report(reporter, "story", &stories.collect::<Vec<_>>(), 2);
}

/// Whether it has a number and asks for something: what is wrong today does not.
fn asks(requirement: &Requirement) -> bool {
    !requirement.id.is_empty() && !requirement.title.to_lowercase().starts_with("current behavior")
}

/// Reports those that no task works on, where they are at most one in `share`.
fn report(reporter: &mut Reporter<'_>, kind: &str, all: &[Asked<'_>], share: usize) {
    let forgotten: Vec<_> = all.iter().filter(|asked| !asked.is_worked_on).collect();
    if forgotten.len() * share <= all.len() {
        for Asked { id, span, .. } in forgotten {
            reporter.report(*span, format!("no task works on {kind} {id}"));
        }
    }
}
