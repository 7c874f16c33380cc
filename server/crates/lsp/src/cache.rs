//! Pages that we write for the user to look at, in the user's cache folder.

use std::path::PathBuf;
use std::{env, fs, io, process};

/// Writes a page and gives its path. Another server may write, or an editor read, the same page at this moment:
/// so it is replaced as a whole, and left alone where it is right already.
pub(crate) fn write(name: &[&str], text: &str) -> io::Result<PathBuf> {
    let page = path(name).ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "neither XDG_CACHE_HOME nor HOME is set"))?;
    if fs::read(&page).is_ok_and(|present| present == text.as_bytes()) {
        return Ok(page);
    }
    if let Some(folder) = page.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = page.with_extension(format!("{}.draft", process::id()));
    fs::write(&draft, text)?;
    fs::rename(&draft, &page)?;
    Ok(page)
}

/// Where a page lies; `None` without a cache folder.
fn path(name: &[&str]) -> Option<PathBuf> {
    Some(name.iter().fold(folder()?.join("specwave"), |path, part| path.join(part)))
}

/// The XDG cache folder; relative values of the variable are to be ignored, as its specification says.
fn folder() -> Option<PathBuf> {
    let named = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    named.or_else(|| env::home_dir().map(|home| home.join(".cache")))
}
