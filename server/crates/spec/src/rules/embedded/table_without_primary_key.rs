//! SW507: a table without a primary key.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

use crate::model::Table;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW507",
    name: "table-without-primary-key",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a table that has no primary key.",
        why: "Rows of such a table cannot be told apart: nothing can refer to one, and the same row can be there twice. Replication and most tools ask for a key.",
        example: "```sql\nCREATE TABLE reminders (\n    invoice_id UUID NOT NULL,\n    sent_at TIMESTAMPTZ NOT NULL\n);\n```",
        fix: "Name the columns that identify a row: `PRIMARY KEY (invoice_id, sent_at)`, or add an `id`.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let is_keyed = |table: &&Table| table.columns.iter().any(|column| column.primary_key);
    let (_, without): (Vec<_>, Vec<_>) = subject.spec.tables.iter().filter(|table| !table.columns.is_empty()).partition(is_keyed);
    if without.is_empty() {
        return;
    }
    let later: Vec<&str> = subject.text.split(';').filter(|statement| adds_key(statement)).collect();
    for table in without {
        let upper = table.sql.to_ascii_uppercase();
        // A column that is left out with dots, or taken over from another table, may be the key.
        let partial = upper.contains("...") || upper.contains('…') || upper.contains("LIKE ") || upper.contains(" TEMP");
        if !partial && !later.iter().any(|statement| statement.contains(&table.name)) {
            reporter.report(table.span, format!("the table `{}` has no primary key", table.name));
        }
    }
}

/// `ALTER TABLE name ADD … PRIMARY KEY`.
fn adds_key(statement: &str) -> bool {
    statement.contains("PRIMARY KEY") && statement.contains("ALTER TABLE")
}
