//! SW803: an acceptance criterion that leaves a choice.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::prose::phrases;
use crate::model::Criterion;

pub(super) const RULE: Rule = Rule {
    code: "SW803",
    name: "weak-criterion",
    group: Group::Requirements,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports *should*, *may*, *might*, *could* and *ideally* in an acceptance criterion.",
        why: "A criterion is met or not. With *should* it is met either way.",
        example: "## Acceptance Criteria\n\n- The reminder should be sent within an hour",
        fix: "Say what happens: `The reminder is sent within an hour`. What may be left out is no criterion.",
    },
};

const WEAK: &[&str] = &["should", "might", "could", "ideally", "preferably", "may", "maybe"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let criteria = spec.requirements.iter().flat_map(|requirement| &requirement.criteria);
    let scenarios = spec.stories.iter().flat_map(|story| &story.criteria);
    let steps = |criterion: &Criterion| criterion.steps.iter().map(|step| step.span).collect::<Vec<_>>();
    let told = criteria.chain(scenarios).flat_map(|criterion| {
        let steps = steps(criterion);
        if steps.is_empty() { vec![criterion.span] } else { steps }
    });
    let mut places: Vec<Span> = spec.acceptance.iter().map(|statement| statement.span).chain(told).collect();
    places.sort_unstable();
    let mut reported = 0;
    for place in places {
        let text = subject.at(place);
        for found in phrases(text, WEAK).into_iter().filter(|found| !is_quoted(text, found.start)) {
            let word = &text[found.start..found.end];
            let span = found.shifted(place.start);
            // A criterion may be read in several ways; a month is no verb.
            if span.start >= reported && word != "May" {
                reported = span.end;
                reporter.report(span, format!("with `{word}` this is met either way: say what happens"));
            }
        }
    }
}

/// Whether an odd number of quotes or backticks stands in front.
fn is_quoted(text: &str, at: usize) -> bool {
    ['"', '`'].iter().any(|quote| text[..at].matches(*quote).count() % 2 == 1)
}
