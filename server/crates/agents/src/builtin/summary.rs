//! What a Task did, in the few words of the progress file.

use specwave_plan::RoleId;
use specwave_plan::contract::Contract;

use super::File;

/// For example `2 entities created`.
pub(super) fn summary(role: &RoleId, contract: &Contract, written: &[File]) -> String {
    let operations = || contract.services.iter().map(|service| service.operations.len()).sum::<usize>();
    match role.0.as_str() {
        "foundation_analyst" => format!("contract pinned, {} stubs", written.len()),
        "domain_expert" => counted(contract.entities.len(), "entity", "entities") + " created",
        "value_designer" => counted(contract.values.len(), "value object", "value objects"),
        "event_architect" => counted(contract.events.len(), "event", "events") + " defined",
        "repository_designer" => counted(contract.repositories.len(), "repository interface", "repository interfaces"),
        "repository_builder" => counted(contract.repositories.len(), "repository", "repositories") + " implemented",
        "migration_engineer" => counted(contract.tables.len(), "table", "tables") + " migrated up and down",
        "service_orchestrator" => counted(operations(), "operation", "operations") + " coordinated",
        "integration_coordinator" => counted(contract.ports.len(), "integration", "integrations"),
        "compliance_enforcer" => counted(contract.compliance.len(), "regime", "regimes") + " enforced",
        "dto_designer" => counted(contract.dtos.len(), "DTO", "DTOs"),
        "api_builder" => counted(contract.endpoints.len(), "endpoint", "endpoints") + " served",
        _ => counted(written.len(), "file", "files") + " written",
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
