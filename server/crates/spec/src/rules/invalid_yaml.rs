//! SW501: a YAML block that does not parse.

use specwave_source::Severity;

use super::Subject;
use super::rule::{Explanation, Reporter, Rule};
use crate::model::Language;

pub(super) const RULE: Rule = Rule {
    code: "SW501",
    name: "invalid-yaml",
    severity: Severity::Warning,
    explanation: Explanation {
        what: "Reports a line of a fenced YAML block that YAML refuses, most often a colon inside a value that is not quoted. The rest of the block is read all the same.",
        why: "Other tools read nothing of such a block, and what you meant with the line has to be guessed.",
        example: "```yaml\nvalue_objects:\n  - name: State\n    validation: Must be one of: Open, Paid\n```",
        fix: "Put the value in quotes.",
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for problem in subject.spec.problems.iter().filter(|problem| problem.language == Language::Yaml) {
        reporter.report(problem.span, format!("this is not valid YAML: {}", problem.message));
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::findings_of;
    use super::RULE;

    #[test]
    fn a_block_that_does_not_parse_is_reported_where_it_breaks() {
        let spec = |value: &str| {
            format!("---\nfeature: F\ndomain: d\n---\n\n```yaml\nvalue_objects:\n  - name: State\n    validation: {value}\n```\n")
        };
        assert_eq!(findings_of(&RULE, &spec("Must be one of: Open, Paid"))[0].0, 9);
        assert_eq!(findings_of(&RULE, &spec("'Must be one of: Open, Paid'")), []);
    }
}
