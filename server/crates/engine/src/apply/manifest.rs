//! Which files of the user's folder are ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use specwave_plan::Plan;
use specwave_plan::contract::Value;
use specwave_plan::module::Earlier;

use super::files::{Found, look};
use super::{Target, inside, write_atomically};
use crate::failure::{Failure, FailureKind};

const VERSION: u32 = 1;

/// The files that runs have brought into an output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    version: u32,
    /// What was brought in, by path below the module root.
    pub files: BTreeMap<String, ManifestEntry>,
    /// What is on branches that runs made: ours as soon as it is found in the folder.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) offered: BTreeMap<String, ManifestEntry>,
}

/// One file of ours, as it was brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// The run that brought it in.
    pub run: String,
    /// The feature that it belongs to; the first one that brought it, where features share it.
    pub feature: String,
    /// Whether it is the same for every feature, so that the features of a module share it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
}

impl ManifestEntry {
    /// Whether it was made for another feature than this one.
    fn is_anothers(&self, feature: &str) -> bool {
        !self.shared && self.feature != feature
    }

    /// Whether the feature may replace it, by a file that it shares or by one of its own.
    pub(super) fn may_be_replaced(&self, feature: &str, shared: bool) -> bool {
        self.feature == feature || self.shared && shared
    }
}

impl Default for Manifest {
    fn default() -> Self {
        Self { version: VERSION, files: BTreeMap::new(), offered: BTreeMap::new() }
    }
}

impl Manifest {
    /// Reads the manifest of an output folder; empty where there is none yet.
    ///
    /// # Errors
    /// Environment, where it cannot be read, or a newer program wrote it.
    pub fn load(target: &Target) -> Result<Self, Failure> {
        let path = Self::path(target);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Ok(Self::default()),
            Err(error) => return Err(error.into()),
        };
        let unreadable = |reason: String| {
            let hint = "restore the file, or move it away: all generated files then count as yours and are not touched";
            Failure::new(FailureKind::Environment, format!("{}: {reason}", path.display())).hint(hint)
        };
        let mut manifest: Self = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        if manifest.version > VERSION {
            return Err(unreadable(format!("has format {}, this program reads up to {VERSION}", manifest.version)));
        }
        manifest.take_up_what_was_merged(target)?;
        Ok(manifest)
    }

    fn take_up_what_was_merged(&mut self, target: &Target) -> Result<(), Failure> {
        let mut merged = Vec::new();
        for (path, entry) in &self.offered {
            if matches!(look(&target.module, &inside(&target.module, path)?)?, Found::File(found) if found.sha256 == entry.sha256)
            {
                merged.push(path.clone());
            }
        }
        for path in merged {
            self.files.extend(self.offered.remove_entry(&path));
        }
        Ok(())
    }

    pub(super) fn save(&self, target: &Target) -> Result<(), Failure> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        text.push(b'\n');
        Ok(write_atomically(&Self::path(target), &text)?)
    }

    fn path(target: &Target) -> PathBuf {
        target.records().join("manifest.json")
    }

    /// The feature of another name that the latest run after `run` brought in.
    pub(super) fn feature_since(&self, run: &str, feature: &str) -> Option<&ManifestEntry> {
        let later = self.files.values().filter(|entry| entry.is_anothers(feature) && entry.run.as_str() > run);
        later.max_by(|one, other| one.run.cmp(&other.run))
    }

    /// The latest run after `run` that brought in files of this feature.
    pub(crate) fn run_since(&self, run: &str, feature: &str) -> Option<&str> {
        self.files
            .values()
            .filter(|entry| entry.feature == feature && entry.run.as_str() > run)
            .map(|entry| entry.run.as_str())
            .max()
    }

    /// Whether the folder holds another feature than this one.
    #[must_use]
    pub fn has_others(&self, feature: &str) -> bool {
        self.files.values().any(|entry| entry.is_anothers(feature))
    }

    /// What earlier runs have brought in, for the plan of a new run of a feature. The value objects of other features are
    /// in the plans of their runs, which `plan_of` reads. What the user edited of the feature's files is merged with what the
    /// new run makes, so it is the feature's all the same.
    pub fn earlier(&self, feature: &str, plan_of: impl Fn(&str) -> Result<Plan, Failure>) -> Earlier {
        let is_own = |(path, entry): &(&String, &ManifestEntry)| *path != "go.mod" && !entry.is_anothers(feature);
        let own = self.files.iter().filter(is_own).map(|(path, _)| PathBuf::from(path)).collect();
        let others = || self.files.iter().filter(|(_, entry)| entry.is_anothers(feature));
        let directories = others().filter_map(|(path, _)| Some(path.rsplit_once('/')?.0.to_owned())).collect();
        let mut latest: BTreeMap<&str, &str> = BTreeMap::new();
        for (_, entry) in others() {
            let run = latest.entry(&entry.feature).or_default();
            *run = std::cmp::max(*run, &entry.run);
        }
        let mut values = Vec::new();
        for run in latest.into_values() {
            let made = |value: &Value| !value.exists && value.package == "values" && self.files.contains_key(&value.file);
            // Without the plan the values are still there, as the source shows them.
            let plan = plan_of(run).ok();
            values.extend(plan.into_iter().flat_map(|plan| plan.contract.values).filter(made));
        }
        Earlier { own, directories, values }
    }

    /// Files that a new run of the feature makes again from scratch, so that its base must not have them, edited or not: the edits
    /// are merged with what it makes. `go.mod` stays: it is the module's, not the feature's. So does what other features need.
    #[must_use]
    pub fn made_again(&self, feature: &str) -> BTreeSet<PathBuf> {
        let is_needed = self.has_others(feature);
        let is_made = |entry: &ManifestEntry| if entry.shared { !is_needed } else { entry.feature == feature };
        let made = self.files.iter().filter(|(path, entry)| *path != "go.mod" && is_made(entry));
        made.map(|(path, _)| PathBuf::from(path)).collect()
    }
}
