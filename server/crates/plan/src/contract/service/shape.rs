//! The content of inputs and results that a signature names and nothing describes.

use super::draft::Draft;
use super::infer;
use super::words::Verb;
use super::workbench::{Workbench, optional_field};
use crate::contract::{Entity, Field};

/// Gives the models in the draft's signature the content that its verb and its entity suggest.
pub(super) fn complete(bench: &mut Workbench<'_>, draft: &mut Draft<'_>) {
    let (Some(entity), Some(repository)) = (draft.entity, draft.repository) else { return };
    let inputs: Vec<String> = draft.params.iter().map(|param| param.ty.clone()).filter(|ty| bench.is_empty_model(ty)).collect();
    for ty in inputs {
        if matches!(draft.verb, Verb::Create | Verb::Import | Verb::Bulk | Verb::Update) {
            let fields = infer::input_fields(bench, draft, entity);
            bench.fill_model(&ty, || fields);
        }
    }
    let results: Vec<String> =
        draft.results.iter().map(|result| result.ty.clone()).filter(|ty| bench.is_empty_model(ty)).collect();
    for ty in results {
        let is_list = ty.starts_with("[]");
        let fields = match draft.verb {
            Verb::Report => infer::report_fields(bench, repository),
            Verb::Check => answer(),
            _ if is_list => entity.fields.iter().map(|field| optional_field(&field.name, &field.ty)).collect(),
            Verb::Get | Verb::List => records(entity),
            _ => continue,
        };
        bench.fill_model(&ty, || fields);
    }
}

/// Yes or no, with a reason.
fn answer() -> Vec<Field> {
    vec![optional_field("Valid", "bool"), optional_field("Reason", "string"), optional_field("CheckedAt", "time.Time")]
}

/// Entities and their number.
fn records(entity: &Entity) -> Vec<Field> {
    vec![optional_field("Records", &format!("[]*domain.{}", entity.name)), optional_field("Total", "int")]
}
