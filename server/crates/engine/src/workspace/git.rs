//! Calls of `git` that nobody's configuration, hooks or attributes can change.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, FailureKind};
use crate::process::tool::{self, Tool, ToolOutput};

/// Configuration that holds whatever else is configured.
const CONFIG: &[(&str, &str)] = &[
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.untrackedCache", "false"),
    ("core.autocrlf", "false"),
    ("core.quotePath", "false"),
    ("core.excludesFile", "/dev/null"),
    ("core.attributesFile", "/dev/null"),
    // Loose objects are made durable all at once, see `Scratch`.
    ("core.fsync", "pack,pack-metadata,reference"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("safe.directory", "*"),
    ("user.name", "specwave"),
    ("user.email", "specwave@localhost"),
    ("commit.gpgSign", "false"),
    ("advice.detachedHead", "false"),
];

/// Fails with an instruction where there is no `git`.
///
/// # Errors
/// Environment.
pub fn require_git() -> Result<(), Failure> {
    tool::find("git").map(drop).ok_or_else(missing)
}

fn missing() -> Failure {
    Failure::new(FailureKind::Environment, "git was not found in PATH")
        .hint("install git (for example `apt-get install git`) and try again; specwave keeps the trees of a run in it")
}

/// One call of `git`.
#[derive(Debug, Clone)]
pub(super) struct Git {
    tool: Tool,
    command: String,
}

impl Git {
    /// A call in a directory; which repository that means is for `git` to find out.
    pub(super) fn anywhere(cwd: &Path, command: &str) -> Self {
        let mut tool = Tool::new("git", cwd).args([command]);
        for (at, (key, value)) in CONFIG.iter().enumerate() {
            tool = tool.env(format!("GIT_CONFIG_KEY_{at}"), key).env(format!("GIT_CONFIG_VALUE_{at}"), value);
        }
        let tool = tool
            .env("GIT_CONFIG_COUNT", CONFIG.len().to_string())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("LC_ALL", "C");
        Self { tool, command: command.to_owned() }
    }

    /// A call on this repository, whatever lies around it.
    pub(super) fn of(repository: &Path, command: &str) -> Self {
        Self::anywhere(repository, command).env("GIT_DIR", repository)
    }

    /// The same call with a work tree and its index.
    pub(super) fn tree(self, work_tree: &Path, index: &Path) -> Self {
        self.env("GIT_WORK_TREE", work_tree).index(index)
    }

    /// The same call with an index.
    pub(super) fn index(self, index: &Path) -> Self {
        self.env("GIT_INDEX_FILE", index)
    }

    /// The same call from another directory.
    pub(super) fn in_directory(mut self, cwd: &Path) -> Self {
        self.tool = self.tool.cwd(cwd);
        self
    }

    pub(super) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.tool = self.tool.env(name, value);
        self
    }

    pub(super) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.tool = self.tool.args(args);
        self
    }

    pub(super) fn input(mut self, input: Vec<u8>) -> Self {
        self.tool = self.tool.input(input);
        self
    }

    /// Runs the call, whatever its exit code.
    pub(super) fn output(&self) -> Result<ToolOutput, Failure> {
        self.tool.run().map_err(|error| if error.kind() == ErrorKind::NotFound { missing() } else { Failure::from(error) })
    }

    /// Runs the call; its standard output, if it exits with 0.
    pub(super) fn run(&self) -> Result<Vec<u8>, Failure> {
        let output = self.output()?;
        if output.code == Some(0) { Ok(output.stdout) } else { Err(self.failure(&output)) }
    }

    /// Runs the call; its standard output as one line of text.
    pub(super) fn line(&self) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&self.run()?).trim().to_owned())
    }

    pub(super) fn failure(&self, output: &ToolOutput) -> Failure {
        let message = format!("`git {}` failed: {}", self.command, output.stderr);
        let is_the_machines =
            ["No space left", "Out of diskspace", "Permission denied", "Read-only file system", "Disk quota", "unable to write"];
        if is_the_machines.iter().any(|text| output.stderr.contains(text)) {
            let hint = "make room or give write access where the message says, then `specwave resume`";
            return Failure::new(FailureKind::Environment, message).hint(hint);
        }
        Failure::new(FailureKind::Internal, message)
    }
}

/// Splits output that was asked for with `-z`.
pub(super) fn fields(output: &[u8]) -> impl Iterator<Item = &[u8]> {
    output.split(|byte| *byte == 0).filter(|field| !field.is_empty())
}

/// A path as `git` writes it.
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// Paths as `git` reads them with `-z --stdin`.
pub(super) fn nul_separated<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    let mut bytes = Vec::new();
    for path in paths {
        bytes.extend_from_slice(path.as_os_str().as_bytes());
        bytes.push(0);
    }
    bytes
}
