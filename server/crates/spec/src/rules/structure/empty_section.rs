//! SW111: a heading with nothing below it.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::endpoints::METHODS;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW111",
    name: "empty-section",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a heading with neither text nor another heading below it.",
        why: "It promises something that nobody wrote. An agent that works on the section makes it up.",
        example: "## Security\n\n## Testing\n\n- Each rule has a test",
        fix: "Write the section, or take the heading out.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for heading in subject.spec.headings.iter().filter(|heading| heading.level > 1) {
        let below = subject.text.get(heading.span.end..heading.section.end).unwrap_or_default();
        // A rule between sections belongs to none of them.
        let is_empty = below.lines().all(|line| line.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '*' | '_')));
        // `Total: 5 days` and `GET /invoices` say all there is to say.
        let is_endpoint = heading.text.trim_start_matches('`').split_once(' ').is_some_and(|(verb, _)| METHODS.contains(&verb));
        let says_it_itself = is_endpoint || heading.text.split_once(": ").is_some_and(|(_, said)| !said.trim().is_empty());
        if is_empty && !says_it_itself {
            reporter.report(heading.span, format!("nothing stands below `{}`", heading.text));
        }
    }
}
