//! Which files of the user's folder are ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::files::{Found, look, write_atomically};
use super::{Target, inside};
use crate::failure::{Failure, FailureKind};

const VERSION: u32 = 1;

/// The files that runs have brought into an output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    version: u32,
    /// What was brought in, by path below the module root.
    pub files: BTreeMap<String, ManifestEntry>,
}

/// One file of ours, as it was brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// The run that brought it in.
    pub run: String,
    /// The feature that it belongs to.
    pub feature: String,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { version: VERSION, files: BTreeMap::new() }
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
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        if manifest.version > VERSION {
            return Err(unreadable(format!("has format {}, this program reads up to {VERSION}", manifest.version)));
        }
        Ok(manifest)
    }

    pub(super) fn save(&self, target: &Target) -> Result<(), Failure> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
        text.push(b'\n');
        Ok(write_atomically(&Self::path(target), &text)?)
    }

    fn path(target: &Target) -> PathBuf {
        target.records().join("manifest.json")
    }

    /// Files of a feature that are still as they were brought in. A new run of the feature makes them again, so
    /// neither its plan nor its base counts them as the user's. `go.mod` stays: it is the module's, not the feature's.
    ///
    /// # Errors
    /// Environment, where a file cannot be read.
    pub fn unedited_files(&self, target: &Target, feature: &str) -> Result<BTreeSet<PathBuf>, Failure> {
        let mut unedited = BTreeSet::new();
        for (path, entry) in &self.files {
            if entry.feature != feature || path == "go.mod" {
                continue;
            }
            match look(&target.module, &inside(&target.module, path)?)? {
                Found::File(version) if version.sha256 == entry.sha256 => {
                    unedited.insert(PathBuf::from(path));
                }
                _ => {}
            }
        }
        Ok(unedited)
    }
}
