//! One module per role of Waves 1 to 4: which files it writes, made from its templates.

mod api_builder;
mod api_tester;
mod cache_builder;
mod compliance_enforcer;
mod documentation_writer;
mod domain_expert;
mod domain_tester;
mod dto_designer;
mod event_architect;
mod event_publisher;
mod integration_coordinator;
mod migration_engineer;
mod performance_optimizer;
mod quality_validator;
mod query_optimizer;
mod repository_builder;
mod repository_designer;
mod security_auditor;
mod service_orchestrator;
mod value_designer;

use specwave_plan::RoleId;
use specwave_plan::contract::Contract;

use super::File;
use super::renderer::{RenderError, Renderer};

/// Writes the files of one role.
pub(super) type Write = fn(&Contract, &Renderer) -> Result<Vec<File>, RenderError>;

/// Every role with its writer, in catalog order.
const ROLES: &[(&str, Write)] = &[
    ("value_designer", value_designer::files),
    ("domain_expert", domain_expert::files),
    ("event_architect", event_architect::files),
    ("repository_designer", repository_designer::files),
    ("domain_tester", domain_tester::files),
    ("repository_builder", repository_builder::files),
    ("migration_engineer", migration_engineer::files),
    ("query_optimizer", query_optimizer::files),
    ("cache_builder", cache_builder::files),
    ("event_publisher", event_publisher::files),
    ("service_orchestrator", service_orchestrator::files),
    ("dto_designer", dto_designer::files),
    ("integration_coordinator", integration_coordinator::files),
    ("compliance_enforcer", compliance_enforcer::files),
    ("performance_optimizer", performance_optimizer::files),
    ("api_builder", api_builder::files),
    ("api_tester", api_tester::files),
    ("security_auditor", security_auditor::files),
    ("documentation_writer", documentation_writer::files),
    ("quality_validator", quality_validator::files),
];

/// The writer of a role.
pub(super) fn find(role: &RoleId) -> Option<Write> {
    ROLES.iter().find(|(name, _)| *name == role.0).map(|(_, write)| *write)
}

/// All writers, in catalog order.
pub(super) fn all() -> impl Iterator<Item = Write> {
    ROLES.iter().map(|(_, write)| *write)
}

/// The roles besides the given one with their writers, in catalog order.
pub(super) fn others(role: &'static str) -> impl Iterator<Item = (&'static str, Write)> {
    ROLES.iter().filter(move |(name, _)| *name != role).copied()
}
