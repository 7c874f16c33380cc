//! The domain's part of the contract, computed from the spec.

use specwave_source::Finding;

use crate::contract::Contract;
use crate::contract::compute::Inputs;

/// Fills in values, entities, events, repositories and tables.
pub(in crate::contract) fn compute(_inputs: &Inputs<'_>, _contract: &mut Contract, _findings: &mut Vec<Finding>) {}
