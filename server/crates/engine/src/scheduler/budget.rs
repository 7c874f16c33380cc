//! What a run may use up before it stops.

use serde::{Deserialize, Serialize};
use specwave_plan::config::Budgets;

use crate::scheduler::{Fault, FaultKind};
use crate::usage::{Money, Usage};

/// What a run may use until it stops; 0 is no bound. The time is kept by the driver.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// Time, in seconds.
    pub run_seconds: u64,
    /// Tokens of both kinds.
    pub tokens: u64,
    /// Money, of any one currency.
    pub cost: Money,
    /// The first wait after a rate limit, in seconds; the next ones are longer.
    pub back_off_seconds: u64,
}

impl From<Budgets> for Budget {
    fn from(budgets: Budgets) -> Self {
        let Budgets { run_seconds, tokens, cost, back_off_seconds } = budgets;
        Self { run_seconds, tokens, cost: cost.into(), back_off_seconds }
    }
}

impl Budget {
    /// Why a run stops that has used this much, if it does.
    pub(super) fn met_by(self, used: &Usage) -> Option<Fault> {
        if self.tokens > 0 && used.tokens() >= self.tokens {
            return Some(met(&format!("{} of {} tokens are used", used.tokens(), self.tokens), "tokens"));
        }
        let most = used.cost.iter().max_by_key(|(_, spent)| **spent);
        match most {
            Some((currency, spent)) if self.cost > Money::default() && *spent >= self.cost => {
                let (spent, bound) = (f64::from(*spent), f64::from(self.cost));
                Some(met(&format!("{spent:.2} of {bound:.2} {currency} are spent"), "cost"))
            }
            _ => None,
        }
    }

    /// Why a run stops whose time is over.
    pub(super) fn time_is_over(self) -> Fault {
        met(&format!("{} s are over", self.run_seconds), "run_seconds")
    }
}

fn met(what: &str, key: &str) -> Fault {
    Fault {
        kind: FaultKind::Environment,
        message: format!("the run has met its budget: {what}"),
        hint: format!(
            "`specwave resume` goes on with the same budget once more; `budgets.{key}` in specwave.toml is for new runs"
        ),
    }
}
