//! SW1210: a column that no migration creates.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::Subject;

pub(super) const RULE: Rule = Rule {
    code: "SW1210",
    name: "column-not-migrated",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a column of a table of fenced SQL that the module's migrations do not create.",
        why: "Queries that use it fail.",
        example: "```sql\nCREATE TABLE invoices (id UUID PRIMARY KEY, due_at TIMESTAMPTZ);   -- the migration has no due_at\n```",
        fix: "Run the specification again, or write a migration that adds it.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for table in &subject.spec.tables {
        let Some(migrated) = subject.migrated.iter().find(|known| known.name.eq_ignore_ascii_case(&table.name)) else { continue };
        let lacks = |name: &str| !migrated.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
        for column in table.columns.iter().filter(|column| lacks(&column.name)) {
            let message = format!("the migrations give the table `{}` no column `{}`", table.name, column.name);
            findings.push(RULE.finding(table.span, message));
        }
    }
}
