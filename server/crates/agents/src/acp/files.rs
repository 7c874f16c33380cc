//! The files of a Workspace as the agent sees them: it may read all of them, and write those of its Task.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use specwave_plan::WriteSet;

/// A larger file is none that an agent reads as text.
const LARGEST_FILE: u64 = 16 << 20;

/// A Workspace, and what may be written in it.
#[derive(Debug)]
pub(super) struct Files {
    /// Without links.
    root: PathBuf,
    owned: WriteSet,
}

/// Why a file is not read or written; the agent sees it.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    #[error("{} is outside of the working directory; only files in it can be read or written", .0.display())]
    Outside(PathBuf),
    #[error("`{0}` belongs to another role; write only the paths that your task names as yours")]
    NotOwned(String),
    #[error("there is no file {}", .0.display())]
    NotThere(PathBuf),
    #[error("{} is no text file", .0.display())]
    NoText(PathBuf),
    #[error("{}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
}

impl Files {
    pub(super) fn new(workspace: &Path, owned: WriteSet) -> io::Result<Self> {
        Ok(Self { root: workspace.canonicalize()?, owned })
    }

    /// The text of a file, or some lines of it, the first being 1.
    pub(super) fn read(&self, path: &Path, line: Option<u32>, limit: Option<u32>) -> Result<String, FileError> {
        let file = self.root.join(self.inside(path)?);
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => FileError::NotThere(path.to_owned()),
            io::ErrorKind::InvalidData => FileError::NoText(path.to_owned()),
            _ => FileError::Io { path: path.to_owned(), error },
        };
        let metadata = file.metadata().map_err(failed)?;
        if !metadata.is_file() || metadata.len() > LARGEST_FILE {
            return Err(FileError::NoText(path.to_owned()));
        }
        let text = fs::read_to_string(file).map_err(failed)?;
        if line.is_none() && limit.is_none() {
            return Ok(text);
        }
        let from = line.unwrap_or(1).saturating_sub(1) as usize;
        let lines = text.split_inclusive('\n').skip(from);
        Ok(lines.take(limit.map_or(usize::MAX, |limit| limit as usize)).collect())
    }

    /// Writes a file of the Task, and the folders above it.
    pub(super) fn write(&self, path: &Path, text: &str) -> Result<(), FileError> {
        let file = self.root.join(self.owned(path)?);
        let failed = |error| FileError::Io { path: path.to_owned(), error };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(file, text).map_err(failed)
    }

    /// The path below the Workspace, where the Task may write it.
    pub(super) fn owned(&self, path: &Path) -> Result<String, FileError> {
        let relative = self.inside(path)?;
        if self.owned.contains(&relative) { Ok(relative) } else { Err(FileError::NotOwned(relative)) }
    }

    /// The path below the Workspace, with slashes. Links count as what they lead to.
    pub(super) fn inside(&self, path: &Path) -> Result<String, FileError> {
        let outside = || FileError::Outside(path.to_owned());
        let absolute = self.root.join(path);
        if absolute.components().any(|component| component == Component::ParentDir) {
            return Err(outside());
        }
        let there = absolute.ancestors().find(|ancestor| ancestor.symlink_metadata().is_ok()).ok_or_else(outside)?;
        // A link that leads nowhere cannot be followed, and is not written through.
        let followed = there.canonicalize().map_err(|_| outside())?;
        let whole = match absolute.strip_prefix(there) {
            Ok(rest) if rest != Path::new("") => followed.join(rest),
            _ => followed,
        };
        let relative = whole.strip_prefix(&self.root).map_err(|_| outside())?;
        relative.to_str().map(str::to_owned).ok_or_else(outside)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn reads_stay_in_the_workspace_and_writes_in_the_write_set() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("workspace");
        fs::create_dir_all(root.join("mine")).unwrap();
        fs::write(root.join("theirs.go"), "one\ntwo\nthree\n").unwrap();
        fs::write(folder.path().join("secret"), "secret").unwrap();
        symlink(folder.path(), root.join("mine/out")).unwrap();
        symlink("../theirs.go", root.join("mine/link.go")).unwrap();
        symlink("/nowhere/at/all", root.join("mine/nowhere.go")).unwrap();
        let files = Files::new(&root, WriteSet::new(["mine/**"])).unwrap();

        let absolute = root.canonicalize().unwrap();
        assert_eq!(files.read(&absolute.join("theirs.go"), None, None).unwrap(), "one\ntwo\nthree\n");
        assert_eq!(files.read(Path::new("mine/link.go"), Some(2), Some(1)).unwrap(), "two\n");
        files.write(&absolute.join("mine/new/a.go"), "package new\n").unwrap();
        assert_eq!(fs::read_to_string(root.join("mine/new/a.go")).unwrap(), "package new\n");

        assert!(matches!(files.read(Path::new("mine/b.go"), None, None), Err(FileError::NotThere(_))));
        for path in ["../secret", "/etc/passwd", "mine/out/secret", "mine/../../secret", "mine/nowhere.go"] {
            assert!(matches!(files.read(Path::new(path), None, None), Err(FileError::Outside(_))), "{path} was read");
            assert!(matches!(files.write(Path::new(path), "x"), Err(FileError::Outside(_))), "{path} was written");
        }
        for path in ["theirs.go", "mine/link.go", "new.go"] {
            assert!(matches!(files.write(Path::new(path), "x"), Err(FileError::NotOwned(_))), "{path} was written");
        }
        assert_eq!(fs::read_to_string(folder.path().join("secret")).unwrap(), "secret");
        assert_eq!(fs::read_to_string(root.join("theirs.go")).unwrap(), "one\ntwo\nthree\n");
    }
}
