//! From a [`Spec`](specwave_spec::model::Spec) to a [`Plan`]: the catalog of roles, the contract, the
//! graph of Tasks and their write sets.

pub mod config;
pub mod contract;
mod layout;
pub mod module;
mod plan;
mod settings;

pub use config::Config;
pub use layout::Layout;
pub use plan::{Need, NeedKind, Plan, ReservedIdentifier, RoleId, Task, TaskId};
pub use settings::{Mode, Quality, UnknownSetting};
