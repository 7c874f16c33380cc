//! The service and API part of the contract, computed from the spec.

use specwave_source::{Finding, Span};

use super::desk::Desk;
use super::workbench::Workbench;
use super::{endpoints, services};
use crate::contract::Contract;
use crate::contract::compute::Inputs;

/// Fills in services, models, ports, endpoints and DTOs; the domain's part is already there.
pub(in crate::contract) fn compute(inputs: &Inputs<'_>, contract: &mut Contract, findings: &mut Vec<Finding>) {
    let domain = contract.clone();
    let mut bench = Workbench::new(inputs, &domain);
    let mut drafts = services::declared(&mut bench);
    if drafts.is_empty() && (!domain.entities.is_empty() || !inputs.spec.endpoints.is_empty()) {
        drafts.push(services::inferred(&mut bench, Span::new(0, 0)));
    }
    let matches = endpoints::assign(&mut bench, &mut drafts, findings);
    let services: Vec<_> = drafts.into_iter().map(|draft| services::finish(&mut bench, draft)).collect();
    bench.complete_models();
    let models = bench.models.clone();
    let mut desk = Desk::new(inputs, &domain, &models);
    contract.endpoints = endpoints::bind(&bench, &mut desk, &matches, &services);
    contract.dtos = desk.dtos;
    contract.services = services;
    contract.models = bench.models;
    // A collaborator that no operation asks for anything needs no port.
    contract.ports = bench.ports.into_iter().filter(|port| !port.operations.is_empty()).collect();
}
