//! The hidden subcommand `launch` of our own executable.

use std::io::{BufRead, BufReader};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::detached;
use super::launch::Launch;
use super::supervisor::supervise;

/// The subcommand's name.
pub const SUBCOMMAND: &str = "launch";

/// What the launcher is asked for, as one JSON line on its standard input, which is a socket.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Request {
    /// Run a process, confined, until nothing of it is left.
    Supervise {
        /// What to run.
        launch: Launch,
        /// The name of the launch, for the environment of its processes.
        marker: String,
    },
    /// Start a process that outlives us and our session.
    Detach {
        /// What to start.
        launch: Launch,
        /// The file its output is appended to.
        log: PathBuf,
    },
}

/// Does what standard input asks for; the exit code says only whether that worked.
#[must_use]
pub fn main() -> u8 {
    match serve() {
        Ok(()) => 0,
        Err(_) => 3,
    }
}

fn serve() -> std::io::Result<()> {
    let socket = UnixStream::from(std::io::stdin().as_fd().try_clone_to_owned()?);
    let mut line = String::new();
    let mut orders = BufReader::new(socket.try_clone()?);
    orders.read_line(&mut line)?;
    match serde_json::from_str(&line)? {
        Request::Supervise { launch, marker } => supervise(&launch, &marker, socket, orders),
        Request::Detach { launch, log } => detached::start_and_leave(&launch, &log, socket),
    }
}

static EXECUTABLE: OnceLock<PathBuf> = OnceLock::new();

/// Names the executable that has the subcommand, where it is not the running one (tests of this crate).
pub fn use_executable(path: impl Into<PathBuf>) {
    EXECUTABLE.set(path.into()).ok();
}

/// The executable that has our subcommands.
///
/// On Linux the running one is reached through `/proc`, so that a run goes on while it is replaced.
#[must_use]
pub fn executable() -> PathBuf {
    if let Some(path) = EXECUTABLE.get() {
        return path.clone();
    }
    if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { std::env::current_exe() }
        .unwrap_or_else(|_| PathBuf::from("specwave"))
}

/// The launcher as a command, its standard input being our socket's other end.
#[expect(clippy::disallowed_methods, reason = "this is the one door for processes")]
pub(super) fn command(socket: UnixStream) -> Command {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(executable());
    command.arg0("specwave").arg(SUBCOMMAND).stdin(Stdio::from(std::os::fd::OwnedFd::from(socket))).process_group(0);
    command
}
