//! The supervisor: confines one process, tells how it ended, and leaves nothing of it behind.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, Command, Stdio};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

use super::confinement::{Confinement, confine_thread, limit_files};
use super::descendants::{self, Usage};
use super::launch::{Launch, Limits};

/// What the engine tells the supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Order {
    /// Ask the process to end; kill all that is left of it when it has ended, or after the grace.
    Stop,
    /// Tell the process something.
    Say {
        /// On a line of its standard input.
        line: String,
    },
}

/// What of it was more than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "excess")]
pub enum Excess {
    /// Its processes.
    Processes,
    /// Their memory.
    Memory,
    /// A file that it wrote.
    File,
    /// Its output.
    Output,
}

/// What the supervisor tells the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "report")]
pub(super) enum Report {
    /// The process runs.
    Started {
        /// How far the kernel holds it.
        confinement: Confinement,
    },
    /// It could not be started.
    NotStarted {
        /// Why.
        message: String,
    },
    /// More was used than allowed; all was killed.
    Over(Excess),
    /// The process ended, and nothing that descends from it is left.
    Ended {
        /// Its exit code, if it exited.
        code: Option<i32>,
        /// The signal that ended it, if one did.
        signal: Option<i32>,
        /// Descendants that outlived it and were killed.
        stragglers: u32,
    },
}

/// Between two looks at what is used.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// Starts the process and stays until nothing of it is left. The first orders may have come with the launch, so whoever has
/// read that hands over what it read with it.
pub(super) fn supervise(
    launch: &Launch,
    marker: &str,
    mut control: UnixStream,
    orders: BufReader<UnixStream>,
) -> std::io::Result<()> {
    descendants::adopt_orphans();
    limit_files(launch.limits.file_bytes)?;
    let (child, input, confinement) = match start(launch, marker) {
        Ok(started) => started,
        Err(error) => return tell(&mut control, &Report::NotStarted { message: error.to_string() }),
    };
    // From here on nothing may end us before all of it has ended: an engine that is gone already is noticed in `obey`.
    tell(&mut control, &Report::Started { confinement }).ok();
    let limits = launch.limits.clone();
    std::thread::spawn(move || obey(orders, child, input, &limits));
    let (code, signal) = reap_until_end_of(child);
    let stragglers = descendants::end_all(child);
    tell(&mut control, &Report::Ended { code, signal, stragglers })
}

/// Starts the process from a thread of its own: confinement is the thread's, and the supervisor stays free.
#[expect(clippy::disallowed_methods, reason = "this is the one door for processes")]
fn start(launch: &Launch, marker: &str) -> std::io::Result<(Pid, Option<ChildStdin>, Confinement)> {
    let spawn = || {
        let confinement = launch.reach.as_ref().map_or(Ok(Confinement::default()), confine_thread)?;
        let mut child = Command::new(&launch.program)
            .args(&launch.args)
            .current_dir(&launch.cwd)
            .env_clear()
            .envs(&launch.env)
            .env(descendants::MARKER, marker)
            .stdin(if launch.listens { Stdio::piped() } else { Stdio::null() })
            .process_group(0)
            .spawn()?;
        Ok((Pid::from_raw(child.id().cast_signed()), child.stdin.take(), confinement))
    };
    std::thread::scope(|scope| scope.spawn(spawn).join().unwrap_or_else(|_| Err(std::io::Error::other("the start panicked"))))
}

/// Reaps whatever ends until the process itself has.
fn reap_until_end_of(child: Pid) -> (Option<i32>, Option<i32>) {
    loop {
        match waitpid(None, None) {
            Ok(WaitStatus::Exited(pid, code)) if pid == child => return (Some(code), None),
            Ok(WaitStatus::Signaled(pid, signal, _)) if pid == child => return (None, Some(signal as i32)),
            Err(Errno::ECHILD) => return (None, None),
            _ => {}
        }
    }
}

/// Follows the engine's orders, and looks what is used between them. The end of the socket is the end of the
/// engine, and then nobody is left who could want the process.
fn obey(mut orders: BufReader<UnixStream>, child: Pid, mut input: Option<ChildStdin>, limits: &Limits) {
    orders.get_ref().set_read_timeout(Some(LOOK_INTERVAL)).ok();
    let mut report = orders.get_ref().try_clone().ok();
    let mut line = String::new();
    loop {
        match orders.read_line(&mut line) {
            Ok(0) => return descendants::kill_all(child),
            Ok(_) => {
                match serde_json::from_str(&line) {
                    Ok(Order::Stop) => {
                        descendants::terminate(child);
                        std::thread::sleep(limits.grace);
                        return descendants::kill_all(child);
                    }
                    // Who reads no more will not miss it.
                    Ok(Order::Say { line }) => input.iter_mut().for_each(|input| drop(writeln!(input, "{line}"))),
                    Err(_) => {}
                }
                line.clear();
            }
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                if let Some(excess) = excess(descendants::usage(), limits) {
                    if let Some(report) = &mut report {
                        tell(report, &Report::Over(excess)).ok();
                    }
                    return descendants::kill_all(child);
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return descendants::kill_all(child),
        }
    }
}

fn excess(usage: Usage, limits: &Limits) -> Option<Excess> {
    if usage.processes > limits.processes as usize {
        Some(Excess::Processes)
    } else if usage.memory_bytes > limits.memory_bytes {
        Some(Excess::Memory)
    } else {
        None
    }
}

fn tell(control: &mut UnixStream, report: &Report) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(report)?;
    line.push(b'\n');
    control.write_all(&line)
}
