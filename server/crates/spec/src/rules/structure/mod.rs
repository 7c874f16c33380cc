//! Rules about the document: its header, sections and fences.

use crate::rules::check::rules;

rules![
    not_a_feature_spec,
    missing_name,
    missing_domain,
    unknown_priority,
    missing_acceptance,
    placeholder_text,
    unclosed_fence,
    nested_fence
];
