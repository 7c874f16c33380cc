//! What is on the disk when a call returns, and not only in the machine's memory.

use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// As many files are made durable at a time: a disk takes them in one go, and waiting for each alone is what costs.
const AT_A_TIME: usize = 16;

/// Writes a file that is on the disk when this returns, as soon as its name is.
pub(crate) fn write_durably(file: &Path, content: &[u8]) -> io::Result<()> {
    let mut handle = File::create(file)?;
    handle.write_all(content)?;
    handle.sync_all()
}

/// Replaces a file in one step: who reads it sees the old content or the new.
///
/// # Errors
/// Where the file system refuses; the old content is still there then, and nothing beside it.
pub fn write_atomically(file: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let temporary = file.with_file_name(name);
    write_durably(&temporary, content).and_then(|()| std::fs::rename(&temporary, file)).inspect_err(|_| {
        std::fs::remove_file(&temporary).ok();
    })?;
    sync(file.parent().unwrap_or(Path::new(".")))
}

/// Writes a file that is durable only after [`sync`].
pub(crate) fn write(file: &Path, content: &[u8], executable: bool) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(file, content)?;
    if executable { std::fs::set_permissions(file, Permissions::from_mode(0o755)) } else { Ok(()) }
}

/// Makes a folder, and what is missing above it, with names that are durable.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
    std::fs::create_dir_all(folder)?;
    missing.into_iter().filter_map(Path::parent).try_for_each(sync)
}

/// Makes the content of a file durable, or the names in a folder.
pub(crate) fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// The same for many of them.
pub(crate) fn sync_all(paths: &[PathBuf]) -> io::Result<()> {
    std::thread::scope(|scope| {
        let shares = paths.chunks(paths.len().div_ceil(AT_A_TIME).max(1));
        let threads: Vec<_> = shares.map(|share| scope.spawn(|| share.iter().try_for_each(|path| sync(path)))).collect();
        let panicked = |_| Err(io::Error::other("a thread that synced files panicked"));
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(panicked))
    })
}
