//! What agents use up: tokens and money.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// Tokens and money.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Tokens that the model read, whether they were cached or not.
    pub input_tokens: u64,
    /// Tokens that the model wrote, its thoughts among them.
    pub output_tokens: u64,
    /// Money by currency, such as `USD`.
    pub cost: BTreeMap<String, Money>,
}

/// An amount of money in millionths of its currency, so that sums are exact; on paper it is a decimal number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct Money {
    /// Millionths of the currency.
    pub millionths: u64,
}

impl Usage {
    /// Money alone.
    #[must_use]
    pub fn money(currency: &str, amount: Money) -> Self {
        Self { cost: BTreeMap::from([(currency.to_owned(), amount)]), ..Self::default() }
    }

    /// Tokens of both kinds.
    #[must_use]
    pub fn tokens(&self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }

    /// Whether nothing was used, as far as anybody has told.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.tokens() == 0 && self.cost.values().all(|money| money.millionths == 0)
    }
}

impl AddAssign<&Usage> for Usage {
    fn add_assign(&mut self, more: &Usage) {
        self.input_tokens = self.input_tokens.saturating_add(more.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(more.output_tokens);
        for (currency, amount) in &more.cost {
            let sum = self.cost.entry(currency.clone()).or_default();
            sum.millionths = sum.millionths.saturating_add(amount.millionths);
        }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.tokens() > 0 {
            parts.push(format!("{} tokens read, {} written", self.input_tokens, self.output_tokens));
        }
        parts.extend(self.cost.iter().map(|(currency, amount)| format!("{} {currency}", f64::from(*amount))));
        f.write_str(&parts.join(", "))
    }
}

impl From<f64> for Money {
    /// What is no amount, or below zero, is nothing.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float keeps to the range")]
    fn from(amount: f64) -> Self {
        Self { millionths: (amount * 1e6).round() as u64 }
    }
}

impl From<Money> for f64 {
    #[expect(clippy::cast_precision_loss, reason = "nobody pays four billion for a run")]
    fn from(money: Money) -> Self {
        money.millionths as f64 / 1e6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_is_summed_by_currency_and_keeps_its_amounts_on_paper() {
        let mut sum = Usage::default();
        assert!(sum.is_nothing());
        for line in [
            r#"{"input_tokens": 1200, "output_tokens": 30, "cost": {"USD": 0.1}}"#,
            r#"{"input_tokens": 1, "cost": {"USD": 0.2, "EUR": 1.5}}"#,
            r#"{"cost": {"USD": -4}}"#,
        ] {
            sum += &serde_json::from_str(line).unwrap();
        }
        assert_eq!(sum.to_string(), "1201 tokens read, 30 written, 1.5 EUR, 0.3 USD");
        let written = serde_json::to_string(&sum).unwrap();
        assert_eq!(written, r#"{"input_tokens":1201,"output_tokens":30,"cost":{"EUR":1.5,"USD":0.3}}"#);
        assert_eq!(serde_json::from_str::<Usage>(&written).unwrap(), sum);
    }
}
