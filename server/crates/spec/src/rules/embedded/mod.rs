//! Rules about languages inside fences.

use crate::rules::check::rules;

mod mermaid;

rules![
    invalid_yaml,
    invalid_go,
    invalid_sql,
    misplaced_path,
    inline_index,
    mysql_syntax by chapter,
    table_without_primary_key,
    added_column_needs_default by chapter,
    repeated_yaml_key,
    misspelt_yaml_key,
    invalid_json by chapter,
    invalid_mermaid by chapter,
    unquoted_mermaid_label by chapter,
    unresolved_ref,
    undeclared_path_parameter,
    repeated_proto_number,
    misspelt_fence_language,
];
