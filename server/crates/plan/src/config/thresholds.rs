//! What the gates ask for at each quality level.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Quality;

/// The gates' figures by quality level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Gates {
    /// Figures of the level `draft`, whose gates run no tests.
    #[schemars(with = "GivenThresholds")]
    pub draft: Thresholds,
    /// Figures of the level `production`.
    #[serde(deserialize_with = "production")]
    #[schemars(with = "GivenThresholds")]
    pub production: Thresholds,
    /// Figures of the level `bulletproof`.
    #[serde(deserialize_with = "bulletproof")]
    #[schemars(with = "GivenThresholds")]
    pub bulletproof: Thresholds,
}

/// The figures of one level, in percent of statements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thresholds {
    /// Coverage of the whole module, without `cmd/`.
    pub coverage_total: f64,
    /// Coverage of the domain's packages and of the value objects.
    pub coverage_domain: f64,
}

/// Figures in percent of statements; those that are not given keep their level's default.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GivenThresholds {
    /// Coverage of the whole module, without `cmd/`.
    #[schemars(range(min = 0.0, max = 100.0))]
    coverage_total: Option<f64>,
    /// Coverage of the domain's packages and of the value objects.
    #[schemars(range(min = 0.0, max = 100.0))]
    coverage_domain: Option<f64>,
}

impl Thresholds {
    const DRAFT: Self = Self { coverage_total: 0.0, coverage_domain: 0.0 };
    const PRODUCTION: Self = Self { coverage_total: 80.0, coverage_domain: 95.0 };
    const BULLETPROOF: Self = Self { coverage_total: 90.0, coverage_domain: 95.0 };

    fn overridden(self, given: &GivenThresholds) -> Self {
        Self {
            coverage_total: given.coverage_total.unwrap_or(self.coverage_total),
            coverage_domain: given.coverage_domain.unwrap_or(self.coverage_domain),
        }
    }
}

impl<'de> Deserialize<'de> for Thresholds {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::DRAFT.overridden(&GivenThresholds::deserialize(deserializer)?))
    }
}

fn production<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Thresholds, D::Error> {
    Ok(Thresholds::PRODUCTION.overridden(&GivenThresholds::deserialize(deserializer)?))
}

fn bulletproof<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Thresholds, D::Error> {
    Ok(Thresholds::BULLETPROOF.overridden(&GivenThresholds::deserialize(deserializer)?))
}

impl Default for Gates {
    fn default() -> Self {
        Self { draft: Thresholds::DRAFT, production: Thresholds::PRODUCTION, bulletproof: Thresholds::BULLETPROOF }
    }
}

impl Gates {
    /// The figures of one level.
    #[must_use]
    pub fn of(&self, quality: Quality) -> Thresholds {
        match quality {
            Quality::Draft => self.draft,
            Quality::Production => self.production,
            Quality::Bulletproof => self.bulletproof,
        }
    }
}
