//! SW204: a field that is declared twice.

use foldhash::HashMap;

use specwave_source::rule::{Explanation, Fixable, Group, Level};
use specwave_source::{Related, Rule};

use super::merging::without_second_line;
use crate::model::Field;
use crate::rules::check::{Reporter, Subject};

pub(super) const RULE: Rule = Rule {
    code: "SW204",
    name: "duplicate-field",
    group: Group::Model,
    level: Level::Error,
    fixable: Fixable::Safe,
    explanation: Explanation {
        what: "Reports a field that its struct has already, and a column that its table has already.",
        why: "Neither Go nor PostgreSQL accepts it, and nobody knows which of the two types was meant.",
        example: "```go\ntype Invoice struct {\n    ID    uuid.UUID\n    Total int\n    Total values.Money\n}\n```",
        fix: "Take one of the two out; where both have one type, the fix does.",
    },
};

pub(super) fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let spec = subject.spec;
    let values = spec.value_objects.iter().map(|value| &value.base);
    for declared in spec.entities.iter().chain(values).chain(&spec.events).chain(&spec.structs) {
        let mut seen: HashMap<&str, &Field> = HashMap::default();
        for field in declared.fields.iter().filter(|field| !field.name.is_empty() && field.name != "_") {
            if let Some(first) = seen.get(field.name.as_str()).filter(|first| first.span != field.span) {
                let related = Related { span: first.span, message: "declared here first".to_owned() };
                let message = format!("`{}` has a field `{}` already", declared.name, field.name);
                let finding = reporter.report(field.span, message);
                finding.related.push(related);
                if first.ty == field.ty {
                    finding.fixes.extend(without_second_line(subject, first.span, field.span));
                }
            } else {
                seen.insert(&field.name, field);
            }
        }
    }
    for table in &spec.tables {
        for (at, column) in table.columns.iter().enumerate() {
            if table.columns[..at].iter().any(|earlier| earlier.name.eq_ignore_ascii_case(&column.name)) {
                reporter.report(table.span, format!("the table `{}` has the column `{}` twice", table.name, column.name));
            }
        }
    }
}
