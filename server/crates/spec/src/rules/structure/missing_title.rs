//! SW118: a specification without a title.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW118",
    name: "missing-title",
    group: Group::Structure,
    level: Level::Information,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a specification whose front matter names the feature and that has no title. Formats that give their \
               files no title are left out.",
        why: "Rendered, the text begins without saying what it is about: front matter is not shown.",
        example: "---\nfeature: Invoice Reminders\ndomain: billing\n---\n\n## Overview\n\nRemind customers.",
        fix: "Write `# Invoice Reminders` below the front matter.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let (Some(front), Some(name)) = (spec.front_matter, &spec.name) else { return };
    if spec.format.is_some() || spec.headings.iter().any(|heading| heading.level == 1) || !front.touches(name.span.start) {
        return;
    }
    // Front matter is shown without its marks; the title goes below the closing one.
    let Some(end) = subject.text.get(front.end..).and_then(|rest| rest.trim_start().find(['\n', '\r']).map(|at| rest.len() - rest.trim_start().len() + at)) else { return };
    let at = front.end + end;
    let finding = reporter.report(name.span, "the text has no title");
    finding.fixes.push(Fix::safe("Add a title", Span::new(at, at), format!("\n\n# {}", name.value)));
}
