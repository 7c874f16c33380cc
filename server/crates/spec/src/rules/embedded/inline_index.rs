//! SW505: an index inside `CREATE TABLE`.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule};

use crate::rules::check::{Reporter, Subject};
use crate::sql::{inline_indexes, moved_behind};

pub(super) const RULE: Rule = Rule {
    code: "SW505",
    name: "inline-index",
    group: Group::Embedded,
    level: Level::Warning,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports an index that is declared inside `CREATE TABLE`, as MySQL does.",
        why: "PostgreSQL refuses the whole table: there an index is a statement of its own.",
        example: "```sql\nCREATE TABLE invoices (\n    id UUID PRIMARY KEY,\n    state TEXT NOT NULL,\n    INDEX idx_state (state)\n);\n```",
        fix: "Write `CREATE INDEX idx_state ON invoices (state);` behind the table.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for table in &subject.spec.tables {
        let indexes = inline_indexes(&table.sql);
        // The fix moves all of them, so that it can mend the commas between them.
        let fix = if indexes.is_empty() { None } else { moved_behind(subject.text, table.statement) };
        for index in indexes {
            let span = index.shifted(table.statement.start);
            let finding = reporter.report(span, "PostgreSQL has no index inside a table: create it behind the table");
            let title = format!("Create the indexes of `{}` behind it", table.name);
            finding.fixes.extend(fix.iter().map(|edits| Fix { title: title.clone(), safe: true, edits: edits.clone() }));
        }
    }
}
