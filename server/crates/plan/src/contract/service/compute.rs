//! The service and API part of the contract, computed from the spec.

use specwave_source::Finding;

use crate::contract::Contract;
use crate::contract::compute::Inputs;

/// Fills in services, models, ports, endpoints and DTOs; the domain's part is already there.
pub(in crate::contract) fn compute(_inputs: &Inputs<'_>, _contract: &mut Contract, _findings: &mut Vec<Finding>) {}
