//! SW809: a scenario without an outcome.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Format;

pub(super) const RULE: Rule = Rule {
    code: "SW809",
    name: "incomplete-scenario",
    group: Group::Requirements,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a scenario that tells a situation but no outcome: it has `GIVEN` or `WHEN` and no `THEN`. In OpenSpec also one that tells no steps at all.",
        why: "Nothing can be checked in the end, so it passes whatever happens.",
        example: "#### Scenario: Due\n- **GIVEN** an open invoice\n- **WHEN** it is due",
        fix: "Say what happens then: `- **THEN** a reminder is sent`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let scenarios = spec.requirements.iter().flat_map(|requirement| &requirement.criteria);
    for scenario in scenarios.chain(spec.stories.iter().flat_map(|story| &story.criteria)) {
        let has = |keyword: &str| scenario.steps.iter().any(|step| step.keyword == keyword);
        let untold = spec.format == Some(Format::OpenSpec) && scenario.steps.is_empty() && !scenario.title.is_empty();
        if untold {
            reporter.report(scenario.span, "this scenario tells no steps: WHEN what happens, THEN what?");
        } else if (has("GIVEN") || has("WHEN")) && !has("THEN") {
            reporter.report(scenario.span, "this scenario has no THEN: nothing can be checked in the end");
        }
    }
}
