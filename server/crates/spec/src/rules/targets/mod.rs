//! Rules about quantitative targets.

use crate::rules::check::rules;

rules![target_without_unit, target_without_percentile];
