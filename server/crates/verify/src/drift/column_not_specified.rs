//! SW1211: a migrated column that the specification does not have.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Finding, Rule};

use super::Subject;

pub(super) const RULE: Rule = Rule {
    code: "SW1211",
    name: "column-not-specified",
    group: Group::Drift,
    level: Level::Hint,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a column that the module's migrations create and that the same table in fenced SQL does not have.",
        why: "The schema has moved on without the specification.",
        example: "A migration with `ALTER TABLE invoices ADD COLUMN note TEXT`, and a `CREATE TABLE invoices` without `note`.",
        fix: "Add the column to the specification.",
    },
};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for table in &subject.spec.tables {
        let Some(migrated) = subject.migrated.iter().find(|known| known.name.eq_ignore_ascii_case(&table.name)) else { continue };
        let planned = subject.contract.tables.iter().find(|known| known.name == migrated.name);
        let known = |name: &str| {
            table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
                || planned.is_some_and(|planned| planned.columns.iter().any(|column| column.name == name))
        };
        for column in migrated.columns.iter().filter(|column| !known(&column.name)) {
            let message =
                format!("the migrations give the table `{}` a column `{}` that it does not have here", table.name, column.name);
            findings.push(RULE.finding(table.span, message));
        }
    }
}
