//! All processes that descend from this one, wherever they hide.
//!
//! The supervisor is a *subreaper*: a process whose parent ends becomes the supervisor's child, in
//! whatever session it is. So the tree below us is complete, and ending it ends everything.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// The variable that names a launch in the environment of all its processes.
pub(super) const MARKER: &str = "SPECWAVE_LAUNCH";

/// Makes orphans below us ours.
pub(super) fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_child_subreaper(true).ok();
}

/// The processes below us now.
pub(super) fn living() -> Vec<Pid> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for (pid, parent) in parents() {
        children.entry(parent).or_default().push(pid);
    }
    below_us(|pid| children.remove(&pid).unwrap_or_default())
}

/// Whether a process descends from this one. One that is gone already may have, so nobody vouches for it.
pub(crate) fn is_below_us(process: i32) -> bool {
    let parents: HashMap<i32, i32> = parents().into_iter().collect();
    let ancestors = std::iter::successors(Some(process), |pid| parents.get(pid).copied());
    let is_gone = !parents.is_empty() && !parents.contains_key(&process);
    is_gone || ancestors.skip(1).any(|pid| pid == std::process::id().cast_signed())
}

fn below_us(mut children_of: impl FnMut(i32) -> Vec<i32>) -> Vec<Pid> {
    let mut found = Vec::new();
    let mut next = vec![std::process::id().cast_signed()];
    while let Some(pid) = next.pop() {
        let below = children_of(pid);
        found.extend(below.iter().copied().map(Pid::from_raw));
        next.extend(below);
    }
    found
}

/// What the processes below us use together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) processes: usize,
    pub(super) memory_bytes: u64,
}

/// Looks what is used now. The kernel's own lists of children are read: they may miss a process that is just being
/// born, but looking often costs what the Task has, not what the machine has.
pub(super) fn usage() -> Usage {
    let processes = if Path::new("/proc/thread-self/children").exists() { below_us(listed_children) } else { living() };
    Usage { memory_bytes: processes.iter().map(|pid| own_memory(*pid)).sum(), processes: processes.len() }
}

fn listed_children(pid: i32) -> Vec<i32> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// Bytes in memory that are no file's and nobody else's.
fn own_memory(pid: Pid) -> u64 {
    let pages = std::fs::read_to_string(format!("/proc/{pid}/statm")).unwrap_or_default();
    let mut pages = pages.split_whitespace().skip(1).map_while(|count| count.parse::<u64>().ok());
    let (resident, shared) = (pages.next().unwrap_or(0), pages.next().unwrap_or(0));
    resident.saturating_sub(shared) * page_bytes()
}

fn page_bytes() -> u64 {
    nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE)
        .ok()
        .flatten()
        .and_then(|bytes| bytes.try_into().ok())
        .unwrap_or(4096)
}

/// Asks the process to end. What it has started is its own to end in order; who is asked at the same time as the process that
/// speaks for it could not even say goodbye to it.
pub(super) fn terminate(process: Pid) {
    kill(process, Signal::SIGTERM).ok();
}

/// Without `/proc` the process group is all that is known; on Linux the tree below us is complete.
fn signal_group(group: Pid, signal: Signal) {
    if cfg!(not(target_os = "linux")) {
        nix::sys::signal::killpg(group, signal).ok();
    }
}

/// Kills all of them. They are halted first, so that none can start another while the others are killed.
pub(super) fn kill_all(group: Pid) {
    signal_group(group, Signal::SIGKILL);
    let mut halted = HashSet::new();
    loop {
        let fresh: Vec<Pid> = living().into_iter().filter(|pid| halted.insert(*pid)).collect();
        if fresh.is_empty() {
            break;
        }
        for pid in fresh {
            kill(pid, Signal::SIGSTOP).ok();
        }
    }
    for pid in halted {
        kill(pid, Signal::SIGKILL).ok();
    }
}

/// Kills and reaps until there is none left; says how many were still alive.
pub(super) fn end_all(group: Pid) -> u32 {
    let mut ended = 0;
    loop {
        kill_all(group);
        loop {
            match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Err(Errno::ECHILD) => return ended,
                Err(Errno::EINTR) => {}
                Err(_) | Ok(WaitStatus::StillAlive) => break,
                Ok(_) => ended += 1,
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

/// Kills what still carries a launch's marker after its supervisor was killed from outside.
pub(super) fn sweep(marker: &str) {
    let wanted = format!("{MARKER}={marker}");
    for (pid, _) in parents() {
        let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        if environment.split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes()) {
            kill(Pid::from_raw(pid), Signal::SIGKILL).ok();
        }
    }
}

/// Every process with its parent, as `/proc` tells; empty where there is no `/proc`.
fn parents() -> Vec<(i32, i32)> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter_map(|pid| {
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            // The name of the program comes second, in parentheses, and may hold any character.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((pid, parent))
        })
        .collect()
}
