//! How much things may use.

use serde::{Deserialize, Serialize};

/// What one Attempt, or one command of a gate, may use with everything it started; what uses more is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Processes alive at once.
    pub processes: u32,
    /// Memory of all of them together that is their own, in MiB.
    pub memory_mib: u64,
    /// Any one file that is written, in MiB.
    pub file_mib: u64,
    /// All output together, in MiB.
    pub output_mib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { processes: 512, memory_mib: 8192, file_mib: 1024, output_mib: 256 }
    }
}
