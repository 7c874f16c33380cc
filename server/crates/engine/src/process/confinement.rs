//! What the kernel holds a process to: the size of its files, and where it may write.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How far the kernel confines a process to its writable directories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confinement {
    /// Nothing was asked for.
    NotAsked,
    /// All that was asked for is enforced.
    Full,
    /// The kernel is too old for some of it.
    Partial,
    /// The kernel cannot confine.
    None,
}

impl Confinement {
    /// What a person has to know about it, if anything.
    #[must_use]
    pub fn notice(self) -> Option<&'static str> {
        match self {
            Self::NotAsked | Self::Full => None,
            Self::Partial => Some("this kernel's Landlock is old: Tasks are kept in their Workspaces only in part"),
            Self::None => Some("this system has no Landlock: nothing but the write sets keeps Tasks in their Workspaces"),
        }
    }
}

/// Limits the files that this process and its children write; no core is ever dumped.
pub(super) fn limit_files(bytes: u64) -> std::io::Result<()> {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (_, ceiling) = getrlimit(Resource::RLIMIT_FSIZE)?;
    let bytes = bytes.min(ceiling);
    setrlimit(Resource::RLIMIT_FSIZE, bytes, bytes)?;
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    Ok(())
}

/// Confines the calling thread, and what it starts, to writing below these directories. Signals reach only
/// processes that are confined in the same way, so the supervisor itself is out of reach.
#[cfg(target_os = "linux")]
pub(super) fn confine_thread(writable: &[PathBuf]) -> std::io::Result<Confinement> {
    use landlock::{
        ABI, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
    };

    // Device ioctls stay allowed: terminals and random devices need them, and they change no file.
    let writes = AccessFs::from_write(ABI::V3);
    let restrict = || -> Result<RulesetStatus, RulesetError> {
        let mut ruleset = Ruleset::default().handle_access(writes)?.scope(Scope::Signal)?.create()?;
        for directory in writable {
            if let Ok(handle) = PathFd::new(directory) {
                ruleset = ruleset.add_rule(PathBeneath::new(handle, writes))?;
            }
        }
        for device in ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty"] {
            if let Ok(handle) = PathFd::new(device) {
                ruleset = ruleset.add_rule(PathBeneath::new(handle, AccessFs::WriteFile | AccessFs::Truncate))?;
            }
        }
        Ok(ruleset.restrict_self()?.ruleset)
    };
    match restrict().map_err(std::io::Error::other)? {
        RulesetStatus::FullyEnforced => Ok(Confinement::Full),
        RulesetStatus::PartiallyEnforced => Ok(Confinement::Partial),
        _ => Ok(Confinement::None),
    }
}

/// Elsewhere there is nobody to ask.
#[cfg(not(target_os = "linux"))]
pub(super) fn confine_thread(_writable: &[PathBuf]) -> std::io::Result<Confinement> {
    Ok(Confinement::None)
}
