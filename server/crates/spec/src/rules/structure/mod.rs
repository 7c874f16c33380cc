//! Rules about the document: its header, sections and fences.

use crate::rules::check::rules;

rules![
    not_a_feature_spec,
    missing_name,
    missing_domain,
    unknown_priority,
    missing_acceptance,
    placeholder_text by chapter,
    unclosed_fence,
    nested_fence,
    duplicate_heading,
    empty_section,
    skipped_heading_level,
    missing_section,
    unclosed_front_matter,
    misspelt_front_matter_key,
    unnamed_language,
    broken_anchor,
    missing_title,
];
