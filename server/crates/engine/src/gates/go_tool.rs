//! Tools besides `go` that gates run: whether the machine has them, and a version that will do.

use std::path::PathBuf;

use super::Toolchain;
use crate::process::tool::{self, Tool};

/// A tool that comes as a Go module.
pub(super) struct GoTool {
    pub(super) name: &'static str,
    /// How to get it.
    install: &'static str,
    /// The least major version, and how it is asked for.
    least: Option<(u32, &'static str)>,
}

pub(super) const GOLANGCI_LINT: GoTool = GoTool {
    name: "golangci-lint",
    install: "install golangci-lint 2 (`go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@latest`) and put it into PATH",
    least: Some((2, "version")),
};

pub(super) const GOVULNCHECK: GoTool = GoTool {
    name: "govulncheck",
    install: "install govulncheck (`go install golang.org/x/vuln/cmd/govulncheck@latest`) and put it into PATH",
    least: None,
};

/// Why a tool cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unusable {
    pub(super) message: String,
    pub(super) hint: &'static str,
}

impl GoTool {
    /// Where it is.
    pub(super) fn find(&self, toolchain: &Toolchain) -> Result<PathBuf, Unusable> {
        let unusable = |message| Unusable { message, hint: self.install };
        let path =
            tool::find_in(self.name, &toolchain.path).ok_or_else(|| unusable(format!("{} was not found in PATH", self.name)))?;
        let Some((least, question)) = self.least else { return Ok(path) };
        let said = Tool::new(&path, "/").args([question]).env("PATH", &toolchain.path).run();
        let said = said.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
        let Some(version) = version_in(&said) else {
            return Err(unusable(format!("{} does not say its version: `{said}`", path.display())));
        };
        if major(version).is_none_or(|major| major < least) {
            return Err(unusable(format!("{} is version {version}; {least} or later is needed", path.display())));
        }
        // It has the compiler's parts in it and cannot read what a newer compiler writes.
        match go_in(&said) {
            Some(go) if minor(go) < minor(&toolchain.version) => Err(unusable(format!(
                "{} was built with Go {go}, and cannot read what Go {} writes",
                path.display(),
                toolchain.version
            ))),
            _ => Ok(path),
        }
    }
}

/// `2.12.2` in `golangci-lint has version 2.12.2 built with go1.26.8 …`.
fn version_in(text: &str) -> Option<&str> {
    let version = text.split_once("version ")?.1.split_whitespace().next()?;
    Some(version.trim_start_matches('v'))
}

/// `1.26.8` there.
fn go_in(text: &str) -> Option<&str> {
    text.split_once("built with go")?.1.split_whitespace().next()
}

fn minor(version: &str) -> Option<u32> {
    version.split(|c: char| !c.is_ascii_digit()).nth(1)?.parse().ok()
}

fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        for (text, expected) in [
            ("golangci-lint has version 2.12.2 built with go1.26.8 from (unknown)", Some(2)),
            ("golangci-lint has version v1.64.8 built with go1.24.0 from 8b37f14 on 2025-03-17", Some(1)),
            ("golangci-lint has version (devel) built with go1.26", None),
            ("", None),
        ] {
            assert_eq!(version_in(text).and_then(major), expected, "{text}");
        }
        let said = "golangci-lint has version 2.12.2 built with go1.26rc1 from x";
        assert_eq!(go_in(said).and_then(minor), Some(26));
    }
}
