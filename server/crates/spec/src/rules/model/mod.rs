//! Rules about entities, value objects and events.

use crate::rules::check::rules;

rules![no_entities, duplicate_name];
