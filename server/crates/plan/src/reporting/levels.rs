//! What findings count as where settings say so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specwave_source::Finding;
use specwave_source::rule::Level;

use super::names::{Meaning, is_known, meaning, meant};
use crate::findings::rules;

/// Levels by code, name or group of rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(transform = crate::config::schema::of_rules)]
pub struct RuleLevels(BTreeMap<String, Level>);

impl RuleLevels {
    /// What the table says about a finding's rule; its code and its name say it before its group.
    fn of(&self, finding: &Finding) -> Option<Level> {
        let as_meant = |wanted: Meaning| {
            let mut entries = self.0.iter();
            entries.find(|(written, _)| meaning(written, &finding.code, &finding.name) == wanted).map(|(_, level)| *level)
        };
        as_meant(Meaning::Rule).or_else(|| as_meant(Meaning::Group))
    }

    /// The first name that is neither of a rule nor of a group, and what is wrong with it.
    pub(crate) fn problem(&self) -> Option<(&str, String)> {
        let unknown = self.0.keys().find(|name| !is_known(name))?.as_str();
        let meant = meant(unknown).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
        Some((unknown, format!("is neither a rule nor a group of rules{meant}")))
    }
}

/// Codes of the rules that are off where nothing else is said.
static OFF: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rules().filter(|rule| rule.level == Level::Off).map(|rule| rule.code).collect());

/// The levels that count for one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Levels {
    /// The last table that says something about a rule wins.
    tables: Vec<RuleLevels>,
}

impl Levels {
    /// The levels of several tables; the last one that says something about a rule wins.
    pub(crate) fn new(tables: Vec<RuleLevels>) -> Self {
        Self { tables }
    }

    /// Gives a finding its severity; whether it is reported at all.
    pub(super) fn apply(&self, finding: &mut Finding) -> bool {
        match self.tables.iter().rev().find_map(|table| table.of(finding)) {
            None => !OFF.contains(&finding.code.as_str()),
            Some(level) => {
                finding.severity = level.severity().unwrap_or(finding.severity);
                level != Level::Off
            }
        }
    }
}
