//! What a delivery changes in the user's folder, and what stands in its way.

use std::collections::BTreeMap;
use std::fmt::Write;

use specwave_plan::WriteSet;

use super::edited::{Edits, conflicts, forget_conflicts, may_be_merged, merge};
use super::files::{Found, Version, look};
use super::manifest::{Manifest, ManifestEntry};
use super::transaction::Step;
use super::{Delivery, Target, inside};
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Applied;
use crate::workspace::Repository;

/// Most files that a message names.
const NAMED: usize = 10;

/// The steps that bring a delivery in.
pub(super) struct Comparison {
    pub(super) steps: Vec<Step>,
    pub(super) applied: Applied,
    /// Contents that are neither the user's nor the delivery's alone.
    pub(super) merged: BTreeMap<String, Vec<u8>>,
}

/// Why a path may not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    /// Ours, but edited since.
    Edited,
    /// The same, and the edits are in lines that a run has changed.
    Conflicting,
    /// Ours, but made for another feature.
    Anothers,
    /// Not ours.
    Foreign,
    /// A folder, a link, or below one.
    NotAFile,
}

/// Compares the delivery with the folder.
pub(super) fn compare(
    target: &Target,
    repository: &Repository,
    manifest: &Manifest,
    delivery: &Delivery,
) -> Result<Comparison, Failure> {
    forget_conflicts(target)?;
    let mut steps = Vec::new();
    let mut applied = Applied::default();
    let mut contents = BTreeMap::new();
    let mut obstacles = BTreeMap::new();
    for (path, made) in &delivery.files {
        let known = manifest.files.get(path);
        let made_version = Version::of(&made.content, made.executable);
        let found = look(&target.module, &inside(&target.module, path)?)?;
        let shared = delivery.shared.contains(path);
        // Whoever edited a file to just what is made now has edited nothing any more.
        let is_news = known.is_some_and(|known| {
            known.sha256 != made_version.sha256 && known.may_be_replaced(&delivery.feature, shared)
        });
        if found == Found::File(made_version.clone()) && !is_news {
            applied.unchanged += 1;
            continue;
        }
        let entry = ManifestEntry {
            sha256: made_version.sha256.clone(),
            run: delivery.run.clone(),
            feature: delivery.feature.clone(),
            shared,
        };
        let step = |before: Option<Version>, after: Version| Step {
            path: path.clone(),
            before,
            after: Some(after),
            known_before: known.cloned(),
            known_after: Some(entry),
        };
        match (replaceable(&found, known, &delivery.feature, shared), &found, known) {
            (Ok(before), ..) => {
                applied.written.push(path.clone());
                steps.push(step(before, made_version));
            }
            (Err(Obstacle::Edited), Found::File(users), Some(known)) => match merge(target, repository, path, known, made)? {
                Edits::Merged(content) => {
                    let merged = Version::of(&content, made.executable);
                    if merged == *users { applied.unchanged += 1 } else { applied.merged.push(path.clone()) }
                    if merged != *users || is_news {
                        steps.push(step(Some(users.clone()), merged));
                        contents.insert(path.clone(), content);
                    }
                }
                Edits::Conflicting => drop(obstacles.insert(path.clone(), Obstacle::Conflicting)),
                Edits::Unknown => drop(obstacles.insert(path.clone(), Obstacle::Edited)),
            },
            (Err(obstacle), ..) => drop(obstacles.insert(path.clone(), obstacle)),
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
    if obstacles.is_empty() { Ok(Comparison { steps, applied, merged: contents }) } else { Err(refusal(target, &obstacles)) }
}

/// Refuses a run whose Tasks would make files where files of the user are, before anything is spent.
///
/// # Errors
/// Refused, with the files; environment, where one cannot be read.
pub fn check_before_run<'a>(
    target: &Target,
    repository: &Repository,
    feature: &str,
    makes: impl IntoIterator<Item = &'a str>,
    shares: &WriteSet,
) -> Result<(), Failure> {
    let manifest = Manifest::load(target)?;
    let mut obstacles = BTreeMap::new();
    for path in makes {
        let found = look(&target.module, &inside(&target.module, path)?)?;
        let known = manifest.files.get(path);
        match (replaceable(&found, known, feature, shares.contains(path)), known) {
            (Ok(_), _) => {}
            // Whether the edits are in the way is known when the run has made the file.
            (Err(Obstacle::Edited), Some(known)) if may_be_merged(repository, path, known)? => {}
            (Err(obstacle), _) => drop(obstacles.insert(path.to_owned(), obstacle)),
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
    let is_there = |path: &String| delivery.files.contains_key(path) || delivery.kept.contains(path);
    let is_gone = |path: &&String| !is_there(path) && *path != "go.mod";
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
            Obstacle::Conflicting => "edited since it was generated, in lines that this run has changed",
            Obstacle::Anothers => "made for another feature",
            Obstacle::Foreign => "not made by specwave",
            Obstacle::NotAFile => "not a regular file, or below a link",
        };
        write!(message, "\n  {path} ({reason})").ok();
    }
    if obstacles.len() > NAMED {
        write!(message, "\n  and {} more", obstacles.len() - NAMED).ok();
    }
    let failure = Failure::new(FailureKind::Refused, message);
    if obstacles.values().all(|obstacle| *obstacle == Obstacle::Conflicting) {
        let copies = conflicts(target);
        return failure.hint(format!(
            "nothing was changed; copies in {} have both versions of these lines: write there what the run has or what was \
             generated before, then `specwave resume`; your other edits stay",
            copies.display()
        ));
    }
    failure.hint("nothing was changed; move or remove these files, or choose another folder with --output")
}
