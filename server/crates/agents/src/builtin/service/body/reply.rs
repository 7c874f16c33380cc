//! What an operation answers.

use serde::Serialize;
use specwave_plan::contract::{Mapping, Reply};

use super::{Assigned, Maker};

/// What is answered.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct ReplyView {
    kind: &'static str,
    values: Vec<String>,
    #[serde(rename = "type")]
    ty: String,
    pointer: bool,
    fields: Vec<Assigned>,
    /// Fields that need a record, where there may be none.
    late: Vec<Assigned>,
    /// Whether anything of it is in terms of these.
    uses_record: bool,
    uses_records: bool,
    uses_failures: bool,
    uses_refusal: bool,
}

impl Maker<'_> {
    pub(super) fn reply(&mut self, reply: &Reply) {
        let mut view = match reply {
            Reply::Nothing => ReplyView { kind: "nothing", ..ReplyView::default() },
            Reply::Values(values) => {
                let values = values.iter().map(|value| self.conversions.expression(&value.from, &value.conversion)).collect();
                ReplyView { kind: "values", values, ..ReplyView::default() }
            }
            Reply::Struct { ty, pointer, fields } => {
                let (late, fields): (Vec<&Mapping>, Vec<&Mapping>) =
                    fields.iter().partition(|field| self.view.kind == "check" && field.from.starts_with("record"));
                let assigned = |mapping: &&Mapping| Assigned {
                    name: mapping.field.clone(),
                    value: self.conversions.expression(&mapping.from, &mapping.conversion),
                    only_if: String::new(),
                };
                ReplyView {
                    kind: "struct",
                    ty: self.conversions.go(ty),
                    pointer: *pointer,
                    fields: fields.iter().map(assigned).collect(),
                    late: late.iter().map(assigned).collect(),
                    ..ReplyView::default()
                }
            }
            Reply::Structs { ty, pointer, fields } => ReplyView {
                kind: "structs",
                ty: self.conversions.go(ty),
                pointer: *pointer,
                fields: fields
                    .iter()
                    .map(|mapping| Assigned {
                        name: mapping.field.clone(),
                        value: self.conversions.expression(&mapping.from, &mapping.conversion),
                        only_if: String::new(),
                    })
                    .collect(),
                ..ReplyView::default()
            },
            Reply::Dereferenced => ReplyView { kind: "dereferenced", uses_records: true, ..ReplyView::default() },
        };
        let texts: Vec<&String> =
            view.values.iter().chain(view.fields.iter().chain(&view.late).map(|field| &field.value)).collect();
        let uses = |word: &str| texts.iter().any(|text| mentions(text, word));
        let (record, records) = (uses("record"), uses("records"));
        let (failures, refusal) = (uses("failures") || uses("failed"), uses("refusal"));
        view.uses_record = record;
        view.uses_records |= records || view.kind == "structs";
        view.uses_failures = failures;
        view.uses_refusal = refusal;
        self.view.reply = view;
    }
}

/// Whether an expression uses an identifier.
fn mentions(expression: &str, word: &str) -> bool {
    expression.split(|c: char| !c.is_alphanumeric() && c != '_').any(|token| token == word)
}
