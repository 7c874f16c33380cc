//! Rules about quantitative targets.

use crate::rules::check::rules;

mod written;

pub(super) use written::{Kind, kind_of};

rules![
    target_without_unit,
    target_without_percentile,
    impossible_target,
    percentiles_out_of_order,
    target_points_wrong_way,
    unit_does_not_fit,
    approximate_target,
];
