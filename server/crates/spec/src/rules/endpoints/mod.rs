//! Rules about the API.

use crate::rules::check::rules;

rules![duplicate_endpoint, endpoint_without_verb, colliding_routes];
