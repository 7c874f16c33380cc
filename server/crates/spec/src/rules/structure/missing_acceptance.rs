//! SW105: nothing says when the feature is done.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Edit, Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW105",
    name: "missing-acceptance-criteria",
    group: Group::Structure,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a specification without acceptance criteria, a definition of done, or exit criteria in whatever form.",
        why: "They are what the testers of Waves 1 and 4 write their tests against, and what a reviewer ticks off. Without \
              them \"done\" means whatever was built.",
        example: "# Feature Specification: Invoice Reminders\n\n## Overview\n\nRemind customers of open invoices.",
        fix: "Add a section *Acceptance Criteria* with sentences that can be observed to be true.",
    },
};

/// What else people call the section, the column or the line that says when the feature is done.
const OTHER_WORDS: &[&str] = &["exit criteri", "acceptance criteri", "definition of done", "success looks like", "done when"];

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if !subject.spec.acceptance.is_empty() || subject.spec.is_only_a_part() || subject.mentions(OTHER_WORDS) {
        return;
    }
    let title = subject.spec.headings.first().map_or_else(|| subject.first_line(), |heading| heading.span);
    let finding = reporter.report(title, "there are no acceptance criteria: nothing says when the feature is done");
    let end = subject.text.len();
    let gap = if subject.text.ends_with('\n') { "\n" } else { "\n\n" };
    let skeleton = format!("{gap}## Acceptance Criteria\n\n1. When …, then …\n");
    let edits = vec![Edit { span: Span::new(end, end), text: skeleton }];
    finding.fixes.push(Fix { title: "Add a section for acceptance criteria".to_owned(), safe: false, edits });
}
