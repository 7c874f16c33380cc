//! From a [`Spec`](specwave_spec::model::Spec) to a [`Plan`]: the catalog of roles, the contract, the
//! graph of Tasks and their write sets.

pub mod builders;
pub mod cache;
mod catalog;
pub mod config;
pub mod context;
pub mod contract;
mod estimate;
mod feature;
mod findings;
#[cfg(test)]
mod fixtures;
mod graph;
pub mod handoff;
mod layout;
pub mod module;
mod plan;
mod plan_error;
mod planner;
mod prepare;
mod prompt;
pub mod render;
mod reporting;
mod settings;
pub mod specs;
mod templates;
mod write_set;
mod yaml;

pub use catalog::{Catalog, CatalogError, Role, RoleNeeds, Wave};
pub use config::{AgentConfig, AgentKind, Assignment, CommandOutput, CommandPrompt, Config, Permissions};
pub use estimate::{Estimate, Slot};
pub use feature::Feature;
pub use findings::rules;
pub use layout::Layout;
pub use plan::{Need, NeedKind, Plan, ReservedIdentifier, RoleId, Task, TaskId};
pub use plan_error::PlanError;
pub use prepare::{Prepared, check, findings, findings_of_folder, findings_of_planning, prepare};
pub use prompt::{ContextText, Prompt, prompt};
pub use reporting::{DRIFT_RULES, Fixed, LAYOUT_RULES, RuleLevels, fix, reported, reported_in_code, reported_of_some};
pub use settings::{Mode, Quality, UnknownSetting};
pub use write_set::{Glob, WriteSet};
