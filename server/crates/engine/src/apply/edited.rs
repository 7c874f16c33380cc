//! Files of ours that the user has edited, and that a run makes anew.

use std::path::PathBuf;

use super::files::sha256;
use super::manifest::ManifestEntry;
use super::write_atomically;
use super::{Target, inside};
use crate::failure::Failure;
use crate::workspace::{MadeFile, MergedFile, Repository};

/// What becomes of the user's edits.
pub(super) enum Edits {
    /// They are in the file together with what a run has made anew.
    Merged(Vec<u8>),
    /// They are in lines that the run has changed, too. Those are marked in a copy among our records.
    Conflicting,
    /// Nobody knows any more what was edited.
    Unknown,
}

/// Merges the user's edits of a file with what a run has made of it.
pub(super) fn merge(
    target: &Target,
    repository: &Repository,
    path: &str,
    known: &ManifestEntry,
    made: &MadeFile,
) -> Result<Edits, Failure> {
    match as_brought_in(repository, path, known)? {
        Some(base) => merge_since(target, repository, path, &base, made),
        None => Ok(Edits::Unknown),
    }
}

/// The same of a file that was `base` once.
pub(super) fn merge_since(
    target: &Target,
    repository: &Repository,
    path: &str,
    base: &[u8],
    made: &MadeFile,
) -> Result<Edits, Failure> {
    let users = std::fs::read(inside(&target.module, path)?)?;
    match repository.merge_file(base, &users, &made.content)? {
        MergedFile::Clean(merged) => Ok(Edits::Merged(merged)),
        MergedFile::Conflict(marked) => {
            let copy = inside(&conflicts(target), path)?;
            if let Some(folder) = copy.parent() {
                std::fs::create_dir_all(folder)?;
            }
            write_atomically(&copy, &marked)?;
            Ok(Edits::Conflicting)
        }
    }
}

/// Whether it is known what the user has edited, so that it can be merged with something new.
pub(super) fn may_be_merged(repository: &Repository, path: &str, known: &ManifestEntry) -> Result<bool, Failure> {
    Ok(as_brought_in(repository, path, known)?.is_some())
}

/// The folder with what could not be merged.
pub(super) fn conflicts(target: &Target) -> PathBuf {
    target.records().join("conflicts")
}

/// Forgets the conflicts of the last apply.
pub(super) fn forget_conflicts(target: &Target) -> std::io::Result<()> {
    match std::fs::remove_dir_all(conflicts(target)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The file as it was brought in, if its run still has it.
fn as_brought_in(repository: &Repository, path: &str, known: &ManifestEntry) -> Result<Option<Vec<u8>>, Failure> {
    Ok(repository.versions(&known.run, path)?.into_iter().find(|version| sha256(version) == known.sha256))
}
