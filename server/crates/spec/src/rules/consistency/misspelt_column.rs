//! SW1005: a column that is nearly named as a field of its entity.

use specwave_golang::names;
use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use crate::model::{Struct, Table};
use crate::rules::check::{Reporter, Subject};
use crate::rules::similar::most_similar;

pub(super) const RULE: Rule = Rule {
    code: "SW1005",
    name: "misspelt-column",
    group: Group::Consistency,
    level: Level::Warning,
    fixable: Fixable::No,
    explanation: Explanation {
        what: "Reports a column that belongs to no field of its table's entity and differs by a slip of the pen from a field \
               that has no column.",
        why: "The field is not stored and the column stays empty, although both are there.",
        example: "```go\ntype Invoice struct {\n    ID         uuid.UUID\n    RemindedAt time.Time\n}\n```\n\n\
                  ```sql\nCREATE TABLE invoices (id UUID PRIMARY KEY, remineded_at TIMESTAMPTZ);\n```",
        fix: "Give the two the same words.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for table in &subject.spec.tables {
        if let Some(entity) = subject.spec.entities.iter().find(|entity| names::plural(&names::snake(&entity.name)) == table.name) {
            check_table(table, entity, reporter);
        }
    }
}

fn check_table(table: &Table, entity: &Struct, reporter: &mut Reporter<'_>) {
    let fields: Vec<(String, &crate::model::Field)> =
        entity.fields.iter().map(|field| (names::words(&field.name).join("_"), field)).collect();
    let is_column = |name: &str| table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let without_column: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).filter(|name| !is_column(name)).collect();
    for column in table.columns.iter().filter(|column| column.name.len() > 4) {
        let name = column.name.to_lowercase();
        let is_field = fields.iter().any(|(field, _)| *field == name);
        let Some(meant) = most_similar(&name, without_column.iter().copied().filter(|field| !adds_a_part(&name, field))).filter(|_| !is_field) else { continue };
        let message = format!("the column `{}` of `{}` has no field: did you mean `{meant}`?", column.name, table.name);
        let finding = reporter.report(table.span, message);
        if let Some((_, field)) = fields.iter().find(|(name, _)| name == meant) {
            finding.related.push(Related { span: field.span, message: "the field without a column".to_owned() });
        }
    }
}

/// Whether one of two names is the other and a part more: `diameter_m` says the unit of `diameter`.
fn adds_a_part(name: &str, other: &str) -> bool {
    let behind = name.strip_prefix(other).or_else(|| other.strip_prefix(name));
    behind.is_some_and(|rest| rest.starts_with('_'))
}
