//! The domain's part of the contract, computed from the spec.

use specwave_source::Finding;

use super::draft::Draft;
use super::{ValueKind, entities, events, fields, methods, repositories, structure, values};
use crate::contract::Contract;
use crate::contract::compute::Inputs;

/// Fills in values, entities, events, repositories and tables.
pub(in crate::contract) fn compute(inputs: &Inputs<'_>, contract: &mut Contract, _findings: &mut Vec<Finding>) {
    let mut draft = Draft::new(inputs, contract);
    entities::name_all(&mut draft);
    values::declare(&mut draft);
    repositories::infer_entities(&mut draft);
    entities::fill_fields(&mut draft);
    entities::find_parents(&mut draft);
    events::declare(&mut draft);
    repositories::compute(&mut draft);
    events::raise_creations(&mut draft);
    methods::compute(&mut draft);
    structure::place_values(&mut draft);
    structure::break_cycles(&mut draft);
    require_in_values(&mut draft);
    entities::complete(&mut draft);
}

/// Says for each field of each struct value whether it must be set, until nothing changes: a struct that holds one
/// which needs something needs something itself.
fn require_in_values(draft: &mut Draft<'_>) {
    loop {
        let before = draft.contract.values.clone();
        for value in &mut draft.contract.values {
            if let ValueKind::Struct { fields } = &mut value.kind {
                fields::require_in_value(fields, &before, &value.name);
            }
        }
        if draft.contract.values == before {
            return;
        }
    }
}
