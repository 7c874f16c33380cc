//! Rules about the API.

use crate::rules::check::rules;

rules![
    duplicate_endpoint,
    endpoint_without_verb,
    colliding_routes,
    verb_in_path,
    body_in_get,
    unversioned_path,
    mixed_plural,
    parameter_named_differently,
    unknown_method,
    path_without_slash,
    mixed_parameter_syntax,
    mixed_path_style,
    undescribed_body,
];
