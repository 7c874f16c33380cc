//! SW1209: a table that no migration creates.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::Subject;

pub(super) const RULE: Rule = Rule {
    code: "SW1209",
    name: "table-not-migrated",
    group: Group::Drift,
    level: Level::Information,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a table of fenced SQL that no migration of the module creates, where others are created.",
        why: "Queries against it fail in every environment.",
        example: "```sql\nCREATE TABLE reminders (id UUID PRIMARY KEY);   -- migrations/ creates invoices only\n```",
        fix: "Run the specification again, or write the migration.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_migrated = |name: &str| subject.migrated.iter().any(|table| table.name.eq_ignore_ascii_case(name));
    if subject.spec.tables.iter().any(|table| is_migrated(&table.name)) {
        for table in subject.spec.tables.iter().filter(|table| !is_migrated(&table.name)) {
            findings.push(RULE.finding(table.span, format!("no migration creates the table `{}`", table.name)));
        }
    }
}
