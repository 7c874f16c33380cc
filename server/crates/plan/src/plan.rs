//! The plan of a run: Tasks, what each needs, makes and owns.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::handoff::Handoff;

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

name_type! {
    /// Key of a role in the catalog, such as `domain_expert`.
    RoleId
}
name_type! {
    /// Key of a Task in a plan: the role, or `role@component` for a component's share of it.
    TaskId
}

/// What a run is going to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Names, packages, signatures and who owns them.
    pub contract: Contract,
    /// All Tasks, by wave and then in catalog order.
    pub tasks: Vec<Task>,
    /// What had been planned for it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Handoff>,
}

/// One role at work for one spec.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its key.
    pub id: TaskId,
    /// The role it plays.
    pub role: RoleId,
    /// The role's name, such as `Domain Expert`.
    pub title: String,
    /// The role's description for this feature, such as `Create consent entities with DDD patterns`.
    pub description: String,
    /// The wave it belongs to, 0 to 4.
    pub wave: u8,
    /// What has to be there before it can start.
    pub needs: Vec<Need>,
    /// Paths that must exist when it is done, below the module root; a glob in the last element asks for one file.
    pub makes: Vec<String>,
    /// Globs of the paths it may create or change, below the module root: its write set.
    pub owns: Vec<String>,
    /// Globs of the files among them that are the same for every feature, so that the features of a module share them.
    #[serde(default)]
    pub shares: Vec<String>,
    /// Package-level identifiers that it alone may declare.
    pub reserves: Vec<ReservedIdentifier>,
    /// Checks of the gates that say nothing about what it writes: a migration has no coverage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_judged_by: Vec<String>,
    /// Expected duration with a coding agent, in seconds; orders the critical path.
    pub estimate_seconds: u32,
}

/// One thing a Task needs of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The Task that provides it.
    pub task: TaskId,
    /// Whether its contract is enough.
    pub kind: NeedKind,
}

/// How much of a Task another one needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NeedKind {
    /// Its part of the contract, there since Wave 0.
    Contract,
    /// Its integrated code.
    Code,
}

/// A package-level Go identifier that one Task declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReservedIdentifier {
    /// Directory of the package below the module root.
    pub package: String,
    /// The identifier.
    pub name: String,
}
