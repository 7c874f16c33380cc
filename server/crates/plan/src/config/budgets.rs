//! What a run may use up before it stops.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a run may use until it stops and waits for somebody to go on with it; 0 is no bound. Each `resume` has it anew.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Budgets {
    /// Time, in seconds.
    pub run_seconds: u64,
    /// Tokens of all agents together, as they tell them.
    pub tokens: u64,
    /// Cost of all agents together, as they tell it, in their currency.
    #[schemars(range(min = 0.0))]
    pub cost: f64,
    /// How long no agent is started after one has met a rate limit, in seconds; twice as long each time, until one ends well.
    pub back_off_seconds: u64,
}

impl Default for Budgets {
    fn default() -> Self {
        Self { run_seconds: 0, tokens: 0, cost: 0.0, back_off_seconds: 30 }
    }
}
