//! SW310: a foreign key to a table that is nearly one that is declared.

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Fix, Rule, Span};

use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW310",
    name: "unknown-foreign-key",
    group: Group::References,
    level: Level::Warning,
    fixable: Fixable::Unsafe,
    explanation: Explanation {
        what: "Reports a column that references a table which is not declared and differs from a declared one by a slip of \
               the pen, or a column that its table does not have. Tables of other features are left alone.",
        why: "The migration fails when it is run, after everything else was built.",
        example: "```sql\nCREATE TABLE invoices (id UUID PRIMARY KEY);\nCREATE TABLE reminders (invoice_id UUID REFERENCES invoice(id));\n```",
        fix: "Write the name of the table or column as it is declared.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let tables = &subject.spec.tables;
    for table in tables {
        for column in &table.columns {
            let Some(reference) = &column.references else { continue };
            let (name, of_column) = reference.split_once(['(', '.']).unwrap_or((reference, ""));
            let (name, of_column) = (name.trim(), of_column.trim_matches([' ', '(', ')']));
            let place = place_of(subject, table.span, name);
            match tables.iter().find(|other| other.name.eq_ignore_ascii_case(name)) {
                Some(target) => {
                    let has = target.columns.iter().any(|column| column.name.eq_ignore_ascii_case(of_column));
                    if !has && !of_column.is_empty() && !target.columns.is_empty() {
                        let message = format!("the table `{name}` has no column `{of_column}`");
                        reporter.report(place.unwrap_or(table.span), message);
                    }
                }
                None => {
                    let Some(meant) = most_similar(name, tables.iter().map(|table| table.name.as_str())) else { continue };
                    let message = format!("there is no table `{name}`: did you mean `{meant}`?");
                    let finding = reporter.report(place.unwrap_or(table.span), message);
                    finding.fixes.extend(place.map(|place| Fix::likely(format!("Change it to `{meant}`"), place, meant)));
                }
            }
        }
    }
}

/// Where a table's statement references another one.
fn place_of(subject: &Subject<'_>, table: Span, name: &str) -> Option<Span> {
    let rest = subject.text.get(table.end..)?;
    let statement = rest.split(';').next()?;
    let lower = statement.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("references") {
        let behind = from + at + "references".len();
        let written = statement.get(behind..)?;
        let start = behind + (written.len() - written.trim_start().len());
        if statement.get(start..start + name.len()) == Some(name) {
            return Some(Span::new(table.end + start, table.end + start + name.len()));
        }
        from = behind;
    }
    None
}
