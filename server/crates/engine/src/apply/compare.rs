//! What a delivery changes in the user's folder, and what stands in its way.

use std::collections::BTreeMap;
use std::fmt::Write;

use specwave_plan::WriteSet;

use super::edited::{Edits, conflicts, forget_conflicts, may_be_merged, merge, merge_since};
use super::files::{Found, Version, look};
use super::manifest::{Manifest, ManifestEntry};
use super::transaction::Step;
use super::{Delivery, Target, inside};
use crate::failure::{Failure, FailureKind};
use crate::scheduler::Applied;
use crate::workspace::{MadeFile, Repository};

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
    let comparer = Comparer { target, repository, manifest, delivery };
    let mut steps = Vec::new();
    let mut applied = Applied::default();
    let mut merged = BTreeMap::new();
    let mut obstacles = BTreeMap::new();
    for (path, made) in &delivery.files {
        match comparer.change(path, made)? {
            Change::None => applied.unchanged += 1,
            Change::Written(step) => {
                applied.written.push(path.clone());
                steps.push(step);
            }
            Change::Merged(step, content) => {
                if step.before == step.after {
                    applied.unchanged += 1;
                } else {
                    applied.merged.push(path.clone());
                }
                steps.push(step);
                merged.insert(path.clone(), content);
            }
            Change::Blocked(obstacle) => drop(obstacles.insert(path.clone(), obstacle)),
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
    if obstacles.is_empty() { Ok(Comparison { steps, applied, merged }) } else { Err(refusal(target, &obstacles)) }
}

struct Comparer<'a> {
    target: &'a Target,
    repository: &'a Repository,
    manifest: &'a Manifest,
    delivery: &'a Delivery,
}

/// What becomes of one file that the run has made.
enum Change {
    None,
    Written(Step),
    /// With the content, which is neither the user's nor the run's alone.
    Merged(Step, Vec<u8>),
    Blocked(Obstacle),
}

impl Comparer<'_> {
    fn change(&self, path: &str, made: &MadeFile) -> Result<Change, Failure> {
        let Self { target, repository, delivery, .. } = *self;
        let known = self.manifest.files.get(path);
        let made_version = Version::of(&made.content, made.executable);
        let found = look(&target.module, &inside(&target.module, path)?)?;
        let shared = delivery.shared.contains(path);
        // Whoever edited a file to just what is made now has edited nothing any more.
        let is_news =
            known.is_some_and(|known| known.sha256 != made_version.sha256 && known.may_be_replaced(&delivery.feature, shared));
        if found == Found::File(made_version.clone()) && !is_news {
            return Ok(Change::None);
        }
        let users_before = delivery.extended.get(path).filter(|_| known.is_none());
        let entry = ManifestEntry {
            sha256: made_version.sha256.clone(),
            run: delivery.run.clone(),
            feature: delivery.feature.clone(),
            shared,
        };
        let step = |before: Option<Version>, after: Version| Step {
            path: path.to_owned(),
            before,
            after: Some(after),
            known_before: known.cloned(),
            known_after: users_before.is_none().then_some(entry),
        };
        let edits = match (replaceable(&found, known, &delivery.feature, shared), known, users_before) {
            (Ok(before), ..) => return Ok(Change::Written(step(before, made_version))),
            (Err(Obstacle::Edited), Some(known), _) => merge(target, repository, path, known, made)?,
            (Err(Obstacle::Foreign), _, Some(before)) => merge_since(target, repository, path, before, made)?,
            (Err(obstacle), ..) => return Ok(Change::Blocked(obstacle)),
        };
        Ok(match (edits, found) {
            (Edits::Merged(content), Found::File(users)) => {
                let merged = Version::of(&content, made.executable);
                if merged == users && !is_news { Change::None } else { Change::Merged(step(Some(users), merged), content) }
            }
            (Edits::Conflicting, _) => Change::Blocked(Obstacle::Conflicting),
            _ => Change::Blocked(Obstacle::Edited),
        })
    }
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
            "nothing was changed; copies in {} have both versions marked. Give these lines in your files the text of the run, or \
             the one that was generated before, then `specwave resume`; your other edits stay",
            copies.display()
        ));
    }
    failure.hint("nothing was changed; move or remove these files, or choose another folder with --output")
}
