//! Where a confined process may read and write.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// What a process and its descendants may reach, as far as the kernel can hold them to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// The only places that they may write in.
    pub writable: Vec<PathBuf>,
    /// Places that they may not even read …
    pub hidden: Vec<PathBuf>,
    /// … but here.
    pub readable: Vec<PathBuf>,
    /// Whether they may open and take TCP connections.
    pub network: bool,
}

impl Reach {
    /// All that may be read, as the places below which it lies. The kernel knows no exceptions, so what is beside a hidden
    /// place is named one by one.
    pub(super) fn read_roots(&self) -> Vec<PathBuf> {
        let hidden: Vec<PathBuf> = self.hidden.iter().filter_map(|place| place.canonicalize().ok()).collect();
        let mut roots = self.readable.clone();
        let mut open = vec![PathBuf::from("/")];
        while let Some(place) = open.pop() {
            if hidden.contains(&place) {
                continue;
            }
            if !hidden.iter().any(|hidden| hidden.starts_with(&place)) {
                roots.push(place);
                continue;
            }
            let entries = std::fs::read_dir(&place).into_iter().flatten().flatten();
            // A link could lead into what is hidden; where else it leads is found without it.
            open.extend(entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_symlink())).map(|entry| entry.path()));
        }
        roots
    }
}

/// What is the user's and nobody else's: the home directory, everybody's temporary files, and these.
#[must_use]
pub fn private(also: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
    let mut places = vec![std::env::temp_dir(), "/tmp".into(), "/var/tmp".into()];
    places.extend(std::env::home_dir());
    places.extend(also);
    places.into_iter().filter_map(|place| place.canonicalize().ok()).collect()
}

/// What the programs of `PATH` need that lie in hidden places.
#[must_use]
pub fn programs(hidden: &[PathBuf]) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter_map(|folder| folder.canonicalize().ok());
    folders.flat_map(|folder| installation(&folder, hidden)).collect()
}

/// What a file needs that a command names: where it lies, also behind links.
#[must_use]
pub fn beside(file: &Path, hidden: &[PathBuf]) -> Vec<PathBuf> {
    let targets = [std::path::absolute(file).ok(), file.canonicalize().ok()].into_iter().flatten();
    let folders = targets.filter_map(|target| target.parent().map(Path::to_owned));
    folders.flat_map(|folder| installation(&folder, hidden)).chain([file.to_owned()]).collect()
}

/// What belongs to the programs of a folder: what is beside `bin`, all of `node_modules`, and all of a manager of versions,
/// whose `shims` call it. Of what else lies directly in a hidden place, such as `~/.local`, only programs and libraries count.
fn installation(folder: &Path, hidden: &[PathBuf]) -> Vec<PathBuf> {
    if !hidden.iter().any(|place| folder.starts_with(place)) {
        return Vec::new();
    }
    if let Some(modules) = folder.ancestors().filter(|folder| folder.ends_with("node_modules")).last() {
        return vec![modules.to_owned()];
    }
    let holds_a_hidden_place = |folder: &Path| hidden.iter().any(|place| place.starts_with(folder));
    if holds_a_hidden_place(folder) {
        return Vec::new();
    }
    match folder.parent() {
        Some(root) if folder.ends_with("bin") && root.parent().is_some_and(|above| !holds_a_hidden_place(above)) => {
            vec![root.to_owned()]
        }
        Some(root) if folder.ends_with("shims") && !holds_a_hidden_place(root) => vec![root.to_owned()],
        _ if folder.ends_with("bin") => vec![folder.to_owned(), folder.with_file_name("lib")],
        _ => vec![folder.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_what_is_hidden_may_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for place in ["home/me/secrets", "home/me/tool", "home/you", "data"] {
            std::fs::create_dir_all(root.join(place)).unwrap();
        }
        std::os::unix::fs::symlink(root.join("home/me"), root.join("data-of-me")).unwrap();
        let (hidden, readable) = (vec![root.join("home/me")], vec![root.join("home/me/tool")]);
        let roots = Reach { writable: Vec::new(), hidden, readable, network: true }.read_roots();
        let may_read = |place: &str| roots.iter().any(|root_of| root.join(place).starts_with(root_of));
        for (place, expected) in [
            ("home/me/tool/x", true),
            ("home/you/x", true),
            ("data/x", true),
            ("home/me/secrets/x", false),
            ("home/me", false),
            ("data-of-me", false),
        ] {
            assert_eq!(may_read(place), expected, "{place}");
        }
        assert!(roots.contains(&PathBuf::from("/usr")));
    }

    #[test]
    fn programs_bring_their_installation_and_not_the_home_directory() {
        let hidden = [PathBuf::from("/home/me"), PathBuf::from("/home/me/shop")];
        for (folder, expected) in [
            ("/usr/bin", vec![]),
            ("/home/me/.nvm/v22/bin", vec!["/home/me/.nvm/v22"]),
            ("/home/me/.local/bin", vec!["/home/me/.local/bin", "/home/me/.local/lib"]),
            ("/home/me/shop/.tools/node_modules/.bin", vec!["/home/me/shop/.tools/node_modules"]),
            ("/home/me/.pyenv/shims", vec!["/home/me/.pyenv"]),
            ("/home/me/shims", vec!["/home/me/shims"]),
            ("/home/me/agents", vec!["/home/me/agents"]),
            ("/home/me", vec![]),
        ] {
            let expected: Vec<PathBuf> = expected.into_iter().map(PathBuf::from).collect();
            assert_eq!(installation(Path::new(folder), &hidden), expected, "{folder}");
        }
    }
}
