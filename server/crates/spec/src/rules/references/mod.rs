//! Rules about names that one part uses and another declares.

use crate::rules::check::rules;

mod declaration;

pub use unknown_entity::is_named_after;

rules![
    undefined_type,
    unknown_entity,
    entity_without_repository,
    too_many_dependencies,
    undeclared_dependency,
    undeclared_event,
    event_never_raised,
    dependency_cycle,
    unused_value_object,
    unknown_foreign_key,
];
