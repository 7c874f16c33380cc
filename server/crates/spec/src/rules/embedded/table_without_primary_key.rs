//! SW507: a table without a primary key.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::Rule;

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
    for table in subject.spec.tables.iter().filter(|table| !table.columns.is_empty()) {
        let keyed = table.columns.iter().any(|column| column.primary_key);
        // A column that is left out with dots, or taken over from another table, may be the key.
        let whole = !table.sql.contains("...") && !table.sql.contains('…') && !table.sql.to_ascii_uppercase().contains("LIKE ");
        let added = || is_added_later(subject.text, &table.name);
        if !keyed && whole && !table.sql.to_ascii_uppercase().contains("TEMP") && !added() {
            reporter.report(table.span, format!("the table `{}` has no primary key", table.name));
        }
    }
}

/// Whether `ALTER TABLE name ADD … PRIMARY KEY` stands anywhere.
fn is_added_later(text: &str, table: &str) -> bool {
    text.split(';').any(|statement| {
        statement.contains("PRIMARY KEY") && statement.contains("ALTER TABLE") && statement.contains(table)
    })
}
