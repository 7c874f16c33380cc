//! Files of ours in the user's cache folder: pages to look at, and what takes long to find out again.

use std::path::PathBuf;
use std::{env, fs, io, process};

/// Writes a file and gives its path. Another process may write or read the same file at this moment: so it is replaced as a
/// whole, and left alone where it is right already.
///
/// # Errors
/// Where there is no cache folder, or it cannot be written.
pub fn write(name: &[&str], content: impl AsRef<[u8]>) -> io::Result<PathBuf> {
    let content = content.as_ref();
    let file = path(name).ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "neither XDG_CACHE_HOME nor HOME is set"))?;
    let is_as_long = file.metadata().is_ok_and(|metadata| metadata.len() == content.len() as u64);
    if is_as_long && fs::read(&file).is_ok_and(|present| present == content) {
        return Ok(file);
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = file.with_extension(format!("{}.draft", process::id()));
    fs::write(&draft, content)?;
    fs::rename(&draft, &file)?;
    Ok(file)
}

/// Where a file lies; `None` without a cache folder.
#[must_use]
pub fn path(name: &[&str]) -> Option<PathBuf> {
    Some(name.iter().fold(folder()?.join("specwave"), |path, part| path.join(part)))
}

/// The XDG cache folder; relative values of the variable are to be ignored, as its specification says.
fn folder() -> Option<PathBuf> {
    let named = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    named.or_else(|| env::home_dir().map(|home| home.join(".cache")))
}
