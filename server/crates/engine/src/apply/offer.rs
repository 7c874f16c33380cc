//! Bringing a delivery into a branch of the user's repository instead of into the folder.

use std::collections::BTreeSet;

use super::manifest::{Manifest, ManifestEntry};
use super::{Delivery, Target, compare, recover};
use crate::failure::Failure;
use crate::scheduler::Applied;
use crate::workspace::{Branch, Portion, Repository};

/// Makes the branch with a delivery: a commit for each of these authors with the paths that are theirs, and one for what is no
/// longer asked for. The folder is left as it is, but it is remembered what is ours once the branch is merged.
///
/// # Errors
/// As [`apply`](super::apply), and refused where the branch is somebody else's.
pub(crate) fn offer(
    target: &Target,
    repository: &Repository,
    delivery: &Delivery,
    name: &str,
    authors: Vec<(Portion, BTreeSet<String>)>,
) -> Result<Applied, Failure> {
    target.prepare()?;
    recover(target)?;
    let branch = Branch::of_run(repository, name, &delivery.run)?;
    let mut manifest = Manifest::load(target)?;
    let comparison = compare::compare(target, repository, &manifest, delivery)?;
    let file = |path: &String| {
        let mut file = delivery.files.get(path)?.clone();
        if let Some(merged) = comparison.merged.get(path) {
            file.content.clone_from(merged);
        }
        Some(file)
    };
    let filled = |(portion, paths): (Portion, BTreeSet<String>)| {
        let files = paths.iter().map(|path| (path.clone(), file(path))).collect();
        Portion { files, ..portion }
    };
    let mut portions: Vec<Portion> = authors.into_iter().map(filled).collect();
    let removed = comparison.steps.iter().filter(|step| step.after.is_none()).map(|step| (step.path.clone(), None)).collect();
    let title = format!("{}: remove what is no longer asked for", delivery.feature);
    portions.push(Portion { title, files: removed, ..Portion::default() });
    branch.make(&portions)?;
    let entries = comparison.steps.into_iter().filter_map(|step| Some((step.path, step.known_after?)));
    manifest.offered.extend(entries.collect::<Vec<(String, ManifestEntry)>>());
    manifest.save(target)?;
    Ok(Applied { branch: Some(name.to_owned()), ..comparison.applied })
}
