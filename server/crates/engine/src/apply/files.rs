//! Files as apply sees them.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A regular file.
    File(Version),
    /// A folder, a link, a device: nothing that we make.
    Other,
}

/// A file's content in brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    /// SHA-256 of its bytes, in hexadecimal.
    pub(super) sha256: String,
    /// Whether it is executable.
    pub(super) executable: bool,
}

impl Version {
    pub(super) fn of(content: &[u8], executable: bool) -> Self {
        Self { sha256: sha256(content), executable }
    }
}

/// The digest that the manifest knows files by.
pub(super) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Looks at a path below the module root; a link on the way is as odd as one at the end.
pub(super) fn look(module: &Path, file: &Path) -> std::io::Result<Found> {
    use std::os::unix::fs::PermissionsExt;
    let folders = file.ancestors().skip(1).take_while(|folder| *folder != module);
    for folder in folders {
        match folder.symlink_metadata() {
            Ok(metadata) if !metadata.is_dir() => return Ok(Found::Other),
            Ok(_) => {}
            Err(error) if is_absence(&error) => {}
            Err(error) => return Err(error),
        }
    }
    match file.symlink_metadata() {
        Ok(metadata) if metadata.is_file() => {
            let executable = metadata.permissions().mode() & 0o100 != 0;
            Ok(Found::File(Version::of(&std::fs::read(file)?, executable)))
        }
        Ok(_) => Ok(Found::Other),
        Err(error) if is_absence(&error) => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}
