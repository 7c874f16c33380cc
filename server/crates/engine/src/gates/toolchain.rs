//! The Go toolchain of the machine.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, FailureKind};
use crate::process::tool::{self, Tool};

/// The oldest Go whose `ServeMux` knows methods and wildcards, which the generated code rests on.
const OLDEST: (u32, u32) = (1, 22);

const INSTALL: &str = "install Go 1.22 or later (https://go.dev/dl, or `apt-get install golang-go` where that is new enough) \
                       and put its `bin` folder into PATH";

/// The Go that gates run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    pub(super) go: PathBuf,
    /// Its version, such as `1.26.8`.
    pub version: String,
    /// The user's build cache, which gates share and Tasks cannot write.
    pub(super) build_cache: PathBuf,
    /// The user's module cache.
    pub(crate) module_cache: PathBuf,
    /// Where it lies.
    root: PathBuf,
    /// Where it and the other tools of gates are looked for.
    pub(super) path: OsString,
}

impl Toolchain {
    /// Finds the Go in `PATH`.
    ///
    /// # Errors
    /// Environment, where there is none or it is too old.
    pub fn find() -> Result<Self, Failure> {
        Self::find_in(&std::env::var_os("PATH").unwrap_or_default())
    }

    /// Finds the Go in a list of folders, such as `PATH` is.
    ///
    /// # Errors
    /// Environment, where there is none or it is too old.
    pub fn find_in(path: &OsStr) -> Result<Self, Failure> {
        let Some(go) = tool::find_in("go", path) else {
            return Err(Failure::new(FailureKind::Environment, "Go was not found in PATH").hint(INSTALL));
        };
        let version = ask(&go, &["version"])?;
        let version = version_in(&version).ok_or_else(|| broken(&go, &format!("`go version` says `{version}`")))?;
        if number_of(&version).is_none_or(|number| number < OLDEST) {
            let message = format!("{} is Go {version}; Go 1.22 or later is needed", go.display());
            return Err(Failure::new(FailureKind::Environment, message).hint(INSTALL));
        }
        let folders = ask(&go, &["env", "GOCACHE", "GOMODCACHE", "GOROOT"])?;
        let [build_cache, module_cache, root] = folders.lines().collect::<Vec<_>>()[..] else {
            return Err(broken(&go, "`go env GOCACHE GOMODCACHE GOROOT` does not name three folders"));
        };
        Ok(Self {
            build_cache: build_cache.into(),
            module_cache: module_cache.into(),
            root: root.into(),
            path: path.to_owned(),
            go,
            version,
        })
    }

    /// What whoever calls it has to read.
    pub(crate) fn readable(&self) -> [PathBuf; 2] {
        [self.root.clone(), self.module_cache.clone()]
    }

    /// The `go` directive of a module that is made: what the code needs, not what happens to be installed.
    #[must_use]
    pub fn oldest() -> String {
        format!("{}.{}", OLDEST.0, OLDEST.1)
    }
}

fn ask(go: &Path, args: &[&str]) -> Result<String, Failure> {
    let caches = ["GOCACHE", "GOMODCACHE", "GOPATH"];
    let tool = Tool::new(go, "/").args(args).env("GOTOOLCHAIN", "local");
    let tool = caches.iter().fold(tool, |tool, name| match std::env::var_os(name) {
        Some(value) => tool.env(name, value),
        None => tool,
    });
    let output = tool.run().map_err(|error| broken(go, &error.to_string()))?;
    if output.code != Some(0) {
        return Err(broken(go, &output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn broken(go: &Path, reason: &str) -> Failure {
    Failure::new(FailureKind::Environment, format!("{} does not work: {reason}", go.display())).hint(INSTALL)
}

/// `1.26.8` in `go version go1.26.8 linux/amd64`.
fn version_in(text: &str) -> Option<String> {
    let version = text
        .split_whitespace()
        .find_map(|word| word.strip_prefix("go").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))?;
    Some(version.to_owned())
}

fn number_of(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        for (text, number) in [
            ("go version go1.26.8 linux/amd64", Some((1, 26))),
            ("go version go1.22 darwin/arm64", Some((1, 22))),
            ("go version go1.19.8 linux/amd64", Some((1, 19))),
            ("go version devel go1.27-3f2c Mon linux/amd64", Some((1, 27))),
            ("go version go1.23rc1 linux/amd64", Some((1, 23))),
            ("gccgo something", None),
        ] {
            assert_eq!(version_in(text).and_then(|version| number_of(&version)), number, "{text}");
        }
    }
}
