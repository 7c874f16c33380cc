//! SW503: a SQL block that does not parse.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::rules::check::{Reporter, Subject};
use crate::model::Language;

pub(super) const RULE: Rule = Rule {
    code: "SW503",
    name: "invalid-sql",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a statement of a fenced SQL block that PostgreSQL does not accept.",
        why: "The migration that is made from it would fail, or the table has to be derived from the entity instead.",
        example: "```sql\nCREATE TABLE invoices (\n    id UUID PRIMARY KEY,\n    INDEX idx_open (state)\n);\n```",
        fix: "Correct the statement. An index is a statement of its own in PostgreSQL: `CREATE INDEX … ON …`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for problem in subject.spec.problems.iter().filter(|problem| problem.language == Language::Sql) {
        reporter.report(problem.span, format!("this is not valid SQL: {}", problem.message));
    }
}
