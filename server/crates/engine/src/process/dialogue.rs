//! A program that the process of a Task talks with over its standard input and output.

use std::path::Path;
use std::process::Stdio;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// A program that runs, and both ends of the talk with it.
///
/// It is started by the process of a Task, so it inherits that one's confinement, its environment and its supervisor, which ends
/// whatever is left. What it writes on standard error becomes a part of the Task's log.
#[derive(Debug)]
pub struct Dialogue {
    /// The program; dropping it kills it.
    pub child: Child,
    /// What it reads.
    pub input: ChildStdin,
    /// What it writes.
    pub output: ChildStdout,
}

/// Asks a program to end that was started here; one that has ended already need not.
pub fn ask_to_end(process: u32) {
    kill(Pid::from_raw(process.cast_signed()), Signal::SIGTERM).ok();
}

impl Dialogue {
    /// Starts the program in a folder.
    ///
    /// # Errors
    /// Fails where it cannot be started; `NotFound` when it is not installed.
    #[expect(clippy::disallowed_methods, reason = "this is the one door for processes")]
    pub fn start(program: &str, args: &[String], cwd: &Path) -> std::io::Result<Self> {
        let mut command = Command::new(program);
        command.args(args).current_dir(cwd).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { child, input, output }),
            _ => Err(std::io::Error::other("its standard input and output are not there")),
        }
    }
}
