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
    // What methods make of the spec's own bodies depends on which fields must be set.
    settle(&mut draft);
    methods::compute(&mut draft);
    settle(&mut draft);
}

/// Gives every value its package and every struct a size, and says which fields must be set.
fn settle(draft: &mut Draft<'_>) {
    structure::place_values(draft);
    structure::break_cycles(draft);
    require_in_values(draft);
    entities::complete(draft);
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
