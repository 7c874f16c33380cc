//! SW102: the feature has no name.

use specwave_source::Severity;

use super::Subject;
use super::rule::{Explanation, Reporter, Rule, first_line};

pub(super) const RULE: Rule = Rule {
    code: "SW102",
    name: "missing-name",
    severity: Severity::Error,
    explanation: Explanation {
        what: "Reports a specification whose feature has no name: neither `feature` in the front matter nor a title.",
        why: "The name goes into file names, documentation and every Task's prompt. A run does not start without it.",
        example: "---\ndomain: billing\n---\n\n## Entities",
        fix: "Write `feature: Invoice Reminders` into the front matter, or begin with a title.",
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    if subject.spec.name.is_none() {
        reporter.report(first_line(subject), "the feature has no name: add `feature:` to the front matter, or a title");
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::findings_of;
    use super::RULE;

    #[test]
    fn a_title_or_the_front_matter_names_the_feature() {
        assert_eq!(findings_of(&RULE, "---\nfeature: Reminders\n---\n"), []);
        assert_eq!(findings_of(&RULE, "# Feature Specification: Reminders\n"), []);
        assert_eq!(findings_of(&RULE, "---\ndomain: billing\n---\n\n```go\ntype A struct{ ID int }\n```\n")[0].0, 1);
    }
}
