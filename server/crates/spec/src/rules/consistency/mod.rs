//! Rules about blocks that contradict each other.

use crate::rules::check::rules;

rules![conflicting_targets, wrong_total, wrong_count by chapter, conflicting_versions, misspelt_column, name_drift];
