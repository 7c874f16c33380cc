//! What whole-program tests share.

#![expect(clippy::disallowed_methods, reason = "these tests call the real executable and the real toolchain")]
#![allow(dead_code, clippy::unwrap_used, reason = "every test program uses its part, and one that cannot go on fails")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use serde_json::Value;

/// The real executable, in an environment of its own: nothing of the user's home is read or written.
pub(crate) fn specwave(home: &Path) -> Command {
    tool(env!("CARGO_BIN_EXE_specwave"), home)
}

/// Any program in that environment.
pub(crate) fn tool(program: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("HOME", home).env_remove("XDG_CACHE_HOME").current_dir(root());
    // The build cache is shared with the machine's: everything else would compile the standard library again.
    command.env("GOCACHE", go_cache()).env("PATH", path());
    command
}

/// Where programs are: what the setup of the project installs comes first.
pub(crate) fn path() -> std::ffi::OsString {
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(root().join(".tools/bin")).chain(std::env::split_paths(&others))).unwrap()
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder for specifications that other people wrote; it is not part of the repository.
pub(crate) fn corpus(file: &str) -> Option<PathBuf> {
    Some(root().join("../shared/corpus/dce").join(file)).filter(|path| path.is_file())
}

/// The build cache of the machine's Go.
fn go_cache() -> String {
    let output = Command::new("go").args(["env", "GOCACHE"]).output().expect("Go is installed by `make test`");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Runs a command to its end.
pub(crate) fn output(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"))
}

/// Both streams of an output, for messages.
pub(crate) fn shown(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// `specwave run` with JSON output and more arguments; its exit code and its account.
pub(crate) fn run(spec: &Path, folder: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let home = tempfile::tempdir().unwrap();
    let output =
        output(specwave(home.path()).arg("run").arg(spec).arg("--output").arg(folder).args(["--format", "json"]).args(arguments));
    let account = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap_or(-1), account, shown(&output))
}

/// A command that goes on while a test reads what it says on standard error.
pub(crate) struct Followed {
    child: Child,
    said: RefCell<Lines<BufReader<ChildStderr>>>,
}

impl Followed {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let said = RefCell::new(BufReader::new(child.stderr.take().unwrap()).lines());
        Self { child, said }
    }

    /// Reads on until a line says that.
    pub(crate) fn until(&self, expected: &str) {
        let mut before = Vec::new();
        for line in self.said.borrow_mut().by_ref().map(Result::unwrap) {
            if line.contains(expected) {
                return;
            }
            before.push(line);
        }
        panic!("it ended before it said {expected:?}: {before:#?}");
    }

    /// Waits for another line; none comes once it has ended.
    pub(crate) fn says_more(&self) -> bool {
        self.said.borrow_mut().next().is_some()
    }

    /// Waits for its end; its exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.said.borrow_mut().by_ref().for_each(drop);
        self.child.wait().unwrap().code()
    }
}

/// The records that the Attempts of the folder's only run left.
pub(crate) fn records(folder: &Path) -> PathBuf {
    let runs = std::fs::read_dir(folder.join(".specwave/runs")).unwrap();
    runs.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap().join("tasks")
}

/// A tool of the Go toolchain in a module; it must succeed. What it printed.
pub(crate) fn go(module: &Path, program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(module);
    command
        .env("GOFLAGS", "-mod=mod -trimpath -buildvcs=false")
        .env("GOPROXY", "off")
        .env("GOTOOLCHAIN", "local")
        .env("GOWORK", "off");
    let output = output(&mut command);
    assert!(output.status.success(), "{program} {arguments:?} in {}:\n{}", module.display(), shown(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// All files below a folder but the run's own records, by their path with slashes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in std::fs::read_dir(&current).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let relative = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if entry.file_name() == ".specwave" || entry.file_name() == ".claude" {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else {
                files.insert(relative, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A search path with links to just these tools of the machine.
pub(crate) fn path_with(folder: &Path, tools: &[&str]) -> String {
    let bin = folder.join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    for tool in tools {
        let found = Command::new("sh").args(["-c", &format!("command -v {tool}")]).env("PATH", path()).output().unwrap();
        let found = String::from_utf8(found.stdout).unwrap();
        std::os::unix::fs::symlink(found.trim(), bin.join(tool)).unwrap();
    }
    bin.display().to_string()
}
