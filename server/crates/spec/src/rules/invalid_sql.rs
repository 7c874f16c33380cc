//! SW503: a SQL block that does not parse.

use specwave_source::Severity;

use super::Subject;
use super::rule::{Explanation, Reporter, Rule};
use crate::model::Language;

pub(super) const RULE: Rule = Rule {
    code: "SW503",
    name: "invalid-sql",
    severity: Severity::Warning,
    explanation: Explanation {
        what: "Reports a statement of a fenced SQL block that PostgreSQL does not accept.",
        why: "The migration that is made from it would fail, or the table has to be derived from the entity instead.",
        example: "```sql\nCREATE TABLE invoices (\n    id UUID PRIMARY KEY,\n    INDEX idx_open (state)\n);\n```",
        fix: "Correct the statement. An index is a statement of its own in PostgreSQL: `CREATE INDEX … ON …`.",
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for problem in subject.spec.problems.iter().filter(|problem| problem.language == Language::Sql) {
        reporter.report(problem.span, format!("this is not valid SQL: {}", problem.message));
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::findings_of;
    use super::RULE;

    #[test]
    fn a_block_that_does_not_parse_is_reported_where_it_breaks() {
        let spec = |line: &str| {
            format!(
                "---\nfeature: F\ndomain: d\n---\n\n```sql\nCREATE TABLE invoices (\n    id UUID PRIMARY KEY{line}\n);\n```\n"
            )
        };
        assert_eq!(findings_of(&RULE, &spec(",\n    total NUMERIC NOT (")).len(), 1);
        assert_eq!(findings_of(&RULE, &spec("")), []);
    }
}
