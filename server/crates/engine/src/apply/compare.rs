//! What a delivery changes in the user's folder, and what stands in its way.

use std::collections::BTreeMap;
use std::fmt::Write;

use specwave_plan::WriteSet;

use super::files::{Found, Version, look};
use super::manifest::{Manifest, ManifestEntry};
use super::transaction::Step;
use super::{Delivery, Target, inside};
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Applied;

/// Most files that a message names.
const NAMED: usize = 10;

/// The steps that bring a delivery in.
pub(super) struct Comparison {
    pub(super) steps: Vec<Step>,
    pub(super) applied: Applied,
}

/// Why a path may not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    /// Ours, but edited since.
    Edited,
    /// Ours, but made for another feature.
    Anothers,
    /// Not ours.
    Foreign,
    /// A folder, a link, or below one.
    NotAFile,
}

/// Compares the delivery with the folder.
pub(super) fn compare(target: &Target, manifest: &Manifest, delivery: &Delivery) -> Result<Comparison, Failure> {
    let mut steps = Vec::new();
    let mut applied = Applied::default();
    let mut obstacles = BTreeMap::new();
    for (path, made) in &delivery.files {
        let known = manifest.files.get(path);
        let after = Version::of(&made.content, made.executable);
        let found = look(&target.module, &inside(&target.module, path)?)?;
        if found == Found::File(after.clone()) {
            applied.unchanged += 1;
            continue;
        }
        match replaceable(&found, known, &delivery.feature, delivery.shared.contains(path)) {
            Ok(before) => {
                let entry = ManifestEntry {
                    sha256: after.sha256.clone(),
                    run: delivery.run.clone(),
                    feature: delivery.feature.clone(),
                    shared: delivery.shared.contains(path),
                };
                applied.written.push(path.clone());
                steps.push(Step {
                    path: path.clone(),
                    before,
                    after: Some(after),
                    known_before: known.cloned(),
                    known_after: Some(entry),
                });
            }
            Err(obstacle) => drop(obstacles.insert(path.clone(), obstacle)),
        }
    }
    for path in obsolete(manifest, delivery) {
        let known = manifest.files.get(&path);
        match replaceable(&look(&target.module, &inside(&target.module, &path)?)?, known, &delivery.feature, true) {
            Ok(before) => {
                if before.is_some() {
                    applied.removed.push(path.clone());
                }
                steps.push(Step { path, before, after: None, known_before: known.cloned(), known_after: None });
            }
            Err(obstacle) => drop(obstacles.insert(path, obstacle)),
        }
    }
    if obstacles.is_empty() { Ok(Comparison { steps, applied }) } else { Err(refusal(target, &obstacles)) }
}

/// Refuses a run whose Tasks would make files where files of the user are, before anything is spent.
///
/// # Errors
/// Refused, with the files; environment, where one cannot be read.
pub fn check_before_run<'a>(
    target: &Target,
    feature: &str,
    makes: impl IntoIterator<Item = &'a str>,
    shares: &WriteSet,
) -> Result<(), Failure> {
    let manifest = Manifest::load(target)?;
    let mut obstacles = BTreeMap::new();
    for path in makes {
        let found = look(&target.module, &inside(&target.module, path)?)?;
        if let Err(obstacle) = replaceable(&found, manifest.files.get(path), feature, shares.contains(path)) {
            obstacles.insert(path.to_owned(), obstacle);
        }
    }
    if obstacles.is_empty() { Ok(()) } else { Err(refusal(target, &obstacles)) }
}

/// What earlier runs of the feature made and this one does not, and what it removed. What features share stays as long as
/// there is another one.
fn obsolete(manifest: &Manifest, delivery: &Delivery) -> Vec<String> {
    let has_others = manifest.has_others(&delivery.feature);
    let is_ours = |entry: &ManifestEntry| if entry.shared { !has_others } else { entry.feature == delivery.feature };
    let earlier = manifest.files.iter().filter(|(_, entry)| is_ours(entry)).map(|(path, _)| path);
    let is_gone = |path: &&String| !delivery.files.contains_key(*path) && *path != "go.mod";
    let mut paths: Vec<String> = earlier.filter(is_gone).chain(&delivery.removed).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// What the feature may replace at a path, or why nothing may be.
fn replaceable(found: &Found, known: Option<&ManifestEntry>, feature: &str, shared: bool) -> Result<Option<Version>, Obstacle> {
    match (found, known) {
        (Found::Nothing, _) => Ok(None),
        (_, Some(known)) if !known.may_be_replaced(feature, shared) => Err(Obstacle::Anothers),
        (Found::File(version), Some(known)) if version.sha256 == known.sha256 => Ok(Some(version.clone())),
        (Found::File(_), Some(_)) => Err(Obstacle::Edited),
        (Found::File(_), None) => Err(Obstacle::Foreign),
        (Found::Other, _) => Err(Obstacle::NotAFile),
    }
}

fn refusal(target: &Target, obstacles: &BTreeMap<String, Obstacle>) -> Failure {
    let mut message = format!("refused to overwrite files in {}:", target.module.display());
    for (path, obstacle) in obstacles.iter().take(NAMED) {
        let reason = match obstacle {
            Obstacle::Edited => "generated earlier, and edited since",
            Obstacle::Anothers => "made for another feature",
            Obstacle::Foreign => "not made by specwave",
            Obstacle::NotAFile => "not a regular file, or below a link",
        };
        write!(message, "\n  {path} ({reason})").ok();
    }
    if obstacles.len() > NAMED {
        write!(message, "\n  and {} more", obstacles.len() - NAMED).ok();
    }
    Failure::new(FailureKind::Refused, message)
        .hint("nothing was changed; move or remove these files, or choose another folder with --output")
}
