//! Rules about entities, value objects and events.

use crate::rules::check::rules;

mod merging;

pub use event_not_in_past_tense::tells_the_past;

rules![
    no_entities,
    duplicate_name,
    entity_without_fields,
    duplicate_field,
    field_without_type,
    duplicate_value,
    empty_value_object,
    event_not_in_past_tense,
    name_not_as_in_go,
];
