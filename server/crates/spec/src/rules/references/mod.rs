//! Rules about names that one part uses and another declares.

use crate::rules::check::rules;

rules![undefined_type, unknown_entity, entity_without_repository, too_many_dependencies, undeclared_dependency];
