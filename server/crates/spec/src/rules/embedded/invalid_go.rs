//! SW502: a Go block that does not parse.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Language;

pub(super) const RULE: Rule = Rule {
    code: "SW502",
    name: "invalid-go",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a fenced Go block, or the part of one, that is not Go.",
        why: "Types and signatures in such a part are lost, and the contract has to infer what they would have said.",
        example: "```go\ntype Invoice struct {\n    ID uuid.UUID,\n}\n```",
        fix: "Correct the code; `gofmt` says where it stops.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for problem in subject.spec.problems.iter().filter(|problem| problem.language == Language::Go) {
        reporter.report(problem.span, format!("this is not valid Go: {}", problem.message));
    }
}

#[cfg(test)]
mod tests {
    use super::{RULE, check};
    use crate::rules::check::findings_of;

    #[test]
    fn a_block_that_does_not_parse_is_reported_where_it_breaks() {
        let spec = |field: &str| {
            format!("---\nfeature: F\ndomain: d\n---\n\n## Domain Model\n\n```go\ntype Invoice struct {{\n\t{field}\n}}\n```\n")
        };
        assert_eq!(findings_of(&RULE, check, &spec("ID ) uuid.UUID"))[0].0, 10);
        assert_eq!(findings_of(&RULE, check, &spec("ID uuid.UUID")), []);
    }
}
