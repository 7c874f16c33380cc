//! Processes that outlive whoever starts them: runs.
//!
//! A launcher in between takes a session of its own, starts the process and ends. So the process belongs
//! neither to our session nor, by parent id, to us: an editor that ends its language server with all that
//! descends from it does not end a run. Both keep an end of one socket until the process has said how its
//! start went.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::launch::Launch;
use super::launcher::{self, Request};

/// A process that was started and will say on its own how that went.
#[derive(Debug)]
pub struct Detached(UnixStream);

impl Detached {
    /// Waits for the first and only message; an error when the process ended without one.
    ///
    /// # Errors
    /// Fails when the process ends, or is silent for this long, before it has said anything.
    pub fn message<T: DeserializeOwned>(self, patience: Duration) -> std::io::Result<T> {
        self.0.set_read_timeout(Some(patience))?;
        let mut line = String::new();
        BufReader::new(self.0).read_line(&mut line)?;
        if line.is_empty() {
            return Err(std::io::Error::other("it ended before it was ready"));
        }
        Ok(serde_json::from_str(&line)?)
    }
}

/// The detached process's end of the socket, which is its standard input.
#[derive(Debug)]
pub struct Handshake(UnixStream);

impl Handshake {
    /// Takes the socket from standard input, which becomes empty.
    ///
    /// # Errors
    /// Fails where standard input cannot be replaced.
    pub fn take() -> std::io::Result<Self> {
        let socket = std::io::stdin().as_fd().try_clone_to_owned()?;
        nix::unistd::dup2_stdin(std::fs::File::open("/dev/null")?)?;
        Ok(Self(UnixStream::from(socket)))
    }

    /// Sends the message and lets the starter go.
    ///
    /// # Errors
    /// Fails when the starter is gone.
    pub fn send(mut self, message: &impl Serialize) -> std::io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        self.0.write_all(&line)
    }
}

/// Starts our own executable detached, with these arguments; its output is appended to the log.
///
/// # Errors
/// Fails where the launcher cannot be started.
pub fn start_detached(args: &[String], cwd: &Path, log: &Path) -> std::io::Result<Detached> {
    let (mut ours, theirs) = UnixStream::pair()?;
    let mut launcher = launcher::command(theirs).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let launch = Launch::new(launcher::executable(), cwd).args(args.iter().cloned()).envs(super::environment::own());
    let mut line = serde_json::to_vec(&Request::Detach { launch, log: log.to_owned() })?;
    line.push(b'\n');
    ours.write_all(&line)?;
    if !launcher.wait()?.success() {
        return Err(std::io::Error::other("the launcher could not start it"));
    }
    Ok(Detached(ours))
}

/// In the launcher: starts the process in a session that is not ours, and leaves it alone.
#[expect(clippy::disallowed_methods, reason = "this is the one door for processes")]
pub(super) fn start_and_leave(launch: &Launch, log: &Path, socket: UnixStream) -> std::io::Result<()> {
    use std::os::unix::process::CommandExt;
    nix::unistd::setsid().ok();
    let log = OpenOptions::new().create(true).append(true).open(log)?;
    Command::new(&launch.program)
        .arg0("specwave")
        .args(&launch.args)
        .current_dir(&launch.cwd)
        .env_clear()
        .envs(&launch.env)
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .stdout(Stdio::from(OwnedFd::from(log.try_clone()?)))
        .stderr(Stdio::from(OwnedFd::from(log)))
        .spawn()?;
    Ok(())
}
