//! The prompt templates, embedded in the program.

macro_rules! prompts {
    ($($role:literal),* $(,)?) => {
        &[$(($role, include_str!(concat!("../../catalog/prompts/", $role, ".md.j2")))),*]
    };
}

/// Template by role; `task` is the frame that the others extend.
pub(crate) const PROMPTS: &[(&str, &str)] = prompts![
    "task",
    "foundation_analyst",
    "domain_expert",
    "value_designer",
    "event_architect",
    "repository_designer",
    "domain_tester",
    "repository_builder",
    "migration_engineer",
    "query_optimizer",
    "cache_builder",
    "event_publisher",
    "service_orchestrator",
    "dto_designer",
    "integration_coordinator",
    "compliance_enforcer",
    "performance_optimizer",
    "api_builder",
    "api_tester",
    "security_auditor",
    "documentation_writer",
    "quality_validator",
];
