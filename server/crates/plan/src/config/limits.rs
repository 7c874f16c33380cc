//! How much things may use.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one Attempt, or one command of a gate, may use with everything it started; what uses more is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Processes alive at once.
    #[schemars(range(min = 1))]
    pub processes: u32,
    /// Memory of all of them together that is their own, in MiB.
    #[schemars(range(min = 1))]
    pub memory_mib: u64,
    /// Any one file that is written, in MiB.
    #[schemars(range(min = 1))]
    pub file_mib: u64,
    /// All output together, in MiB.
    #[schemars(range(min = 1))]
    pub output_mib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { processes: 512, memory_mib: 8192, file_mib: 1024, output_mib: 256 }
    }
}
