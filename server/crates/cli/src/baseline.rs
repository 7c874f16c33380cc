//! Findings that a project has accepted for now, so that only new ones stop it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use specwave_engine::failure::{Failure, FailureKind};
use specwave_source::Finding;

use crate::render::FeatureFindings;

/// What tells a finding from others whatever lines were added above it: its rule, its file below `root`, and what it says.
pub(crate) fn fingerprint(root: &Path, feature: &FeatureFindings, finding: &Finding) -> [String; 3] {
    let path = feature.path(finding.span);
    let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
    [finding.code.clone(), below, finding.message.clone()]
}

/// How many findings of each kind are accepted.
#[derive(Debug, Default)]
pub(crate) struct Baseline(BTreeMap<[String; 3], usize>);

impl Baseline {
    /// All of the findings there are.
    pub(crate) fn of(root: &Path, features: &[FeatureFindings]) -> Self {
        let mut accepted = Self::default();
        for feature in features {
            for finding in &feature.findings {
                *accepted.0.entry(fingerprint(root, feature, finding)).or_default() += 1;
            }
        }
        accepted
    }

    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        let broken = |why: String| Failure::new(FailureKind::Usage, format!("the baseline {shown} {why}"));
        let text = std::fs::read_to_string(path).map_err(|error| {
            broken(format!("cannot be read: {error}")).hint("`specwave verify --write-baseline FILE` writes one")
        })?;
        let value: Value = serde_json::from_str(&text).map_err(|error| broken(format!("is no JSON: {error}")))?;
        let entries = value["findings"].as_array().ok_or_else(|| broken("has no list `findings`".to_owned()))?;
        let mut accepted = Self::default();
        for entry in entries {
            let word = |key: &str| entry[key].as_str().map(str::to_owned);
            let (Some(code), Some(file), Some(message)) = (word("code"), word("file"), word("message")) else {
                return Err(broken(format!("has an entry without `code`, `file` or `message`: {entry}")));
            };
            let count = entry["count"].as_u64().unwrap_or(1) as usize;
            *accepted.0.entry([code, file, message]).or_default() += count;
        }
        Ok(accepted)
    }

    /// As it is written: one entry per kind, in an order that does not change.
    pub(crate) fn text(&self) -> String {
        let entries = self
            .0
            .iter()
            .map(|([code, file, message], count)| json!({ "code": code, "file": file, "message": message, "count": count }));
        format!("{:#}\n", json!({ "findings": entries.collect::<Vec<_>>() }))
    }

    /// Takes out the findings that are accepted; gives how many entries are left of which there is none any more.
    pub(crate) fn accept(mut self, root: &Path, features: &mut [FeatureFindings]) -> usize {
        for feature in features {
            let findings = std::mem::take(&mut feature.findings);
            let is_new = |finding: &Finding| match self.0.get_mut(&fingerprint(root, feature, finding)) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            };
            feature.findings = findings.into_iter().filter(is_new).collect();
        }
        self.0.values().sum()
    }
}
