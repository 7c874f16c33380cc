//! SW1107: a story that nothing shows to be done.

use specwave_source::Rule;
use specwave_source::rule::{Explanation, Fixable, Group, Level};

use crate::model::Format;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW1107",
    name: "story-without-scenario",
    group: Group::Traceability,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a user story without acceptance scenarios among others that have some.",
        why: "The story's tests are made of them. Without one, the story is done when somebody says so.",
        example: "### User Story 1 - Remind customers (Priority: P1)\n\n1. **Given** an open invoice, **When** it is due, **Then** a \
                  reminder is sent\n\n### User Story 2 - Charge a fee (Priority: P2)\n\nA late customer pays a fee.",
        fix: "Add scenarios: **Given** a state, **When** something happens, **Then** this can be observed.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    // In Kiro the criteria belong to the requirement, and another rule looks at them.
    if spec.format == Some(Format::Kiro) || spec.stories.iter().all(|story| story.criteria.is_empty()) {
        return;
    }
    for story in spec.stories.iter().filter(|story| story.criteria.is_empty()) {
        reporter.report(story.span, "this story has no acceptance scenario, unlike others: nobody can tell when it is done");
    }
}
