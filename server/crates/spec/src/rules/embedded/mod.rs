//! Rules about languages inside fences.

use crate::rules::check::rules;

rules![invalid_yaml, invalid_go, invalid_sql, misplaced_path];
